// Gathers what was noted of one file and judges it.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "ntlmscan/inspect.hpp"
#include "scan/file_signs.hpp"
#include "scan/inspect_ids.hpp"
#include "scan/inspect_visitor.hpp"

namespace ntlmscan::scanning {

class HealthJudge {
 public:
  /// Adds a unit of the file, in order.
  void add(const UnitResult& result, const Marks& marks);
  /// The file is over.
  [[nodiscard]] FileHealth finish(const OpenFile& file);

 private:
  struct Stream {
    StreamHealth health;
    IdRanges ids;
    bool any = false;
    Mark previous;
  };
  /// Places of one kind.
  struct Places {
    std::uint64_t count = 0;
    std::uint64_t first = 0;
    std::uint64_t largest = 0;  // of a number that they have; it was seen at `first` then
    void add(std::uint64_t offset) {
      if (count++ == 0) first = offset;
    }
    void add(std::uint64_t offset, std::uint64_t number) {
      ++count;
      if (number > largest) first = offset;
      largest = std::max(largest, number);
    }
  };
  /// The clock went back in a log that is told of its being set.
  struct ClockStep {
    std::uint64_t record;  // count of records in front of it
    std::uint64_t offset;
    std::uint64_t ticks;
  };
  using Key = std::tuple<std::string, bool, std::string>;  // channel, forwarded, computer if so

  [[nodiscard]] Stream& stream_of(const LogStream& stream);
  void add_faults(const std::vector<Fault>& faults);
  void add_sign(const Fault& fault);
  void add_record(Stream& stream, const Mark& mark);
  void note_reversal(const Stream& stream, const Mark& mark);
  void settle_steps(bool clock_was_told);
  void add_signs(const OpenFile& file);
  void add_time_signs(bool collected);
  void add_file_sign(FaultCode code, const Places& places, const std::string& evidence,
                     Severity severity = Severity::kTamper);

  FileHealth health_;
  std::map<Key, Stream> streams_;
  FileSigns signs_;
  IdRanges header_ids_;
  std::array<Places, kToldKinds> told_;
  Places bad_records_checksum_;
  Places forged_times_;             // TimeCreated alone goes back
  Places clock_back_;               // and so does the time of writing
  Places untold_steps_;             // of these, the ones that nothing explains
  std::vector<ClockStep> pending_;  // that a record to come may explain
  std::uint64_t clock_told_ = 0;    // count of records up to the last one that tells of the clock
  std::uint64_t last_written_ = 1;
  bool renumbered_ = false;
};

}  // namespace ntlmscan::scanning
