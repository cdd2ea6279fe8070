// Gathers what was noted of one file and judges it.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "ntlmscan/inspect.hpp"
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
    std::uint64_t previous_id = 0;
    std::uint64_t previous_time = 0;
    std::uint64_t reversal_at = 0;  // offset of the largest
  };
  /// Places of one sign.
  struct Places {
    std::uint64_t count = 0;
    std::uint64_t first = 0;
    std::string evidence;
    void add(std::uint64_t offset) {
      if (count++ == 0) first = offset;
    }
  };
  using Key = std::tuple<std::string, bool, std::string>;  // channel, forwarded, computer if so

  [[nodiscard]] Stream& stream_of(const LogStream& stream);
  void add_faults(const std::vector<Fault>& faults);
  void add_record(Stream& stream, const Mark& mark);
  void add_signs(const OpenFile& file);
  void sign(std::string_view code, const Places& places, std::string evidence, std::string innocent);
  void sign_stream(const Stream& stream);

  FileHealth health_;
  std::map<Key, Stream> streams_;
  IdRanges header_ids_;
  std::map<std::uint16_t, Places> log_events_;
  Places hidden_;
  std::uint64_t hidden_total_ = 0;
  std::vector<OddChunk> odd_chunks_;
  Places bad_records_checksum_;
  std::uint64_t last_written_ = 1;
  bool renumbered_ = false;
};

}  // namespace ntlmscan::scanning
