// What a file covers: per computer, channel and UTC hour, over all live records.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "columns/block_writer.hpp"
#include "scan/unit.hpp"

namespace ntlmscan::scanning {

/// The records of one hour. The largest gap is exact where records come in order of time; where they do not, it is
/// found on a map of the seconds that have a record.
class HourCoverage {
 public:
  /// `hour_start`: of the hour that this is, in ticks.
  void add(const Seen& seen, std::uint64_t hour_start, bool forwarded);

  [[nodiscard]] bool forwarded() const noexcept { return forwarded_; }
  [[nodiscard]] std::uint64_t records() const noexcept { return records_; }
  [[nodiscard]] bool has_time() const noexcept { return has_time_; }
  [[nodiscard]] std::uint64_t first_time() const noexcept { return first_time_; }
  [[nodiscard]] std::uint64_t last_time() const noexcept { return last_time_; }
  [[nodiscard]] std::int64_t first_id() const noexcept { return first_id_; }
  [[nodiscard]] std::int64_t last_id() const noexcept { return last_id_; }
  /// Whole seconds between two neighbouring records; 0 for one record.
  [[nodiscard]] std::int64_t largest_gap() const;

 private:
  void add_time(std::uint64_t ticks, std::uint64_t hour_start);

  std::uint64_t records_ = 0;
  std::uint64_t first_time_ = 0;
  std::uint64_t last_time_ = 0;
  std::uint64_t gap_ = 0;      // ticks, while in order
  std::int64_t first_id_ = 0;  // lowest and highest: a missing record shows between rows
  std::int64_t last_id_ = 0;
  bool forwarded_ = false;
  bool has_time_ = false;
  bool in_order_ = true;
  std::vector<std::uint64_t> seconds_;  // bit s: second s of the hour has a record
};

/// Collects the coverage of one file and writes its rows.
class FileCoverage {
 public:
  /// Adds what one unit has seen.
  void add(const std::vector<LogStream>& streams, const std::vector<Seen>& seen);

  /// Rows ordered by computer, channel and hour, records without a time first. `source` is the file's name: its last
  /// part tells the log's own channel; records of another channel in a log named after one came by forwarding.
  void write(const std::string& source, columns::BlockWriter& out) const;

  [[nodiscard]] bool has_time() const noexcept { return has_time_; }
  [[nodiscard]] std::uint64_t first_time() const noexcept { return first_time_; }
  [[nodiscard]] std::uint64_t last_time() const noexcept { return last_time_; }

 private:
  static constexpr std::int64_t kNoHour = -1;  // sorts first
  struct Log {
    bool has_computer = false;
    bool has_channel = false;
    std::map<std::int64_t, HourCoverage> hours;  // by hours since 1601
  };
  using Key = std::pair<std::string, std::string>;

  void add(const LogStream& stream, const Seen& seen);
  void find_cell(const LogStream& stream, const Seen& seen);
  [[nodiscard]] bool in_last_cell(const LogStream& stream, const Seen& seen) const noexcept;

  std::map<Key, Log> logs_;
  bool has_time_ = false;
  std::uint64_t first_time_ = 0;
  std::uint64_t last_time_ = 0;
  // The cell that the record before of the same unit went to.
  const LogStream* last_stream_ = nullptr;
  Log* last_log_ = nullptr;
  std::int64_t last_hour_ = kNoHour;
  std::uint64_t hour_start_ = 0;  // of last_hour_, in ticks
  HourCoverage* last_cell_ = nullptr;
};

/// The channel that a log's file name stands for (`Microsoft-Windows-NTLM%4Operational.evtx`), in lower case.
[[nodiscard]] std::string channel_of_file(const std::string& source);

}  // namespace ntlmscan::scanning
