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

/// The same, without a call for the unsigned types that most values have.
[[nodiscard]] inline std::optional<std::uint64_t> to_number_inline(const binxml::Value& value) noexcept {
  using binxml::ValueType;
  const bool is_32 = value.type == ValueType::kUInt32 || value.type == ValueType::kHex32;
  const bool is_64 = value.type == ValueType::kHex64 || value.type == ValueType::kUInt64;
  if (is_64 && value.bytes.size() == 8) return value.bytes.u64_unchecked(0);
  if (is_32 && value.bytes.size() == 4) return value.bytes.u32_unchecked(0);
  if (value.type == ValueType::kUInt16 && value.bytes.size() == 2) return value.bytes.u16_unchecked(0);
  if (value.type == ValueType::kUInt8 && value.bytes.size() == 1) return value.bytes.u8_unchecked(0);
  return to_number(value);
}

/// FILETIME ticks from a FILETIME, a SYSTEMTIME, or text `YYYY-MM-DDThh:mm:ss[.fraction]Z`; further fraction digits
/// than seven are cut.
[[nodiscard]] std::optional<std::uint64_t> to_filetime(const binxml::Value& value) noexcept;
[[nodiscard]] inline std::optional<std::uint64_t> to_filetime_inline(const binxml::Value& value) noexcept {
  const bool typed = value.type == binxml::ValueType::kFiletime && value.bytes.size() >= 8;
  return typed ? value.bytes.u64_unchecked(0) : to_filetime(value);
}

/// The 16 bytes of a GUID as stored, from a GUID value or from text with or without braces.
[[nodiscard]] std::optional<std::array<std::uint8_t, 16>> to_guid(const binxml::Value& value) noexcept;

}  // namespace ntlmscan::plan
