// Carve event records out of bytes of any kind: disk images, memory dumps, page files.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ntlmscan/scan.hpp"

namespace ntlmscan {

struct CarveOptions {
  /// Inputs are images: files of any kind, and Expert Witness images where the library was built with libewf. `recover`
  /// is understood.
  ScanOptions scan;
  /// A folder to write the chunks that were found to, as event logs; empty for none. It is made before
  /// anything is read; what is there is never replaced.
  std::string logs_folder;
};

struct Carved {
  Summary summary;                ///< `chunks` and `records_recovered` were found; there are no live records
  std::vector<std::string> logs;  ///< paths that were written
  std::uint64_t chunks_written = 0;
  std::uint64_t chunks_left_out = 0;  ///< twice there, without a whole record, or more than the bound
};

/// Finds chunks by their magic and single records by their signature, at any alignment, and writes the tables as scan()
/// with `recover` does; every row has the origin `carved`. Reads each image in windows, and with `one_pass` once,
/// else twice for the sake of templates; memory does not depend on its size. Errors as in scan().
[[nodiscard]] Result<Carved> carve(const CarveOptions& options, Sink& sink);

}  // namespace ntlmscan
