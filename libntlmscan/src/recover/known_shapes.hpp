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

/// What the literal text of a lost outer template said; empty where it is not known. UTF-8.
struct LostSystem {
  std::string provider;
  std::string channel;
  std::string computer;

  [[nodiscard]] bool operator==(const LostSystem&) const = default;
};

/// How the values of a record's outer instance are laid out. Only two layouts exist in practice.
enum class SystemForm : std::uint8_t {
  kUnknown,
  kManifest,  ///< 18 values, provider and channel among them
  kClassic,   ///< 20 values, provider and channel in the template
};

/// Judges the count and the type of every value.
[[nodiscard]] SystemForm system_form(const binxml::ValueTable& values) noexcept;

/// The System value slots that recovery itself looks at.
inline constexpr std::uint32_t kEventIdSlot = 3;
inline constexpr std::uint32_t kVersionSlot = 11;
inline constexpr std::uint32_t kProviderSlot = 14;      ///< kManifest
inline constexpr std::uint32_t kProviderGuidSlot = 15;  ///< kManifest

/// An outer template for that form.
[[nodiscard]] std::optional<Shape> system_shape(SystemForm form, const LostSystem& lost);

/// EventData with one Data for each of `count` values; with the names of `event`'s fields, unless it is nullptr.
[[nodiscard]] std::optional<Shape> payload_shape(std::uint32_t count, const catalogue::EventDef* event);

}  // namespace ntlmscan::recover
