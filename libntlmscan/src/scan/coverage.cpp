// Counting of records by hour.
#include "scan/coverage.hpp"

#include <algorithm>
#include <bit>

#include "columns/times.hpp"

namespace ntlmscan::scanning {
namespace {

constexpr std::uint64_t kTicksPerSecond = 10'000'000;
constexpr std::uint64_t kTicksPerHour = 3600 * kTicksPerSecond;
constexpr std::size_t kWords = (3600 + 63) / 64;

// Columns of table `coverage`.
enum : std::size_t {
  kSource,
  kComputer,
  kChannel,
  kHour,
  kForwarded,
  kRecords,
  kFirstTime,
  kLastTime,
  kFirstId,
  kLastId,
  kGap,
};

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

void set_time(columns::BlockWriter& out, std::size_t column, std::uint64_t ticks) {
  if (const auto micros = columns::unix_micros(ticks)) out.set_number(column, *micros);
}

}  // namespace

inline void HourCoverage::add(const Seen& seen, std::uint64_t hour_start, bool forwarded) {
  forwarded_ = forwarded_ || forwarded;
  if (records_ == 0) first_id_ = last_id_ = seen.record_id;
  first_id_ = std::min(first_id_, seen.record_id);
  last_id_ = std::max(last_id_, seen.record_id);
  ++records_;
  if (seen.has_time) add_time(seen.filetime, hour_start);
}

inline void HourCoverage::add_time(std::uint64_t ticks, std::uint64_t hour_start) {
  if (seconds_.empty()) seconds_.resize(kWords);
  const std::uint64_t second = (ticks - hour_start) / kTicksPerSecond;
  seconds_[second / 64] |= std::uint64_t{1} << (second % 64);
  if (!has_time_) first_time_ = last_time_ = ticks;
  has_time_ = true;
  if (ticks < last_time_) in_order_ = false;
  if (ticks >= last_time_) gap_ = std::max(gap_, ticks - last_time_);
  first_time_ = std::min(first_time_, ticks);
  last_time_ = std::max(last_time_, ticks);
}

std::int64_t HourCoverage::largest_gap() const {
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

void FileCoverage::add(const std::vector<LogStream>& streams, const std::vector<Seen>& seen) {
  last_stream_ = nullptr;
  for (const Seen& one : seen) add(streams[one.stream], one);
}

inline bool FileCoverage::in_last_cell(const LogStream& stream, const Seen& seen) const noexcept {
  if (&stream != last_stream_ || last_cell_ == nullptr) return false;
  if (!seen.has_time) return last_hour_ == kNoHour;
  return last_hour_ != kNoHour && seen.filetime - hour_start_ < kTicksPerHour;  // an earlier time wraps and is large
}

void FileCoverage::find_cell(const LogStream& stream, const Seen& seen) {
  if (&stream != last_stream_) {
    last_log_ = &logs_[{stream.computer, stream.channel}];
    last_log_->has_computer = stream.has_computer;
    last_log_->has_channel = stream.has_channel;
    last_stream_ = &stream;
  }
  last_hour_ = seen.has_time ? static_cast<std::int64_t>(seen.filetime / kTicksPerHour) : kNoHour;
  hour_start_ = seen.has_time ? static_cast<std::uint64_t>(last_hour_) * kTicksPerHour : 0;
  last_cell_ = &last_log_->hours[last_hour_];
}

void FileCoverage::add(const LogStream& stream, const Seen& seen) {
  if (!in_last_cell(stream, seen)) find_cell(stream, seen);
  last_cell_->add(seen, hour_start_, stream.forwarded);
  if (!seen.has_time) return;
  first_time_ = has_time_ ? std::min(first_time_, seen.filetime) : seen.filetime;
  last_time_ = has_time_ ? std::max(last_time_, seen.filetime) : seen.filetime;
  has_time_ = true;
}

void FileCoverage::write(const std::string& source, columns::BlockWriter& out) const {
  const std::string own = channel_of_file(source);
  const bool named_after_channel =
      own == "forwardedevents" ||
      std::any_of(logs_.begin(), logs_.end(), [&](const auto& log) { return lower(log.first.second) == own; });
  for (const auto& [key, log] : logs_) {
    const bool foreign = named_after_channel && lower(key.second) != own;
    for (const auto& [hour, cell] : log.hours) {
      out.set_text(kSource, source);
      if (log.has_computer) out.set_text(kComputer, key.first);
      if (log.has_channel) out.set_text(kChannel, key.second);
      if (hour != kNoHour) set_time(out, kHour, static_cast<std::uint64_t>(hour) * kTicksPerHour);
      out.set_number(kForwarded, cell.forwarded() || foreign ? 1 : 0);
      out.set_number(kRecords, static_cast<std::int64_t>(cell.records()));
      if (cell.has_time()) {
        set_time(out, kFirstTime, cell.first_time());
        set_time(out, kLastTime, cell.last_time());
        out.set_number(kGap, cell.largest_gap());
      }
      out.set_number(kFirstId, cell.first_id());
      out.set_number(kLastId, cell.last_id());
      out.end_row();
    }
  }
}

std::string channel_of_file(const std::string& source) {
  std::string stem = lower(source.substr(source.find_last_of("/!") + 1));
  if (stem.ends_with(".evtx")) stem.resize(stem.size() - 5);
  std::string name;
  for (std::size_t at = 0; at < stem.size(); ++at) {
    const bool slash = stem.compare(at, 2, "%4") == 0;
    name.push_back(slash ? '/' : stem[at]);
    if (slash) ++at;
  }
  return name;
}

}  // namespace ntlmscan::scanning
