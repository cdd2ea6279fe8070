// The search for records inside a record.
#include "scan/hidden.hpp"

#include <string>

#include "evtx/layout.hpp"
#include "scan/signs.hpp"

namespace ntlmscan::scanning {
namespace {

constexpr std::size_t kPadding = evtx::kRecordAlignment - 1;

// Size of the record that begins at `at` and ends at or in front of `end`; 0 where none does. What hides the last one
// writes its own size over that one's copy.
std::size_t record_inside(Bytes chunk, std::size_t at, std::size_t end) noexcept {
  if (end - at < evtx::kRecordMinSize || chunk.u32_unchecked(at) != evtx::kRecordMagic) return 0;
  const std::size_t size = chunk.u32_unchecked(at + evtx::kRecordSize);
  if (size < evtx::kRecordMinSize || size > end - at || size % evtx::kRecordAlignment != 0) return 0;
  const bool whole = at + size == end || chunk.u32_unchecked(at + size - evtx::kRecordTrailerSize) == size;
  return whole ? size : 0;
}

std::string evidence(Bytes chunk, std::size_t from, std::size_t end, std::size_t bytes) {
  std::string text = std::to_string(bytes) + " bytes lie between the end of a record's content and its size copy";
  std::uint64_t found = 0;
  std::uint64_t first = 0;
  for (std::size_t at = (from + kPadding) & ~kPadding; at < end;) {
    const std::size_t size = record_inside(chunk, at, end);
    if (size > 0 && found++ == 0) first = chunk.u64_unchecked(at + evtx::kRecordId);
    at += size > 0 ? size : evtx::kRecordAlignment;
  }
  if (found == 0) return text;
  text += "; record " + std::to_string(first) + (found > 1 ? " and " + std::to_string(found - 1) + " more" : "");
  return text + " can be found in them";
}

}  // namespace

std::size_t hidden_bytes(const evtx::Record& record, const binxml::Expansion& read) noexcept {
  const std::size_t end = raw(record.at) + record.size - evtx::kRecordTrailerSize;
  if (read.error != binxml::ParseError::kNone || read.end >= end) return 0;
  return end - read.end > kPadding ? end - read.end : 0;
}

void judge_hidden(Bytes chunk, FileOffset chunk_at, const evtx::Record& record, const binxml::Expansion& read,
                  std::vector<Fault>& faults) {
  const std::size_t bytes = hidden_bytes(record, read);
  if (bytes == 0) return;
  faults.push_back(sign_fault(FaultCode::kHiddenBytes, raw(chunk_at) + read.end, bytes,
                              evidence(chunk, read.end, raw(record.at) + record.size, bytes)));
}

void HiddenSearch::look(const evtx::Record& record, std::vector<Fault>& faults) {
  if (!begun_) expander_.begin_chunk(chunk_);
  begun_ = true;
  document_.clear();
  const std::size_t begin = raw(record.at) + evtx::kRecordHeaderSize;
  const auto read = expander_.expand(begin, raw(record.at) + record.size - evtx::kRecordTrailerSize, document_);
  judge_hidden(chunk_, at_, record, read, faults);
}

}  // namespace ntlmscan::scanning
