// Read records by plan: System values and payload fields without decoding anything else.
#pragma once

#include <optional>
#include <vector>

#include "plan/cache.hpp"
#include "plan/extraction.hpp"

namespace ntlmscan::plan {

class PlanRunner {
 public:
  void begin_chunk(Bytes chunk) noexcept;

  /// Reads System of the record whose Binary XML is chunk bytes [begin, end). False: the record is not of the regular
  /// form (no template, damaged, unusual) and belongs to the general walker.
  [[nodiscard]] bool read_system(std::size_t begin, std::size_t end, SystemValues& system, bool& forwarded);

  /// Reads the payload of the record that read_system() accepted last. False as above; `fields` is then unspecified.
  [[nodiscard]] bool read_payload(const catalogue::EventDef& event, std::vector<Field>& fields);

 private:
  struct Opened {
    Template* found = nullptr;
    binxml::ValueTable values;
    std::size_t end = 0;
  };
  [[nodiscard]] bool open_instance(std::size_t begin, std::size_t end, Opened& out);
  void locate_values(const binxml::ValueTable& values, std::size_t count);
  [[nodiscard]] Value slot(const binxml::ValueTable& values, std::uint16_t slot) const noexcept;
  [[nodiscard]] bool ended(std::size_t at, std::size_t end) const noexcept;
  [[nodiscard]] bool take(const Take& take, const binxml::ValueTable& values, std::vector<Field>& fields) const;

  Bytes chunk_;
  PlanCache plans_;
  std::vector<std::uint32_t> starts_;  // of the values of the instance read last, in its table
  Value payload_;
};

}  // namespace ntlmscan::plan
