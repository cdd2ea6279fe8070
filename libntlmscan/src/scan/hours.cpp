// Hours that begin, and hours that are put together.
#include "scan/hours.hpp"

#include <bit>

namespace ntlmscan::scanning {

// Records come in order across the seam if the first ones end before the later ones begin.
void HourCoverage::join(const HourCoverage& later) noexcept {
  if (records_ == 0) {
    *this = later;
    return;
  }
  in_order_ = in_order_ && later.in_order_ && later.first_time_ >= last_time_;
  if (in_order_) gap_ = std::max({gap_, later.gap_, later.first_time_ - last_time_});
  first_time_ = std::min(first_time_, later.first_time_);
  last_time_ = std::max(last_time_, later.last_time_);
  first_id_ = std::min(first_id_, later.first_id_);
  last_id_ = std::max(last_id_, later.last_id_);
  records_ += later.records_;
  for (std::size_t i = 0; i < seconds_.size(); ++i) seconds_[i] |= later.seconds_[i];
}

std::int64_t HourCoverage::largest_gap() const noexcept {
  if (in_order_) return static_cast<std::int64_t>(gap_ / kTicksPerSecond);
  std::int64_t largest = 0;
  std::int64_t before = -1;
  for (std::size_t word = 0; word < seconds_.size(); ++word) {
    for (std::uint64_t bits = seconds_[word]; bits != 0; bits &= bits - 1) {
      const auto second = static_cast<std::int64_t>(word * 64) + std::countr_zero(bits);
      if (before >= 0) largest = std::max(largest, second - before);
      before = second;
    }
  }
  return largest;
}

// The stream's last hour if the record belongs to it, else a new one.
UnitHours::Hour& UnitHours::find(const Seen& seen) {
  const std::int64_t hour =
      seen.has_time ? static_cast<std::int64_t>(seen.filetime / HourCoverage::kTicksPerHour) : kNoHour;
  if (seen.stream >= last_.size()) {
    last_.resize(seen.stream + std::size_t{1}, static_cast<std::uint32_t>(hours_.size()));
  } else if (Hour& last = hours_[last_[seen.stream]]; last.stream == seen.stream && last.hour == hour) {
    return last;
  }
  last_[seen.stream] = static_cast<std::uint32_t>(hours_.size());
  Hour& made = hours_.emplace_back();
  made.stream = seen.stream;
  made.hour = hour;
  made.start = seen.has_time ? static_cast<std::uint64_t>(hour) * HourCoverage::kTicksPerHour : 0;
  made.ticks = seen.has_time ? HourCoverage::kTicksPerHour : 0;
  made.coverage = HourCoverage(seen);
  return made;
}

}  // namespace ntlmscan::scanning
