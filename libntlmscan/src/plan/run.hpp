// Read records by plan: System values and payload fields without decoding anything else.
#pragma once

#include <array>
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

  /// Opens the record whose Binary XML is chunk bytes [begin, end) and finds System. False: the record is not of the
  /// regular form (no template, damaged, a payload of more than one template instance, unusual) and belongs to the
  /// general walker.
  [[nodiscard]] bool open(std::size_t begin, std::size_t end);

  // Both for the record that open() accepted last.

  /// A value of System; absent ones are of type kNull. Those that no rejected record is asked for may be arrays or
  /// Binary XML where read_system() says no.
  [[nodiscard]] Value system(SystemField field) const noexcept { return layout_->value(field, chunk_, table_); }
  // Where it is of the ordinary types; false otherwise.
  [[nodiscard]] bool read_id(std::uint16_t& event_id) const noexcept {
    if (layout_->plain()) event_id = layout_->event_id(chunk_, table_);
    return layout_->plain();
  }
  [[nodiscard]] bool read_stamp(std::uint64_t& filetime, std::uint64_t& record_id) const noexcept {
    if (!layout_->plain()) return false;
    filetime = layout_->filetime(chunk_, table_);
    record_id = layout_->record_id(chunk_, table_);
    return true;
  }
  /// Computer and channel are those of the record for which open() was called before this one, if it was accepted too.
  /// False: perhaps not.
  [[nodiscard]] bool repeats_log() const noexcept {
    return before_ == layout_ && layout_->same_log(chunk_, table_, table_before_);
  }
  [[nodiscard]] bool forwarded() const noexcept { return layout_->forwarded(); }

  // False as above, what they fill is then unspecified.

  /// All of System.
  [[nodiscard]] bool read_system(SystemValues& system) const;
  /// The payload: x.direct where it can be, else x.fields. Requires x.event.
  [[nodiscard]] bool read_payload(Extraction& x);

 private:
  [[nodiscard]] Template* find_template(std::size_t begin, std::size_t end);
  [[nodiscard]] Template* find_other_template(std::size_t begin, std::size_t end);
  [[nodiscard]] bool learn_layout(std::size_t begin, std::size_t end);
  [[nodiscard]] bool ends_at(std::size_t behind, std::size_t end) const noexcept;
  [[nodiscard]] bool open_payload();
  [[nodiscard]] bool payload_is_instance();
  [[nodiscard]] bool names_rendering_info();
  [[nodiscard]] bool take_all(const PayloadPlan& plan, const Template& found, std::vector<Field>& fields) const;

  Bytes chunk_;
  PlanCache plans_;
  // Of the record at hand; what the template does not change, the next record may use.
  static constexpr std::size_t kHead = 14;  // fragment header, 0C, version, u32 id, u32 definition
  std::array<std::uint64_t, 2> head_{};     // its first and its last eight bytes
  std::size_t definition_ = 0;
  Template* found_ = nullptr;
  std::size_t table_ = 0;  // of the descriptors
  const SystemLayout* layout_ = nullptr;
  const SystemLayout* before_ = nullptr;  // of the record before
  std::size_t table_before_ = 0;
  std::size_t payload_begin_ = 0;
  std::size_t payload_end_ = 0;
  OpenInstance record_;
  OpenInstance payload_;
  enum class Payload : std::uint8_t { kNone, kInstance, kLiteral } payload_kind_ = Payload::kNone;
  enum class Mentioned : std::uint8_t { kUnknown, kNo, kYes } rendering_info_ = Mentioned::kUnknown;
};

}  // namespace ntlmscan::plan
