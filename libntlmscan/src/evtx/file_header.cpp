// Parse and judge the 4 KiB file header.
#include "evtx/file_header.hpp"

#include "evtx/checksum.hpp"
#include "evtx/layout.hpp"

namespace ntlmscan::evtx {

FileHeader read_file_header(Bytes head) noexcept {
  FileHeader header;
  if (head.size() < kFileFieldsSize) {
    header.magic = head.load<std::uint64_t>(0) == kFileMagic;
    return header;
  }
  const std::uint32_t flags = head.u32_unchecked(kFileFlags);
  header.magic = head.u64_unchecked(0) == kFileMagic;
  header.dirty = (flags & kFileFlagDirty) != 0;
  header.major = head.u16_unchecked(kFileMajorVersion);
  header.minor = head.u16_unchecked(kFileMinorVersion);
  header.next_record = head.u64_unchecked(kFileNextRecord);
  header.chunk_count = head.u16_unchecked(kFileChunkCount);
  header.checksum_ok =
      (flags & kFileFlagNoChecksums) != 0 || crc32(head.first(kFileChecksummed)) == head.u32_unchecked(kFileChecksum);
  return header;
}

void judge_file_header(const FileHeader& header, Bytes head, std::vector<Fault>& faults) {
  const auto note = [&](FaultCode code, std::uint64_t bytes, const char* message) {
    faults.push_back({code, Severity::kNote, 0, bytes, message});
  };
  if (head.size() < kFileHeaderSize) {
    note(FaultCode::kFileHeaderCut, head.size(), "the file ends inside its 4096-byte header");
  }
  if (!header.magic) {
    note(FaultCode::kFileHeaderDamaged, kFileHeaderSize,
         "no event log header at the start; chunks are found by their own magic");
    return;
  }
  if (head.size() < kFileFieldsSize) return;
  if (header.dirty) note(FaultCode::kFileDirty, 0, "not closed by the service: header and checksums may be stale");
  if (!header.checksum_ok) note(FaultCode::kFileHeaderChecksum, kFileFieldsSize, "file header checksum is wrong");
  if (header.major != 3 || header.minor > 2) {
    note(FaultCode::kFileVersion, 0, "unknown format version; read as 3.1");
  }
}

}  // namespace ntlmscan::evtx
