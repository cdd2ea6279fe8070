// A parsed piece of Binary XML as a flat list of items in document order.
#pragma once

#include <cstdint>
#include <vector>

#include "binxml/tokens.hpp"
#include "bytes/byte_view.hpp"

namespace ntlmscan::binxml {

enum class ItemKind : std::uint8_t {
  kElement,    ///< bytes = name; then its attributes, its content, its kEnd
  kAttribute,  ///< bytes = name; then its content pieces, its kEnd
  kEnd,        ///< closes the innermost open element or attribute
  kText,       ///< bytes = literal UTF-16LE text
  kCdata,      ///< bytes = UTF-16LE
  kCharRef,    ///< number = code
  kEntityRef,  ///< bytes = name
  kPiTarget,   ///< bytes = name
  kPiData,     ///< bytes = UTF-16LE
  kValue,      ///< type + bytes: a substituted value; never an array, BinXml or null in a finished document
  kHole,       ///< in definitions only: number = value index, type = declared type
  kInstance,   ///< in streams only, before expansion: number = index into Stream::instances
};

/// One item. Names and texts are UTF-16LE and refer to the bytes that were parsed: they live as long as those.
struct Item {
  ItemKind kind;
  ValueType type = ValueType::kNull;
  bool optional = false;              ///< kHole: an optional substitution
  bool closed_empty = false;          ///< kElement: written `<X/>` (token 03), not `<X></X>`
  std::uint16_t dependency = 0xFFFF;  ///< kElement in a definition: dropped when that value is null
  std::uint32_t number = 0;           ///< kElement, kAttribute: index just behind its kEnd; others as above
  Bytes bytes;
};

using Tape = std::vector<Item>;

inline constexpr std::uint16_t kNoDependency = 0xFFFF;

}  // namespace ntlmscan::binxml
