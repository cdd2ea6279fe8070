// The walk over the live records of one chunk, with resynchronisation after damage.
#include "evtx/record_walk.hpp"

#include <algorithm>

namespace ntlmscan::evtx {
namespace {

constexpr std::size_t kSmallestReal = 64;  // bounds how many ids a gap can have swallowed
constexpr std::size_t kMostRecords = kRecordMaxSize / kRecordMinSize;

std::size_t align_up(std::size_t at) noexcept { return (at + kRecordAlignment - 1) & ~(kRecordAlignment - 1); }

}  // namespace

RecordWalk::RecordWalk(Bytes chunk, const ChunkHeader& header, FileOffset at, bool file_dirty,
                       std::vector<Fault>& faults) noexcept
    : chunk_(chunk),
      at_(at),
      faults_(&faults),
      position_(kChunkHeaderSize),
      limit_(chunk.size()),
      first_id_(header.first_id),
      last_id_(header.last_id),
      cut_(header.cut),
      dirty_(file_dirty || !header.header_ok || !header.records_ok || !header.bounds_ok) {
  // A free-space offset that neither the checksum nor the last record confirms is only a hint: then the ids
  // decide from the first record on.
  confirmed_ = header.bounds_ok && end_confirmed(header);
  trusted_ = header.bounds_ok && (header.header_ok || confirmed_);
  trusted_end_ = trusted_ ? header.free_space : kChunkHeaderSize;
}

// The record in front of the recorded end is whole and has the recorded last id.
bool RecordWalk::end_confirmed(const ChunkHeader& header) const noexcept {
  const std::size_t end = header.free_space;
  if (end < kChunkHeaderSize + kRecordMinSize || end > chunk_.size()) return false;
  const std::size_t size = chunk_.u32_unchecked(end - kRecordTrailerSize);
  return size_in_bounds(size) && size <= end - kChunkHeaderSize && plausible(end - size) &&
         chunk_.u64_unchecked(end - size + kRecordId) == header.last_id;
}

// The record's id goes on from the previous one, having skipped at most `most` - 1 ids.
bool RecordWalk::follows(std::size_t at, std::uint64_t most) const noexcept {
  const std::uint64_t id = chunk_.u64_unchecked(at + kRecordId);
  if (!started_) return true;
  return id > previous_id_ && id - previous_id_ <= most;
}

// The id that a record behind the trusted end counts as, if it belongs to the tail: one further than the record before,
// or than the last one the chunk header names. Where neither holds, the record behind may confirm that only this id is
// damaged.
std::optional<std::uint64_t> RecordWalk::tail_id(std::size_t at) const noexcept {
  const std::uint64_t id = chunk_.u64_unchecked(at + kRecordId);
  if (!started_ && !dirty_) return id == first_id_ ? std::optional(id) : std::nullopt;
  if (follows(at, 1) || (trusted_ && at == trusted_end_ && id == last_id_ + 1)) return id;
  const std::size_t behind = at + chunk_.u32_unchecked(at + kRecordSize);
  const bool confirmed = plausible(behind) && chunk_.u64_unchecked(behind + kRecordId) == previous_id_ + 2;
  return confirmed ? std::optional(previous_id_ + 1) : std::nullopt;
}

std::size_t RecordWalk::find_plausible(std::size_t from, std::size_t end) const noexcept {
  for (std::size_t at = align_up(from); at < end; at += kRecordAlignment) {
    if (plausible(at)) return at;
  }
  return end;
}

std::optional<Record> RecordWalk::next_odd() {
  if (!finished_ && plausible(position_)) {
    const std::size_t size = chunk_.u32_unchecked(position_ + kRecordSize);
    if (position_ < trusted_end_ && (!complete() || follows(position_, 1))) return take(position_, size);
    if (const auto id = goes_on() ? tail_id(position_) : std::nullopt) {
      const Record record = take(position_, size);
      previous_id_ = *id;
      return record;
    }
    finish();
  }
  if (finished_) return std::nullopt;
  return resume();
}

// The chunk header names ids that were not reached.
bool RecordWalk::ids_missing() const noexcept {
  if (started_) return last_id_ > previous_id_ && last_id_ - previous_id_ <= kMostRecords;
  const bool named = last_id_ != 0 && last_id_ != ~std::uint64_t{0};  // an empty chunk has either
  return named && first_id_ <= last_id_ && last_id_ - first_id_ < kMostRecords;
}

// Records may follow the recorded end: the chunk is dirty, or its own header names more ids than were reached.
bool RecordWalk::goes_on() const noexcept { return dirty_ || ids_missing(); }

// After a break: the next real record. Inside the trusted area any record counts; where there is none, only
// one whose id can follow, since slack is full of well-formed old records.
std::optional<Record> RecordWalk::resume() {
  const bool behind = trusted_ && position_ >= trusted_end_;  // then only ids that the header names are looked for
  const bool bounded = trusted_ && !(behind && ids_missing() && !cut_);
  const std::size_t end = bounded ? std::min<std::size_t>(trusted_end_, limit_) : limit_;
  if (position_ >= end) {
    finish();
    return std::nullopt;
  }
  std::size_t found = find_plausible(position_ + 1, end);
  const bool by_id = !trusted_ || behind || complete();
  const auto fits = [&](std::size_t at) {
    const std::uint64_t id = chunk_.u64_unchecked(at + kRecordId);
    const bool named = !behind || (id <= last_id_ && (started_ || id >= first_id_));
    return named && follows(at, 1 + (at - position_) / kSmallestReal);
  };
  while (by_id && found < end && !fits(found)) {
    found = find_plausible(found + 1, end);
  }
  const bool at_end = found >= end;
  if ((!at_end || (trusted_ && !behind)) && readable_up_to(found)) {
    const std::size_t size = found - position_;
    faults_->push_back({FaultCode::kRecordSizeCopy, Severity::kNote, raw(at_) + position_, size,
                        "signature, size or size copy of a record is damaged; it was read by what was left"});
    return take(position_, size);
  }
  if (at_end) {
    finish();
    return std::nullopt;
  }
  lose(position_, found, FaultCode::kRecordDamaged, "no record could be read here; the walk went on at the next one");
  return take(found, chunk_.u32_unchecked(found + kRecordSize));
}

// The bytes from here to `end` are one record of which signature, size or size copy alone is damaged.
bool RecordWalk::readable_up_to(std::size_t end) const noexcept {
  const std::size_t gap = end - position_;
  return size_in_bounds(gap) && chunk_.fits(position_, gap) &&
         chunk_.u32_unchecked(position_ + kRecordHeaderSize) == kFragmentHeader &&
         (chunk_.u32_unchecked(end - kRecordTrailerSize) == gap ||
          chunk_.u32_unchecked(position_ + kRecordSize) == gap);
}

// The end of the live area. Bytes are lost only where records should be: before the trusted end, or where the
// chunk header names ids that were not reached.
void RecordWalk::finish() {
  finished_ = true;
  if (!trusted_) return finish_untrusted();
  if (position_ >= trusted_end_) {
    const bool lost =
        ids_missing() && position_ < limit_ && !all_zero(chunk_.slice_unchecked(position_, limit_ - position_));
    if (lost) lose(position_, limit_, FaultCode::kRecordDamaged, "records that the chunk header names were not found");
    return;
  }
  const std::size_t from = limit_ < kChunkHeaderSize ? 0 : std::min(position_, limit_);
  if (cut_ && trusted_end_ > limit_) {
    return lose(from, limit_, FaultCode::kChunkCut, "the file ends inside this chunk; the records behind are missing");
  }
  const bool some_missing = !started_ || previous_id_ < last_id_;
  const bool zeros = all_zero(chunk_.slice_unchecked(from, trusted_end_ - from));
  if (complete() && !zeros) {
    faults_->push_back({FaultCode::kChunkBoundsDamaged, Severity::kNote, raw(at_) + from, trusted_end_ - from,
                        "the recorded end lies behind the record with the recorded last id; the rest is old"});
  } else if (some_missing || !zeros) {
    lose(from, trusted_end_, FaultCode::kRecordDamaged,
         "no record could be read up to the recorded end of the records");
  }
}

// Without a trusted end only the header's last id can say that something is missing.
void RecordWalk::finish_untrusted() {
  const std::size_t from = std::min(position_, limit_);
  const bool missing = started_ ? ids_missing() : !all_zero(chunk_.slice_unchecked(from, limit_ - from));
  if (missing) lose(from, limit_, FaultCode::kRecordDamaged, "records that the chunk header names were not found");
}

void RecordWalk::lose(std::size_t from, std::size_t to, FaultCode code, const char* message) {
  faults_->push_back({code, Severity::kLost, raw(at_) + from, to - from, message});
}

}  // namespace ntlmscan::evtx
