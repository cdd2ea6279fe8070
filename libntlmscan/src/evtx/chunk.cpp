// Parse and judge a chunk header.
#include "evtx/chunk.hpp"

#include "evtx/checksum.hpp"
#include "evtx/layout.hpp"

namespace ntlmscan::evtx {
namespace {

bool header_checksum_holds(Bytes chunk) noexcept {
  const std::uint32_t fixed = crc32(chunk.slice_unchecked(0, 120));
  return crc32(chunk.slice_unchecked(128, kChunkHeaderSize - 128), fixed) == chunk.u32_unchecked(kChunkHeaderChecksum);
}

}  // namespace

ChunkHeader read_chunk_header(Bytes chunk) noexcept {
  ChunkHeader header;
  header.cut = chunk.size() < kChunkSize;
  header.magic = chunk.load<std::uint64_t>(0) == kChunkMagic;
  if (!header.magic) return header;
  if (chunk.size() < kChunkHeaderSize) {  // cut inside its header: nothing can be tested, records are missing
    header.header_ok = header.records_ok = header.bounds_ok = true;
    header.free_space = kChunkSize;
    return header;
  }
  const bool unchecked = (chunk.u32_unchecked(kChunkFlags) & kChunkFlagNoChecksums) != 0;
  header.checksummed = !unchecked;
  header.first_number = chunk.u64_unchecked(kChunkFirstNumber);
  header.last_number = chunk.u64_unchecked(kChunkLastNumber);
  header.last_record = chunk.u32_unchecked(kChunkLastRecord);
  header.first_id = chunk.u64_unchecked(kChunkFirstId);
  header.last_id = chunk.u64_unchecked(kChunkLastId);
  header.free_space = chunk.u32_unchecked(kChunkFreeSpace);
  header.bounds_ok = header.free_space >= kChunkHeaderSize && header.free_space <= kChunkSize;
  header.header_ok = unchecked || header_checksum_holds(chunk);
  const bool testable = header.bounds_ok && header.free_space <= chunk.size();
  header.records_ok =
      unchecked || (header.cut && header.bounds_ok && !testable) ||
      (testable && crc32(chunk.slice_unchecked(kChunkHeaderSize, header.free_space - kChunkHeaderSize)) ==
                       chunk.u32_unchecked(kChunkRecordsChecksum));
  return header;
}

void judge_chunk_header(const ChunkHeader& header, FileOffset at, std::vector<Fault>& faults) {
  const auto note = [&](FaultCode code, std::uint64_t bytes, const char* message) {
    faults.push_back({code, Severity::kNote, raw(at), bytes, message});
  };
  if (!header.header_ok) note(FaultCode::kChunkHeaderChecksum, kChunkHeaderSize, "chunk header checksum is wrong");
  if (!header.bounds_ok) {
    note(FaultCode::kChunkBoundsDamaged, 0, "the recorded end of the records lies outside the chunk");
  } else if (!header.records_ok) {
    note(FaultCode::kChunkRecordsChecksum, header.free_space - kChunkHeaderSize, "checksum over the records is wrong");
  }
}

}  // namespace ntlmscan::evtx
