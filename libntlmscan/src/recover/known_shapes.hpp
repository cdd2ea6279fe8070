// Templates made up for records whose own are gone: what System's values mean is known, what the payload's are called
// is known from the catalogue or not at all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "binxml/value_table.hpp"
#include "catalogue/event_def.hpp"
#include "recover/shape.hpp"

namespace ntlmscan::recover {

/// How the values of a record's outer instance are laid out. Only two layouts exist in practice.
enum class SystemForm : std::uint8_t {
  kUnknown,
  kManifest,  ///< 18 values, provider and channel among them
  kClassic,   ///< 20 values, provider and channel in the template
};

/// Judges the count and the type of every value.
[[nodiscard]] SystemForm system_form(const binxml::ValueTable& values) noexcept;

/// What a value of System is: of this type and size, or null.
struct SlotRule {
  binxml::ValueType type;
  std::uint16_t size;  ///< 0: any
  bool may_be_null;
};
/// Of a known form.
[[nodiscard]] std::uint32_t slot_count(SystemForm form) noexcept;
[[nodiscard]] SlotRule slot_rule(SystemForm form, std::uint32_t slot) noexcept;

/// The System value slots that recovery itself looks at.
inline constexpr std::uint32_t kEventIdSlot = 3;
inline constexpr std::size_t kEventIdOffset = 4;  ///< of its value behind the first one: u8, u8, u16 stand in front
inline constexpr std::uint32_t kCreatedSlot = 6;
inline constexpr std::uint32_t kVersionSlot = 11;
inline constexpr std::uint32_t kFirstOptional = 12;     ///< those in front of it every record has
inline constexpr std::uint32_t kProviderSlot = 14;      ///< kManifest
inline constexpr std::uint32_t kProviderGuidSlot = 15;  ///< kManifest
inline constexpr std::uint32_t kChannelSlot = 16;       ///< kManifest

/// What an outer template is made up from. Provider and channel of the classic form are gone with the template: other
/// records around are of other providers and channels.
struct SystemDesign {
  SystemForm form = SystemForm::kUnknown;
  bool short_list = false;  ///< kClassic: without Version, Opcode, Correlation and Execution, which few sources fill
  bool user_data = false;   ///< the payload's place
  std::string computer;     ///< UTF-8; empty where it is not known

  /// Tells designs apart.
  [[nodiscard]] std::string key() const;
};

/// For these values; `computer` and `user_data` are for the caller.
[[nodiscard]] SystemDesign system_design(const binxml::ValueTable& values) noexcept;
[[nodiscard]] std::optional<Shape> system_shape(const SystemDesign& design);
/// Where the payload lies. Requires a known form.
[[nodiscard]] constexpr std::uint32_t payload_slot(SystemForm form) noexcept {
  return form == SystemForm::kManifest ? 17 : 19;
}

/// EventData with one Data for each of `count` values; with the names of `event`'s fields, unless it is nullptr.
[[nodiscard]] std::optional<Shape> payload_shape(std::uint32_t count, const catalogue::EventDef* event);

}  // namespace ntlmscan::recover
