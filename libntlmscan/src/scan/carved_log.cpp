// Mending of carved chunks, and the files made of them.
#include "scan/carved_log.hpp"

#include <algorithm>
#include <cstring>

#include "bytes/read_buffer.hpp"
#include "bytes/utf16.hpp"
#include "columns/normalise.hpp"
#include "evtx/checksum.hpp"
#include "evtx/chunk.hpp"
#include "evtx/layout.hpp"
#include "plan/walk.hpp"
#include "recover/candidates.hpp"
#include "sinks/descriptor.hpp"
#include "sinks/output_file.hpp"

namespace ntlmscan::scanning {
namespace {

using evtx::kChunkSize;
using plan::SystemField;

/// Records from the beginning of a chunk on, without a break.
struct Prefix {
  std::uint64_t records = 0;
  std::size_t last_at = 0;
  std::size_t end = evtx::kChunkHeaderSize;
  std::uint64_t first_id = 0;
  std::uint64_t last_id = 0;
};

// A header whose checksum holds says where the live ones end; else they do where the ids do not go on.
Prefix prefix_of(Bytes chunk, std::uint64_t most = ~std::uint64_t{0}) {
  const evtx::ChunkHeader header = evtx::read_chunk_header(chunk);
  const bool believed = header.magic && header.checksummed && header.header_ok && header.bounds_ok;
  const std::size_t limit = believed ? std::min<std::size_t>(header.free_space, chunk.size()) : chunk.size();
  Prefix out;
  while (out.records < most && out.end < limit && limit - out.end >= evtx::kRecordMinSize) {
    if (chunk.u32_unchecked(out.end) != evtx::kRecordMagic) break;
    const recover::Candidate found = recover::judge_frame(chunk, out.end);
    const bool fits = found.flaw == recover::Flaw::kNone && found.size <= limit - out.end;
    if (!fits || (!believed && out.records > 0 && found.id - out.last_id != 1)) break;
    if (out.records++ == 0) out.first_id = found.id;
    out.last_id = found.id;
    out.last_at = out.end;
    out.end += found.size;
  }
  return out;
}

// Names of computers and channels have 255 characters at most; longer ones would only take memory, for every chunk.
std::string text_of(const plan::Value& value) {
  std::string out;
  if (value.bytes.size() > 2 * 255 + 2) return out;
  const columns::Normal normal = columns::normalise_text(Column::kComputer, value, out);
  if (normal != columns::Normal::kSame && normal != columns::Normal::kLossy) out.clear();
  return out;
}

void put(std::span<std::uint8_t> bytes, std::size_t at, std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) bytes[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

std::vector<std::uint8_t> file_header(std::uint64_t chunks, std::uint64_t next_record) {
  std::vector<std::uint8_t> out(evtx::kFileHeaderSize);
  put(out, 0, evtx::kFileMagic, 8);
  put(out, 16, chunks - 1, 8);  // the newest chunk
  put(out, evtx::kFileNextRecord, next_record, 8);
  put(out, 32, evtx::kFileFieldsSize, 4);
  put(out, evtx::kFileMinorVersion, 1, 2);
  put(out, evtx::kFileMajorVersion, 3, 2);
  put(out, 40, evtx::kFileHeaderSize, 2);
  put(out, evtx::kFileChunkCount, chunks & 0xFFFF, 2);
  put(out, evtx::kFileChecksum, evtx::crc32(Bytes(out).first(evtx::kFileChecksummed)), 4);
  return out;
}

// Names come from a log: letters and digits stay, all else becomes one `_`.
std::string safe_part(const std::string& text, std::size_t most) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    if (out.size() == most) break;
    if (plain || (!out.empty() && out.back() != '_')) out.push_back(plain ? c : '_');
  }
  while (!out.empty() && (out.back() == '_' || out.back() == '-')) out.pop_back();
  return out.empty() ? "unknown" : out;
}

std::string file_name(std::size_t number, const std::string& computer, const std::string& channel) {
  std::string digits = std::to_string(number);
  digits.insert(0, 4 - std::min<std::size_t>(digits.size(), 4), '0');
  return "carved-" + digits + "-" + safe_part(computer, 40) + "-" + safe_part(channel, 80) + ".evtx";
}

std::string as_text(std::span<const std::uint8_t> bytes) { return {bytes.begin(), bytes.end()}; }

// By the ids of their records, as a log grows; of those that are the same, one.
std::vector<FoundChunk> in_order(std::vector<FoundChunk> chunks) {
  std::sort(chunks.begin(), chunks.end(), [](const FoundChunk& a, const FoundChunk& b) {
    return std::tie(a.first_id, a.last_id, a.checksum, a.offset) <
           std::tie(b.first_id, b.last_id, b.checksum, b.offset);
  });
  const auto same = [](const FoundChunk& a, const FoundChunk& b) {
    return a.first_id == b.first_id && a.last_id == b.last_id && a.checksum == b.checksum;
  };
  chunks.erase(std::unique(chunks.begin(), chunks.end(), same), chunks.end());
  return chunks;
}

// The header goes in front of what it is made of, so the records are counted first.
Status write_log(const OpenFile& image, const std::vector<FoundChunk>& chunks, const std::string& path) {
  if (sinks::occupant_of(path) != sinks::Occupant::kNothing) {
    return Error{FaultCode::kOutputFailed, path + ": is there already, and carved logs replace nothing"};
  }
  auto out = sinks::OutputFile::create(path);
  if (!out) return out.error();
  std::uint64_t number = 1;
  for (const FoundChunk& chunk : chunks) number += chunk.records;
  if (Status status = out.value().write(as_text(file_header(chunks.size(), number))); !status.ok()) return status;
  number = 1;
  for (const FoundChunk& chunk : chunks) {
    ReadBuffer bytes(kChunkSize, 0);
    const auto got = image.source->read_at(chunk.offset, std::span(bytes).first(chunk.size));
    if (!got) return got.error();
    if (got.value() != chunk.size) {
      return Error{FaultCode::kInputShrank, image.name + ": became shorter before what was found was written"};
    }
    number += mend_chunk(bytes, chunk.records, number);
    if (Status status = out.value().write(as_text(bytes)); !status.ok()) return status;
  }
  if (Status status = out.value().close(); !status.ok()) return status;
  return out.value().commit();
}

}  // namespace

bool describe_chunk(Bytes chunk, FoundChunk& found) {
  const Prefix prefix = prefix_of(chunk);
  if (prefix.records == 0) return false;
  found.first_id = prefix.first_id;
  found.last_id = prefix.last_id;
  found.records = prefix.records;
  found.checksum = evtx::crc32(chunk.slice_unchecked(evtx::kChunkHeaderSize, prefix.end - evtx::kChunkHeaderSize));
  plan::DocumentReader reader;
  reader.begin_chunk(chunk);
  plan::SystemValues system;
  bool forwarded = false;
  const std::size_t size = chunk.u32_unchecked(evtx::kChunkHeaderSize + evtx::kRecordSize);
  const std::size_t end = evtx::kChunkHeaderSize + size - evtx::kRecordTrailerSize;
  if (!reader.read_system(evtx::kChunkHeaderSize + evtx::kRecordHeaderSize, end, system, forwarded)) return true;
  found.computer = text_of(system[SystemField::kComputer]);
  found.channel = text_of(system[SystemField::kChannel]);
  return true;
}

std::uint64_t mend_chunk(std::span<std::uint8_t> chunk, std::uint64_t records, std::uint64_t number) {
  const Prefix prefix = prefix_of(Bytes(chunk), records);
  const std::uint64_t last = number + prefix.records - std::min<std::uint64_t>(prefix.records, 1);
  put(chunk, evtx::kChunkFirstNumber, number, 8);
  put(chunk, evtx::kChunkLastNumber, last, 8);
  put(chunk, evtx::kChunkFirstId, prefix.first_id, 8);
  put(chunk, evtx::kChunkLastId, prefix.last_id, 8);
  put(chunk, evtx::kChunkLastRecord, prefix.last_at, 4);
  put(chunk, evtx::kChunkFreeSpace, prefix.end, 4);
  put(chunk, evtx::kChunkFlags, 1, 4);
  const Bytes bytes(chunk);
  const Bytes content = bytes.slice_unchecked(evtx::kChunkHeaderSize, prefix.end - evtx::kChunkHeaderSize);
  put(chunk, evtx::kChunkRecordsChecksum, evtx::crc32(content), 4);
  const std::uint32_t fixed = evtx::crc32(bytes.first(120));
  put(chunk, evtx::kChunkHeaderChecksum, evtx::crc32(bytes.slice_unchecked(128, evtx::kChunkHeaderSize - 128), fixed),
      4);
  return prefix.records;
}

void CarvedLogs::add(const UnitResult& result) {
  if (result.unit.first_of_file) images_.push_back(result.unit.file);
  for (const FoundChunk& chunk : result.found) {
    if (count_++ < kMostChunks) logs_[{images_.size() - 1, chunk.computer, chunk.channel}].push_back(chunk);
  }
}

Status CarvedLogs::write(const std::string& folder, Carved& carved) const {
  for (const auto& [key, chunks] : logs_) {
    const std::vector<FoundChunk> ordered = in_order(chunks);
    const auto& [image, computer, channel] = key;
    const std::string path =
        folder + (folder.ends_with('/') ? "" : "/") + file_name(carved.logs.size() + 1, computer, channel);
    if (Status status = write_log(*images_[image], ordered, path); !status.ok()) return status;
    carved.logs.push_back(path);
    carved.chunks_written += ordered.size();
  }
  carved.chunks_left_out = carved.summary.chunks - carved.chunks_written;
  return {};
}

}  // namespace ntlmscan::scanning
