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
  /// form (no template, damaged, a payload of more than one template instance, unusual) and belongs to the general
  /// walker.
  [[nodiscard]] bool read_system(std::size_t begin, std::size_t end, SystemValues& system, bool& forwarded);

  /// Reads the payload of the record that read_system() accepted last. False as above; `fields` is then unspecified.
  [[nodiscard]] bool read_payload(const catalogue::EventDef& event, std::vector<Field>& fields);

 private:
  /// A template instance whose header and values lie inside their window.
  struct Opened {
    std::uint32_t definition = 0;
    std::uint32_t id = 0;
    binxml::ValueTable values;
  };
  [[nodiscard]] bool open_instance(std::size_t begin, std::size_t end, Opened& out) const noexcept;
  [[nodiscard]] bool open_payload(Value payload);
  [[nodiscard]] bool plain_literal(std::size_t begin, std::size_t end);
  void locate_values(const binxml::ValueTable& values, std::size_t count);
  [[nodiscard]] Value slot(const binxml::ValueTable& values, std::uint16_t slot) const noexcept;
  [[nodiscard]] bool take(const Take& take, const binxml::ValueTable& values, std::vector<Field>& fields) const;

  Bytes chunk_;
  PlanCache plans_;
  std::vector<std::uint32_t> starts_;  // of the values of the instance read last, in its table
  Opened payload_;
  enum class Payload : std::uint8_t { kNone, kInstance, kLiteral } payload_kind_ = Payload::kNone;
  binxml::Stream literal_;  // of a payload without a template
};

}  // namespace ntlmscan::plan
