// Questions about the pieces of text in elements and attributes that every renderer asks.
#pragma once

#include <string>
#include <string_view>

#include "binxml/tape.hpp"

namespace ntlmscan::binxml {

/// True if a value adds no character to the text around it.
[[nodiscard]] bool is_empty_value(ValueType type, Bytes bytes) noexcept;

/// True if `item` adds no character to the text around it: empty text and values, text that begins with NUL,
/// processing instructions, and whatever is no piece.
[[nodiscard]] bool is_empty_piece(const Item& item) noexcept;

/// True if the attribute at `attribute` holds a piece that is not empty.
[[nodiscard]] bool has_text(const Item* attribute) noexcept;

/// The name of a kEntityRef if it is one of the five of XML, empty if not.
[[nodiscard]] std::string_view entity_name(const Item& reference) noexcept;

/// Appends the character that a kCharRef or kEntityRef stands for as UTF-8, an unknown entity as `&name;`.
void append_reference(std::string& out, const Item& reference);

}  // namespace ntlmscan::binxml
