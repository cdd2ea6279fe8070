// The live records that one unit has seen, by log and UTC hour.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace ntlmscan::scanning {

/// Who wrote a record and when.
struct Seen {
  std::uint32_t stream = 0;  ///< index into UnitResult::streams
  bool has_time = false;
  std::uint64_t filetime = 0;
  std::int64_t record_id = 0;
  bool forwarded = false;
};

/// The records of one hour, or those without a time. The largest gap is exact where records come in order of time; where
/// they do not, it is found on a map of the seconds that have a record.
class HourCoverage {
 public:
  static constexpr std::uint64_t kTicksPerSecond = 10'000'000;
  static constexpr std::uint64_t kTicksPerHour = 3600 * kTicksPerSecond;

  HourCoverage() = default;
  /// Without records; `first` is the first that add() or add_time() will be called for.
  explicit HourCoverage(const Seen& first) noexcept
      : first_time_(first.filetime),
        last_time_(first.filetime),
        first_id_(first.record_id),
        last_id_(first.record_id),
        has_time_(first.has_time) {}

  void add(std::int64_t record_id) noexcept {
    first_id_ = std::min(first_id_, record_id);
    last_id_ = std::max(last_id_, record_id);
    ++records_;
  }
  /// `into_hour`: ticks since the hour began.
  void add_time(std::uint64_t ticks, std::uint64_t into_hour) noexcept {
    const std::uint64_t second = into_hour / kTicksPerSecond;
    seconds_[second / 64] |= std::uint64_t{1} << (second % 64);
    if (ticks < last_time_) {
      in_order_ = false;
      first_time_ = std::min(first_time_, ticks);
    } else {
      gap_ = std::max(gap_, ticks - last_time_);
      last_time_ = ticks;
    }
  }
  /// Adds the records of the same hour that come behind these.
  void join(const HourCoverage& later) noexcept;

  [[nodiscard]] std::uint64_t records() const noexcept { return records_; }
  [[nodiscard]] bool has_time() const noexcept { return has_time_; }
  [[nodiscard]] std::uint64_t first_time() const noexcept { return first_time_; }
  [[nodiscard]] std::uint64_t last_time() const noexcept { return last_time_; }
  [[nodiscard]] std::int64_t first_id() const noexcept { return first_id_; }
  [[nodiscard]] std::int64_t last_id() const noexcept { return last_id_; }
  /// Whole seconds between two neighbouring records; 0 for one record.
  [[nodiscard]] std::int64_t largest_gap() const noexcept;

 private:
  std::uint64_t records_ = 0;
  std::uint64_t first_time_ = 0;
  std::uint64_t last_time_ = 0;
  std::uint64_t gap_ = 0;      // ticks, while in order
  std::int64_t first_id_ = 0;  // lowest and highest: a missing record shows between rows
  std::int64_t last_id_ = 0;
  bool has_time_ = false;
  bool in_order_ = true;
  std::array<std::uint64_t, (3600 + 63) / 64> seconds_{};  // bit s: second s of the hour has a record
};

/// The hours of a unit. Those of one log come in the order of their records, and an hour comes again where records of
/// another one stand in between: joined in this order they are what single records would have given.
class UnitHours {
 public:
  static constexpr std::int64_t kNoHour = -1;  // sorts first
  struct Hour {
    std::uint32_t stream = 0;
    std::int64_t hour = kNoHour;  ///< since 1601
    std::uint64_t start = 0;      ///< in ticks
    std::uint64_t ticks = 0;      ///< that it lasts; 0 for records without a time
    bool forwarded = false;       ///< some record is
    HourCoverage coverage;
  };

  void add(const Seen& seen) {
    // An earlier time wraps and is large.
    const bool same = recent_ != nullptr && recent_->stream == seen.stream && seen.has_time &&
                      seen.filetime - recent_->start < recent_->ticks;
    if (!same) recent_ = &find(seen);
    Hour* const hour = recent_;
    if (seen.forwarded) hour->forwarded = true;
    hour->coverage.add(seen.record_id);
    if (seen.has_time) hour->coverage.add_time(seen.filetime, seen.filetime - hour->start);
  }

  [[nodiscard]] const std::vector<Hour>& all() const noexcept { return hours_; }
  void clear() noexcept {
    hours_.clear();
    last_.clear();
    recent_ = nullptr;
  }

 private:
  [[nodiscard]] Hour& find(const Seen& seen);

  std::vector<Hour> hours_;
  std::vector<std::uint32_t> last_;  // by stream: its last hour
  Hour* recent_ = nullptr;           // of hours_: where the record before went
};

}  // namespace ntlmscan::scanning
