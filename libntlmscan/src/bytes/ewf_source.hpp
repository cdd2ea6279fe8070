// Images in the Expert Witness format (.E01 and its segments), read through libewf where the library was built with it.
#pragma once

#include <memory>
#include <string>

#include "ntlmscan/byte_source.hpp"
#include "ntlmscan/result.hpp"

namespace ntlmscan {

/// `source` begins with the signature of a segment file.
[[nodiscard]] bool is_ewf(const ByteSource& source) noexcept;

struct EwfImage {
  /// For one thread at a time: libewf keeps a place and a cache.
  std::unique_ptr<ByteSource> medium;
  bool damaged = false;  ///< segments are cut short or not sound; what they lack reads as zero
};

/// The medium in the image whose first segment is `path`; the other segments are looked for beside it. An Error says so
/// where this build has no libewf.
[[nodiscard]] Result<EwfImage> open_ewf(const std::string& path);

}  // namespace ntlmscan
