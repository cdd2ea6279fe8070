// The names that decide how elements and attributes are written as JSON.
#pragma once

#include "binxml/tape.hpp"
#include "bytes/utf16.hpp"

namespace ntlmscan::binxml {

// Fields of an event lie in these: their `Data` children are members under their own names.
[[nodiscard]] inline bool is_container(Bytes name) noexcept { return equals_ascii(name, "EventData") || equals_ascii(name, "UserData"); }

// Names of four letters are one word: these two are asked for at every element.
[[nodiscard]] inline bool is_word(Bytes name, std::uint64_t word) noexcept { return name.size() == 8 && name.u64_unchecked(0) == word; }
[[nodiscard]] inline bool is_data(const Item& element) noexcept { return is_word(element.bytes, 0x0061'0074'0061'0044u); }
[[nodiscard]] inline bool is_name(const Item& attribute) noexcept { return is_word(attribute.bytes, 0x0065'006D'0061'004Eu); }

}  // namespace ntlmscan::binxml
