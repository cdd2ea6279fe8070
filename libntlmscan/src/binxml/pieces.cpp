// Pieces of text: which are empty, what references stand for.
#include "binxml/pieces.hpp"

#include "bytes/utf16.hpp"

namespace ntlmscan::binxml {
namespace {

struct Entity {
  std::string_view name;
  char character;
};
constexpr Entity kEntities[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};

const Entity* find_entity(Bytes name) noexcept {
  for (const Entity& entity : kEntities) {
    if (equals_ascii(name, entity.name)) return &entity;
  }
  return nullptr;
}

}  // namespace

bool is_empty_value(ValueType type, Bytes bytes) noexcept {
  if (type == ValueType::kUtf16) return bytes.size() < 2 || bytes.u16_unchecked(0) == 0;
  if (type == ValueType::kAnsi) return bytes.empty() || bytes.u8_unchecked(0) == 0;
  return bytes.empty() || type == ValueType::kNull;
}

bool is_empty_piece(const Item& item) noexcept {
  switch (item.kind) {
    case ItemKind::kText:
    case ItemKind::kCdata:
      return item.bytes.size() < 2;
    case ItemKind::kValue:
      return is_empty_value(item.type, item.bytes);
    case ItemKind::kCharRef:
    case ItemKind::kEntityRef:
      return false;
    default:
      return true;
  }
}

bool has_text(const Item* attribute) noexcept {
  for (const Item* piece = attribute + 1; piece->kind != ItemKind::kEnd; ++piece) {
    if (!is_empty_piece(*piece)) return true;
  }
  return false;
}

std::string_view entity_name(const Item& reference) noexcept {
  const Entity* entity = find_entity(reference.bytes);
  return entity != nullptr ? entity->name : std::string_view();
}

void append_reference(std::string& out, const Item& reference) {
  if (reference.kind == ItemKind::kCharRef) return append_code_point(out, reference.number);
  const Entity* entity = find_entity(reference.bytes);
  if (entity != nullptr) return out.push_back(entity->character);
  out.push_back('&');
  append_utf8(out, reference.bytes);
  out.push_back(';');
}

}  // namespace ntlmscan::binxml
