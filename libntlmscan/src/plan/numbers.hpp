// Numbers, GUIDs and times out of values, typed or spelled as text.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "binxml/value_table.hpp"

namespace ntlmscan::plan {

/// An integer of any width or sign, a bool, or text holding a decimal or `0x` number that fits 64 bits. Signed values
/// keep their bits (sign-extended).
[[nodiscard]] std::optional<std::uint64_t> to_number(const binxml::Value& value) noexcept;

/// FILETIME ticks from a FILETIME, a SYSTEMTIME, or text `YYYY-MM-DDThh:mm:ss[.fraction]Z`; further fraction digits
/// than seven are cut.
[[nodiscard]] std::optional<std::uint64_t> to_filetime(const binxml::Value& value) noexcept;

/// The 16 bytes of a GUID as stored, from a GUID value or from text with or without braces.
[[nodiscard]] std::optional<std::array<std::uint8_t, 16>> to_guid(const binxml::Value& value) noexcept;

}  // namespace ntlmscan::plan
