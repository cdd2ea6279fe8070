// The parts of a chunk that no live record takes.
#include "recover/chunk_search.hpp"

#include "recover/signature.hpp"

namespace ntlmscan::recover {
namespace {

constexpr std::size_t kPadding = evtx::kRecordAlignment - 1;

// Something else was written over it since. The event has a time of its own.
void forget_time(Candidate& candidate) noexcept {
  candidate.written = 0;
  candidate.time_lost = true;
  candidate.flaw = Flaw::kNone;
}

std::size_t end_of(const evtx::Record& record) noexcept { return raw(record.at) + record.size; }

// Behind the live records up to the first gap between them.
std::size_t end_of_unbroken(std::span<const evtx::Record> live) noexcept {
  std::size_t end = evtx::kChunkHeaderSize;
  for (const evtx::Record& record : live) {
    if (raw(record.at) != end) break;
    end = end_of(record);
  }
  return end;
}

}  // namespace

void ChunkSearch::run(Bytes chunk, std::uint64_t base, std::span<const evtx::Record> live, std::vector<Fault>& faults) {
  chunk_ = chunk;
  base_ = base;
  faults_ = &faults;
  edge_ = 0;
  neighbours_.begin(chunk, live);
  rebuilder_.begin(chunk, base, &neighbours_);
  rebuilder_.old_from(end_of_unbroken(live));
  std::size_t at = evtx::kChunkHeaderSize;
  for (const evtx::Record& record : live) {
    if (raw(record.at) > at) search(at, raw(record.at), Origin::kSlack);
    const std::size_t end = end_of(record);
    search(content_end(record), end, Origin::kHidden);
    at = end;
  }
  edge_ = at;
  search(at, chunk.size(), Origin::kSlack);
  rebuilder_.sort();
}

void ChunkSearch::run_displaced(Bytes chunk, std::uint64_t base, std::vector<Fault>& faults) {
  chunk_ = chunk;
  base_ = base;
  faults_ = &faults;
  edge_ = 0;
  neighbours_.begin(chunk, {});
  rebuilder_.begin(chunk, base, &neighbours_);
  search(evtx::kChunkHeaderSize, chunk.size(), Origin::kDamaged);
  rebuilder_.sort();
}

bool ChunkSearch::has_signature(std::size_t from, std::size_t to) const noexcept {
  return find_signature(chunk_, from, to) < to;
}

// Where the padding of a live record begins. A record that cannot be read has none: it is looked at from its header on.
std::size_t ChunkSearch::content_end(const evtx::Record& record) {
  const std::size_t begin = raw(record.at) + evtx::kRecordHeaderSize;
  const std::size_t end = end_of(record) - evtx::kRecordTrailerSize;  // of what may be content
  if (instance_.find_table(chunk_, begin, end)) {
    const std::size_t count = instance_.count();
    const bool few = count <= plan::kMostSummed && chunk_.fits(instance_.table(), plan::kSummedBytes);
    if (!few) instance_.locate();
    const std::size_t values =
        few ? 4 * count + plan::sum_sizes(chunk_, instance_.table(), count) : instance_.bytes() - 4;
    const std::size_t behind = instance_.table() + values;
    if (behind <= end && end - behind <= kPadding + 1) return end;
  }
  if (!has_signature(begin, end)) return end;
  binxml::parse_stream(chunk_, begin, end, binxml::Dialect::kStream, stream_);
  return stream_.error == binxml::ParseError::kNone ? stream_.end : begin;
}

void ChunkSearch::search(std::size_t from, std::size_t to, Origin origin) {
  search_range(from, to, origin);
  while (!tails_.empty()) {
    const Range tail = tails_.back();
    tails_.pop_back();
    search_range(tail.from, tail.to, Origin::kHidden);
  }
}

void ChunkSearch::search_range(std::size_t from, std::size_t to, Origin origin) {
  if (from >= to) return;
  const std::size_t aligned = (from + kPadding) / evtx::kRecordAlignment * evtx::kRecordAlignment;
  CandidateScan scan(chunk_.first(to), aligned, to, evtx::kRecordAlignment);
  while (auto candidate = scan.next()) {
    const bool shares_end = origin == Origin::kHidden && candidate->at + candidate->size == to;
    if (shares_end) candidate = judge_frame(chunk_, candidate->at, SizeCopy::kOptional);
    take(scan, *candidate, origin);
  }
}

void ChunkSearch::take(CandidateScan& scan, const Candidate& candidate, Origin origin) {
  Candidate found = candidate;
  found.at_edge = found.at == edge_;
  std::size_t content_end = 0;
  if (found.flaw == Flaw::kTime && !found.at_edge) forget_time(found);
  if (found.flaw == Flaw::kNone) found.flaw = rebuilder_.add(found, origin, content_end);
  if (found.flaw != Flaw::kNone) return faults_->push_back(refused(found, base_));
  scan.go_on_at(candidate.at + candidate.size);
  if (candidate.end() - content_end > kPadding) tails_.push_back({content_end, candidate.at + candidate.size});
}

}  // namespace ntlmscan::recover
