// The names and types that decide how elements, attributes and values are written as JSON.
#pragma once

#include "binxml/tape.hpp"
#include "binxml/values.hpp"
#include "bytes/utf16.hpp"

namespace ntlmscan::binxml {

// Fields of an event lie in these: their `Data` children are members under their own names.
[[nodiscard]] inline bool is_container(Bytes name) noexcept {
  return equals_ascii(name, "EventData") || equals_ascii(name, "UserData");
}

// Names of four letters are one word: these two are asked for at every element.
[[nodiscard]] inline bool is_word(Bytes name, std::uint64_t word) noexcept {
  return name.size() == 8 && name.u64_unchecked(0) == word;
}
[[nodiscard]] inline bool is_data(const Item& element) noexcept {
  return is_word(element.bytes, 0x0061'0074'0061'0044u);
}
[[nodiscard]] inline bool is_name(const Item& attribute) noexcept {
  return is_word(attribute.bytes, 0x0065'006D'0061'004Eu);
}

// Integers and booleans need no quotes, unless their bytes are not what their type says: those are shown as hex.
[[nodiscard]] inline bool is_bare(ValueType type, Bytes bytes) noexcept {
  if (type < ValueType::kInt8 || type > ValueType::kBool) return false;
  if (type == ValueType::kFloat || type == ValueType::kDouble) return false;
  const std::size_t size = bytes.size();
  if (type == ValueType::kBool) return size == 1 || size == 2 || size == 4 || size == 8;
  return size == fixed_width(type);
}

}  // namespace ntlmscan::binxml
