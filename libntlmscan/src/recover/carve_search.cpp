// Candidates of an image, put together like any old record.
#include "recover/carve_search.hpp"

#include <algorithm>

namespace ntlmscan::recover {
namespace {

constexpr std::size_t kPadding = evtx::kRecordAlignment - 1;
constexpr std::uint32_t kFragmentHeader = 0x0001010Fu;

}  // namespace

void CarveSearch::begin(Bytes bytes, std::uint64_t base, std::vector<Fault>& faults) {
  bytes_ = bytes;
  base_ = base;
  faults_ = &faults;
  taken_up_to_ = 0;
  at_home_ = false;
  homes_ = 0;
}

void CarveSearch::chunk(const ChunkPlace& place) {
  finish();
  const Bytes chunk = bytes_.slice_unchecked(place.at, place.size);
  const std::uint64_t base = base_ + place.at;
  live_.clear();
  walk_faults_.clear();
  const evtx::ChunkHeader header = evtx::read_chunk_header(chunk);
  evtx::RecordWalk walk(chunk, header, static_cast<FileOffset>(base), true, walk_faults_);
  while (const auto record = walk.next()) live_.push_back(*record);
  neighbours_.begin(chunk, live_);
  rebuilder_.begin(chunk, base, &neighbours_);
  if (header.ok() && header.checksummed && header.free_space <= chunk.size()) rebuilder_.vouch_up_to(header.free_space);
  tails_.push_back({evtx::kChunkHeaderSize, chunk.size()});
  while (!tails_.empty()) {
    const Range range = tails_.back();
    tails_.pop_back();
    search(chunk, base, range);
  }
  rebuilder_.sort();
  if (!rebuilder_.records().empty()) taker_.take(rebuilder_);
  taken_up_to_ = place.at + place.size;
}

void CarveSearch::search(Bytes chunk, std::uint64_t base, Range range) {
  const std::size_t from = (range.from + kPadding) & ~kPadding;
  if (from >= range.to) return;
  CandidateScan scan(chunk.first(range.to), from, range.to, evtx::kRecordAlignment);
  while (auto found = scan.next()) {
    std::size_t content_end = 0;
    if (found->flaw == Flaw::kNone) found->flaw = rebuilder_.add(*found, Origin::kCarved, content_end);
    if (found->flaw != Flaw::kNone) {
      refuse(*found, base);
      continue;
    }
    scan.go_on_at(found->at + found->size);
    if (found->end() - content_end > kPadding) tails_.push_back({content_end, found->end()});
  }
}

// Two stars and two zeros stand in many files; what goes on as an event was one.
void CarveSearch::refuse(const Candidate& candidate, std::uint64_t base) {
  const std::size_t begin = static_cast<std::size_t>(base - base_) + candidate.begin();
  if (bytes_.load<std::uint32_t>(begin) == kFragmentHeader) faults_->push_back(refused(candidate, base));
}

void CarveSearch::loose(std::span<const std::size_t> signatures, std::size_t from) {
  bool own = false;
  for (const std::size_t at : signatures) {
    if (at < taken_up_to_ || !bytes_.fits(at, kSmallestRecord)) continue;
    if (!own && at >= from) {
      at_home_ = false;  // what was put together so far is another's
      own = true;
    }
    const std::size_t faults_before = faults_->size();
    take_one(at);
    if (!own) faults_->erase(faults_->begin() + static_cast<std::ptrdiff_t>(faults_before), faults_->end());
  }
  if (!own) at_home_ = false;
}

void CarveSearch::take_one(std::size_t at) {
  Candidate found = judge_frame(bytes_, at);
  if (found.flaw != Flaw::kNone) return refuse(found, base_);
  if (homes_++ >= kMostHomes) found.flaw = Flaw::kLimit;
  if (found.flaw != Flaw::kNone) return refuse(found, base_);
  turn_to(home_of(bytes_, at));
  found.at = at - home_;
  std::size_t content_end = 0;
  found.flaw = rebuilder_.add(found, Origin::kCarved, content_end);
  if (found.flaw != Flaw::kNone) return refuse(found, base_ + home_);
  taken_up_to_ = found.end() - content_end > kPadding ? home_ + content_end : at + found.size;
}

// Offsets of records in one piece count from one place.
void CarveSearch::turn_to(std::size_t home) {
  constexpr std::size_t kMostAtHome = 512;  // more than a chunk has of real size
  if (at_home_ && home == home_ && rebuilder_.records().size() < kMostAtHome) return;
  finish();
  home_ = home;
  at_home_ = true;
  rebuilder_.begin(bytes_.slice_unchecked(home, std::min(2 * evtx::kChunkSize, bytes_.size() - home)), base_ + home,
                   nullptr);
}

void CarveSearch::finish() {
  if (at_home_ && !rebuilder_.records().empty()) taker_.take(rebuilder_);
  at_home_ = false;
}

}  // namespace ntlmscan::recover
