// What a file covers: per computer, channel and UTC hour, over all live records.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "columns/block_writer.hpp"
#include "scan/unit.hpp"

namespace ntlmscan::scanning {

/// Collects the coverage of one file and writes its rows.
class FileCoverage {
 public:
  /// Adds what one unit has seen.
  void add(const std::vector<LogStream>& streams, const UnitHours& seen);

  /// Rows ordered by computer, channel and hour, records without a time first. `source` is the file's name: its last
  /// part tells the log's own channel; records of another channel in a log named after one came by forwarding.
  void write(const std::string& source, columns::BlockWriter& out) const;

  [[nodiscard]] bool has_time() const noexcept { return has_time_; }
  [[nodiscard]] std::uint64_t first_time() const noexcept { return first_time_; }
  [[nodiscard]] std::uint64_t last_time() const noexcept { return last_time_; }

 private:
  struct Cell {
    HourCoverage coverage;
    bool forwarded = false;
  };
  struct Log {
    bool has_computer = false;
    bool has_channel = false;
    std::map<std::int64_t, Cell> hours;  // by hours since 1601
  };
  using Key = std::pair<std::string, std::string>;

  void add_time(const HourCoverage& hour) noexcept;

  std::map<Key, Log> logs_;
  bool has_time_ = false;
  std::uint64_t first_time_ = 0;
  std::uint64_t last_time_ = 0;
};

/// The channel that a log's file name stands for (`Microsoft-Windows-NTLM%4Operational.evtx`), in lower case.
[[nodiscard]] std::string channel_of_file(const std::string& source);

}  // namespace ntlmscan::scanning
