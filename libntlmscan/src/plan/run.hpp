// Read records by plan: System values and payload fields without decoding anything else.
#pragma once

#include <vector>

#include "plan/cache.hpp"
#include "plan/extraction.hpp"
#include "plan/instance.hpp"

namespace ntlmscan::plan {

/// The value of a field in an instance that has all slots of its plan; kNull if the field is absent.
[[nodiscard, gnu::always_inline]] inline Value value_of(const Take& take, const OpenInstance& values) noexcept {
  if (take.slot == kNoSlot) return {binxml::ValueType::kUtf16, take.literal};
  const binxml::ValueType type = values.type_unchecked(take.slot);
  const bool empty = type == binxml::ValueType::kNull && !take.optional;
  const Bytes bytes = values.bytes_unchecked(take.slot);
  return {empty ? binxml::ValueType::kUtf16 : type, {bytes.data(), empty ? 0 : bytes.size()}};
}

/// Appends a field unless it is absent; an array is one field for each of its items. False: the value is Binary XML, or
/// an array that ends within an item.
[[nodiscard]] bool take_field(const Take& take, const OpenInstance& values, std::vector<Field>& fields);

class PlanRunner {
 public:
  void begin_chunk(Bytes chunk) noexcept;

  /// Opens the record whose Binary XML is chunk bytes [begin, end) and reads of System what every record is asked for.
  /// False: the record is not of the regular form (no template, damaged, a payload of more than one template instance,
  /// unusual) and belongs to the general walker.
  [[nodiscard]] bool read_head(std::size_t begin, std::size_t end, SystemValues& system, bool& forwarded);

  // Both for the record that read_head() accepted last; false as above, what they fill is then unspecified.

  /// The rest of System.
  [[nodiscard]] bool read_rest(SystemValues& system) const;
  /// The payload: x.direct where it can be, else x.fields. Requires x.event.
  [[nodiscard]] bool read_payload(Extraction& x);

 private:
  [[nodiscard, gnu::always_inline]] bool read_value(SystemField field, Value& value) const noexcept;
  [[nodiscard]] bool open_payload();
  [[nodiscard]] bool names_rendering_info();
  [[nodiscard]] bool take_all(const PayloadPlan& plan, const Template& found, std::vector<Field>& fields) const;

  Bytes chunk_;
  PlanCache plans_;
  const OuterPlan* outer_ = nullptr;
  OpenInstance record_;
  OpenInstance payload_;
  enum class Payload : std::uint8_t { kNone, kInstance, kLiteral } payload_kind_ = Payload::kNone;
  enum class Mentioned : std::uint8_t { kUnknown, kNo, kYes } rendering_info_ = Mentioned::kUnknown;
};

}  // namespace ntlmscan::plan
