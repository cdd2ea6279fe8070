// Reading, judging and placing template definitions.
#include "recover/shape.hpp"

#include <algorithm>
#include <cstring>

#include "bytes/utf16.hpp"
#include "recover/bounds.hpp"

namespace ntlmscan::recover {
namespace {

using binxml::Item;
using binxml::ItemKind;
using binxml::ValueType;

constexpr std::uint8_t raw_type(ValueType type) noexcept { return static_cast<std::uint8_t>(type); }

bool is_integer(std::uint8_t type) noexcept {
  const bool plain = type >= raw_type(ValueType::kInt8) && type <= raw_type(ValueType::kUInt64);
  return plain || type == raw_type(ValueType::kSizeT) || type == raw_type(ValueType::kHex32) ||
         type == raw_type(ValueType::kHex64) || type == raw_type(ValueType::kBool);
}

// Declared types are advice: providers write integers of another width or form, text for numbers, bytes for arrays of
// them, single values for arrays.
bool may_stand_for(std::uint8_t actual, std::uint8_t declared) noexcept {
  if (actual == declared || actual == raw_type(ValueType::kNull) || declared == Shape::kNotUsed) return true;
  const auto actual_item = static_cast<std::uint8_t>(actual & ~binxml::kArray);
  const auto declared_item = static_cast<std::uint8_t>(declared & ~binxml::kArray);
  if (actual_item == declared_item) return true;
  if (is_integer(actual) && is_integer(declared)) return true;
  return is_integer(declared) && actual == raw_type(ValueType::kUtf16);
}

std::vector<std::uint8_t> declared_types(const binxml::Stream& definition) {
  std::vector<std::uint8_t> types(definition.max_index, Shape::kNotUsed);
  for (const Item& item : definition.tape) {
    if (item.kind == ItemKind::kHole) types[item.number] = raw_type(item.type);
  }
  return types;
}

// The literal Event/System/Provider@Name.
std::string provider_of(const binxml::Tape& tape) {
  std::string name;
  for (std::size_t i = 0; i + 2 < tape.size(); ++i) {
    if (tape[i].kind != ItemKind::kElement || !equals_ascii(tape[i].bytes, "Provider")) continue;
    const bool named = tape[i + 1].kind == ItemKind::kAttribute && equals_ascii(tape[i + 1].bytes, "Name") &&
                       tape[i + 2].kind == ItemKind::kText;
    if (named) append_utf8(name, tape[i + 2].bytes);
    break;
  }
  return name;
}

bool names_something(const Item& item) noexcept {
  return item.kind == ItemKind::kElement || item.kind == ItemKind::kAttribute || item.kind == ItemKind::kEntityRef ||
         item.kind == ItemKind::kPiTarget;
}

}  // namespace

bool Shape::fits(const binxml::ValueTable& values) const noexcept {
  if (values.count() < declared.size()) return false;
  for (std::uint32_t slot = 0; slot < declared.size(); ++slot) {
    if (!may_stand_for(raw_type(values.type_unchecked(slot)), declared[slot])) return false;
  }
  return true;
}

void Shape::place(std::uint8_t* to, std::uint32_t at) const noexcept {
  const auto size = static_cast<std::uint32_t>(body.bytes.size());
  std::memset(to, 0, 4);
  std::memcpy(to + binxml::kDefinitionGuid, guid.data(), guid.size());
  std::memcpy(to + binxml::kDefinitionBodySize, &size, sizeof size);
  body.place(to + binxml::kDefinitionHeader, at + static_cast<std::uint32_t>(binxml::kDefinitionHeader));
}

bool is_sound(const binxml::Stream& stream) noexcept {
  if (stream.error != binxml::ParseError::kNone || stream.name_damaged) return false;
  return std::none_of(stream.tape.begin(), stream.tape.end(),
                      [](const Item& item) { return names_something(item) && item.bytes.empty(); });
}

std::optional<Shape> shape_of(const binxml::Stream& definition, std::size_t at, std::size_t body_size,
                              const std::array<std::uint8_t, 16>& guid) {
  const binxml::Tape& tape = definition.tape;
  const bool one_element = !tape.empty() && tape[0].kind == ItemKind::kElement && tape[0].number == tape.size();
  const bool whole = definition.ended && definition.end == at + binxml::kDefinitionHeader + body_size;
  if (!one_element || !whole || !is_sound(definition) || definition.max_index > kMostValues) return std::nullopt;
  Shape shape;
  if (!write_stream(definition, binxml::Dialect::kDefinition, nullptr, shape.body)) return std::nullopt;
  shape.guid = guid;
  shape.declared = declared_types(definition);
  append_utf8(shape.root, tape[0].bytes);
  shape.provider = provider_of(tape);
  return shape;
}

std::optional<Shape> shape_of(const plan::Template& found) {
  const std::size_t body = found.header_and_body.size() - (binxml::kDefinitionHeader - binxml::kDefinitionGuid);
  return shape_of(found.definition, found.at, body, found.guid);
}

}  // namespace ntlmscan::recover
