// Placing of templates and records.
#include "recover/scratch.hpp"

#include <algorithm>
#include <cstring>

namespace ntlmscan::recover {
namespace {

constexpr std::size_t aligned(std::size_t size) noexcept {
  return (size + evtx::kRecordAlignment - 1) / evtx::kRecordAlignment * evtx::kRecordAlignment;
}

}  // namespace

std::uint32_t Scratch::place(const Shape& shape) {
  if (const auto known = places_.find(&shape); known != places_.end()) return known->second;
  const std::size_t size = aligned(shape.size());
  if (size > kRecordsAt - templates_end_) return 0;
  if (bytes_.empty()) bytes_.resize(kSize);
  const auto at = static_cast<std::uint32_t>(templates_end_);
  shape.place(bytes_.data() + at, at);
  templates_end_ += size;
  places_.emplace(&shape, at);
  return at;
}

void Scratch::clear_templates() noexcept {
  places_.clear();
  templates_end_ = evtx::kChunkHeaderSize;
  used_ = kRecordsAt;
}

evtx::Record Scratch::append(const Relocatable& content, std::uint64_t id, std::uint64_t written) {
  evtx::Record record;
  const std::size_t size = aligned(evtx::kRecordHeaderSize + content.bytes.size() + evtx::kRecordTrailerSize);
  if (size > kSize - used_) return record;
  if (bytes_.empty()) bytes_.resize(kSize);
  record = {static_cast<ChunkOffset>(used_), static_cast<std::uint32_t>(size), id, written};
  std::uint8_t* const to = bytes_.data() + used_;
  std::memcpy(to, &evtx::kRecordMagic, sizeof evtx::kRecordMagic);
  std::memcpy(to + evtx::kRecordSize, &record.size, sizeof record.size);
  std::memcpy(to + evtx::kRecordId, &id, sizeof id);
  std::memcpy(to + evtx::kRecordWritten, &written, sizeof written);
  content.place(to + evtx::kRecordHeaderSize, static_cast<std::uint32_t>(used_ + evtx::kRecordHeaderSize));
  const std::size_t content_end = evtx::kRecordHeaderSize + content.bytes.size();
  std::memset(to + content_end, 0, size - evtx::kRecordTrailerSize - content_end);
  std::memcpy(to + size - evtx::kRecordTrailerSize, &record.size, sizeof record.size);
  used_ += size;
  return record;
}

}  // namespace ntlmscan::recover
