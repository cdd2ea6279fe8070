// One value of a record as Windows shows it.
#pragma once

#include <cstdint>
#include <string>

#include "binxml/tokens.hpp"
#include "bytes/byte_view.hpp"

namespace ntlmscan::binxml {

/// How a value's text is spelled where renderers differ.
struct TextStyle {
  bool guid_upper = true;  ///< `{54849625-5478-…}` with upper-case letters
  bool guid_braces = true;
  int fraction_digits = 7;  ///< of FILETIME and SYSTEMTIME
};

/// Appends the text form (UTF-8, unescaped) of one value that is no array, no BinXml and not null.
/// Bytes are read inside the window only: a window too small for its type appends its bytes as upper-case
/// hex and returns false; so does a date that no calendar has.
bool append_value_text(std::string& out, ValueType type, Bytes value, const TextStyle& style = {});

/// Fixed width in bytes of one item of `type`; 0 where items have their own length (texts, SIDs, binary).
[[nodiscard]] std::size_t fixed_width(ValueType type) noexcept;

/// Next item of an array of `type` in `rest`, which is shortened by what it took; the item may be empty.
/// Strings end with a NUL (not part of the item; an unterminated last one counts), SIDs carry their own
/// length, fixed types their width; a remainder too short for an item is dropped and sets `damaged`.
[[nodiscard]] Bytes next_array_item(ValueType type, Bytes& rest, bool& damaged) noexcept;

/// Appends `ticks` (100 ns since 1601-01-01 UTC) as `YYYY-MM-DDThh:mm:ss[.fraction]Z`; false if above the year 30827.
bool append_filetime(std::string& out, std::uint64_t ticks, int fraction_digits);

}  // namespace ntlmscan::binxml
