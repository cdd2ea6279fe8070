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

/// An unsigned integer of the width that its type says, which is what most numbers are; false for everything else.
[[nodiscard, gnu::always_inline]] inline bool read_unsigned(const binxml::Value& value,
                                                            std::uint64_t& number) noexcept {
  using binxml::ValueType;
  const std::size_t size = value.bytes.size();
  if (value.type == ValueType::kHex64 || value.type == ValueType::kUInt64) {
    if (size == 8) number = value.bytes.u64_unchecked(0);
    if (size == 8) return true;
  }
  if (value.type == ValueType::kUInt32 || value.type == ValueType::kHex32) {
    if (size == 4) number = value.bytes.u32_unchecked(0);
    if (size == 4) return true;
  }
  if (value.type == ValueType::kUInt16 && size == 2) {
    number = value.bytes.u16_unchecked(0);
    return true;
  }
  if (value.type == ValueType::kUInt8 && size == 1) {
    number = value.bytes.u8_unchecked(0);
    return true;
  }
  return false;
}

/// to_number() without a call for most values; false where there is no number.
[[nodiscard, gnu::always_inline]] inline bool read_number(const binxml::Value& value, std::uint64_t& number) noexcept {
  if (read_unsigned(value, number)) return true;
  const auto other = to_number(value);
  number = other.value_or(0);
  return other.has_value();
}

/// FILETIME ticks from a FILETIME, a SYSTEMTIME, or text `YYYY-MM-DDThh:mm:ss[.fraction]Z`; further fraction digits
/// than seven are cut.
[[nodiscard]] std::optional<std::uint64_t> to_filetime(const binxml::Value& value) noexcept;
/// The same without a call for a FILETIME; false where there is no time.
[[nodiscard, gnu::always_inline]] inline bool read_filetime(const binxml::Value& value, std::uint64_t& ticks) noexcept {
  if (value.type == binxml::ValueType::kFiletime && value.bytes.size() >= 8) {
    ticks = value.bytes.u64_unchecked(0);
    return true;
  }
  const auto other = to_filetime(value);
  ticks = other.value_or(0);
  return other.has_value();
}

/// The 16 bytes of a GUID as stored, from a GUID value or from text with or without braces.
[[nodiscard]] std::optional<std::array<std::uint8_t, 16>> to_guid(const binxml::Value& value) noexcept;

}  // namespace ntlmscan::plan
