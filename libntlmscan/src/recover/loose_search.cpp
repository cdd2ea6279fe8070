// Records one by one, each in the chunk that it seems to come from.
#include "recover/loose_search.hpp"

#include <algorithm>
#include <cstring>

#include "evtx/chunk.hpp"

namespace ntlmscan::recover {
namespace {

using evtx::kChunkHeaderSize;
using evtx::kChunkSize;

constexpr std::size_t kPadding = evtx::kRecordAlignment - 1;
// A record alone lies behind all that its offsets can mean.
constexpr std::size_t kAlone = kChunkSize;
constexpr std::size_t kInstanceHeader = 10;  // 0C, version, u32 id, u32 definition

bool is_chunk(Bytes bytes, std::size_t at) noexcept {
  const Bytes chunk = bytes.slice_unchecked(at, bytes.size() - at).first(kChunkSize);
  if (chunk.size() < kChunkHeaderSize + evtx::kRecordMinSize) return false;
  // Of the header alone: a sum over the records at each of many signatures would take long.
  const evtx::ChunkHeader header = evtx::read_chunk_header(chunk.first(kChunkHeaderSize));
  const bool honest = header.header_ok && header.bounds_ok &&
                      (chunk.u32_unchecked(evtx::kChunkFlags) & evtx::kChunkFlagNoChecksums) == 0;
  if (honest) return true;
  return chunk.u32_unchecked(kChunkHeaderSize) == evtx::kRecordMagic &&
         judge_frame(chunk, kChunkHeaderSize).flaw == Flaw::kNone;
}

}  // namespace

std::size_t find_chunk(Bytes bytes, std::size_t from, std::size_t to) noexcept {
  while (from < to && bytes.fits(from, 8)) {
    const std::size_t room = std::min(to, bytes.size() - 7) - from;
    const void* hit = room == 0 ? nullptr : std::memchr(bytes.data() + from, 'E', room);
    if (hit == nullptr) return to;
    from = static_cast<std::size_t>(static_cast<const std::uint8_t*>(hit) - bytes.data());
    if (bytes.u64_unchecked(from) == evtx::kChunkMagic && is_chunk(bytes, from)) return from;
    ++from;
  }
  return to;
}

void LooseSearch::run(const LooseArea& area, std::vector<Fault>& faults, const Deliver& deliver) {
  area_ = &area;
  deliver_ = &deliver;
  turn_to(area.chunk);
  CandidateScan scan(area.bytes, area.from, area.to, 1);
  while (const auto candidate = scan.next()) {
    Candidate found = *candidate;
    std::size_t content_end = 0;
    if (found.flaw == Flaw::kNone) found.flaw = add(found, content_end);
    if (found.flaw != Flaw::kNone) {
      faults.push_back(refused(found, area.at));
      continue;
    }
    scan.go_on_at(found.end() - content_end > kPadding ? content_end : found.at + found.size);
  }
  flush();
}

void LooseSearch::flush() {
  if (!rebuilder_.records().empty()) (*deliver_)(rebuilder_);
}

void LooseSearch::turn_to(std::optional<std::size_t> chunk) {
  chunk_ = chunk;
  const Bytes there =
      chunk ? area_->bytes.slice_unchecked(*chunk, area_->bytes.size() - *chunk).first(kChunkSize) : Bytes();
  home_.assign(there.data(), there.data() + there.size());
  begin_chunk();
}

void LooseSearch::begin_chunk() { rebuilder_.begin(Bytes(home_), area_->at + chunk_.value_or(0), nullptr); }

bool LooseSearch::in_chunk(const Candidate& candidate) const noexcept {
  if (!chunk_ || candidate.at < *chunk_ + kChunkHeaderSize) return false;
  const std::size_t offset = candidate.at - *chunk_;
  return offset % evtx::kRecordAlignment == 0 && offset <= kChunkSize - candidate.size;
}

// Where the chunk began of a record whose definition stands directly behind its reference.
std::optional<std::size_t> LooseSearch::chunk_of(const Candidate& candidate) const noexcept {
  const Bytes bytes = area_->bytes.first(candidate.end());
  const std::size_t instance = candidate.begin() + 4;
  if (!bytes.fits(instance, kInstanceHeader + binxml::kDefinitionHeader)) return std::nullopt;
  const std::size_t behind = instance + kInstanceHeader;
  if (bytes.u8_unchecked(instance) != static_cast<std::uint8_t>(binxml::Token::kTemplateInstance)) return std::nullopt;
  if (bytes.u32_unchecked(instance + 2) != bytes.u32_unchecked(behind + binxml::kDefinitionGuid)) return std::nullopt;
  const std::size_t offset = bytes.u32_unchecked(instance + 6);
  const std::size_t in_chunk = offset - (behind - candidate.at);  // of the record, if that is not absurd
  const bool possible = offset >= kChunkHeaderSize + (behind - candidate.at) &&
                        in_chunk <= kChunkSize - candidate.size && in_chunk <= candidate.at &&
                        in_chunk % evtx::kRecordAlignment == 0;
  return possible ? std::optional(candidate.at - in_chunk) : std::nullopt;
}

Flaw LooseSearch::add(const Candidate& candidate, std::size_t& content_end) {
  const auto chunk = chunk_of(candidate);
  if (chunk && chunk != chunk_) {
    flush();
    turn_to(chunk);
  }
  if (!in_chunk(candidate)) return add_alone(candidate, content_end);
  Candidate inside = candidate;
  inside.at -= *chunk_;
  const Flaw flaw = rebuilder_.add(inside, area_->origin, content_end);
  content_end += *chunk_;
  return flaw;
}

Flaw LooseSearch::add_alone(const Candidate& candidate, std::size_t& content_end) {
  flush();
  if (alone_.empty()) alone_.resize(2 * kChunkSize);
  std::memset(alone_.data() + kAlone, 0, alone_size_);
  std::memcpy(alone_.data() + kAlone, area_->bytes.data() + candidate.at, candidate.size);
  alone_size_ = candidate.size;
  rebuilder_.begin(Bytes(alone_).first(kAlone + candidate.size), area_->at + candidate.at - kAlone, nullptr);
  Candidate alone = candidate;
  alone.at = kAlone;
  const Flaw flaw = rebuilder_.add(alone, area_->origin, content_end);
  content_end = content_end - kAlone + candidate.at;
  flush();
  begin_chunk();
  return flaw;
}

}  // namespace ntlmscan::recover
