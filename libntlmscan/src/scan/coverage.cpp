// Counting of records by hour.
#include "scan/coverage.hpp"

#include <algorithm>

#include "columns/times.hpp"

namespace ntlmscan::scanning {
namespace {

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

void FileCoverage::add(const std::vector<LogStream>& streams, const UnitHours& seen) {
  const LogStream* last = nullptr;
  Log* log = nullptr;
  for (const UnitHours::Hour& hour : seen.all()) {
    const LogStream& stream = streams[hour.stream];
    if (&stream != last) {
      log = &logs_[{stream.computer, stream.channel}];
      log->has_computer = stream.has_computer;
      log->has_channel = stream.has_channel;
      last = &stream;
    }
    Cell& cell = log->hours[hour.hour];
    cell.forwarded = cell.forwarded || hour.forwarded;
    cell.coverage.join(hour.coverage);
    if (hour.coverage.has_time()) add_time(hour.coverage);
  }
}

void FileCoverage::add_time(const HourCoverage& hour) noexcept {
  first_time_ = has_time_ ? std::min(first_time_, hour.first_time()) : hour.first_time();
  last_time_ = has_time_ ? std::max(last_time_, hour.last_time()) : hour.last_time();
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
      const HourCoverage& seen = cell.coverage;
      out.set_text(kSource, source);
      if (log.has_computer) out.set_text(kComputer, key.first);
      if (log.has_channel) out.set_text(kChannel, key.second);
      if (hour != UnitHours::kNoHour)
        set_time(out, kHour, static_cast<std::uint64_t>(hour) * HourCoverage::kTicksPerHour);
      out.set_number(kForwarded, cell.forwarded || foreign ? 1 : 0);
      out.set_number(kRecords, static_cast<std::int64_t>(seen.records()));
      if (seen.has_time()) {
        set_time(out, kFirstTime, seen.first_time());
        set_time(out, kLastTime, seen.last_time());
        out.set_number(kGap, seen.largest_gap());
      }
      out.set_number(kFirstId, seen.first_id());
      out.set_number(kLastId, seen.last_id());
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
