// One input opened and judged: its header, and where its chunks are.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bytes/file_source.hpp"
#include "bytes/source_list.hpp"
#include "evtx/file_header.hpp"
#include "ntlmscan/result.hpp"

namespace ntlmscan::scanning {

class FileTemplates;

struct OpenFile {
  std::string name;                          ///< column `source`
  std::shared_ptr<const ByteSource> source;  ///< nullptr: could not be opened, see faults
  std::uint64_t size = 0;
  evtx::FileHeader header;
  /// Chunk k begins at 4096 + k * 65536 where the file header is sound. Else the offsets found by their magic.
  std::vector<std::uint64_t> found_chunks;
  std::uint64_t chunk_count = 0;
  std::vector<Fault> faults;  ///< of the file as a whole
  bool failed = false;
  bool image = false;                        ///< to carve: it has windows in place of chunks (open_image.hpp)
  std::shared_ptr<FileTemplates> templates;  ///< for recovery, collected when they are first asked for

  [[nodiscard]] bool regular() const noexcept { return header.magic; }
  [[nodiscard]] std::uint64_t chunk_at(std::uint64_t k) const noexcept;
  /// Bytes of chunk k that the file has; fewer than 65536 only at its end.
  [[nodiscard]] std::size_t chunk_size(std::uint64_t k) const noexcept;
};

/// Opens `path`. nullptr: it was found in a folder and is no event log. Never fails otherwise: what is wrong stands in
/// the file's faults. With `recover` a log may be without a chunk where one would be looked for.
[[nodiscard]] std::shared_ptr<OpenFile> open_file(const SourcePath& path, bool recover = false);

/// What a strict run ends with.
[[nodiscard]] Error first_lost(const OpenFile& file, const Fault& fault);

/// In place of an input that could not be listed.
[[nodiscard]] std::shared_ptr<OpenFile> missing_file(const Error& error);

}  // namespace ntlmscan::scanning
