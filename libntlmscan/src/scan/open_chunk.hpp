// One chunk of an open file in memory, with its live records.
#pragma once

#include <vector>

#include "bytes/read_buffer.hpp"
#include "evtx/record_walk.hpp"
#include "scan/open_file.hpp"

namespace ntlmscan::scanning {

struct OpenChunk {
  ReadBuffer buffer;
  Bytes bytes;  ///< of buffer
  FileOffset at{};
  std::vector<evtx::Record> records;
};

/// Chunk `number`, 64 KiB at most; what is wrong with it is added to `faults`.
[[nodiscard]] Result<OpenChunk> read_chunk(const OpenFile& file, std::uint64_t number, std::vector<Fault>& faults);

/// The log `path` names; an Error where none is there, or nothing of it can be read.
[[nodiscard]] Result<std::shared_ptr<OpenFile>> open_one(const std::string& path, bool recover = false);
[[nodiscard]] Result<std::shared_ptr<OpenFile>> open_one(const NamedBytes& bytes, bool recover = false);

}  // namespace ntlmscan::scanning
