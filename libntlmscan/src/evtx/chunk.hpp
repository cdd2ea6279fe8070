// One 64 KiB chunk: its header, judged.
#pragma once

#include <cstdint>
#include <vector>

#include "bytes/byte_view.hpp"
#include "bytes/offsets.hpp"
#include "ntlmscan/result.hpp"

namespace ntlmscan::evtx {

struct ChunkHeader {
  bool magic = false;
  bool header_ok = false;    ///< header checksum holds, or the chunk says that it has none
  bool records_ok = false;   ///< records checksum holds, or cannot be tested because the chunk is cut
  bool cut = false;          ///< the stream ends inside the chunk
  bool checksummed = false;  ///< it has checksums, whether they hold or not
  std::uint64_t first_number = 0;
  std::uint64_t last_number = 0;
  std::uint64_t first_id = 0;
  std::uint64_t last_id = 0;
  std::uint32_t last_record = 0;  ///< as recorded
  std::uint32_t free_space = 0;   ///< as recorded
  bool bounds_ok = false;         ///< free_space lies in 512..65536

  [[nodiscard]] bool ok() const noexcept { return magic && header_ok && records_ok && bounds_ok; }
};

/// Reads and verifies the header of `chunk` (at most 65536 bytes; fewer where the stream ends).
[[nodiscard]] ChunkHeader read_chunk_header(Bytes chunk) noexcept;

/// What is wrong with the header itself. Notes only: records that parse are kept whatever it says.
void judge_chunk_header(const ChunkHeader& header, FileOffset at, std::vector<Fault>& faults);

}  // namespace ntlmscan::evtx
