// Looks ahead over the children of elements in definitions.
#include "binxml/json_layout.hpp"

#include "binxml/json_words.hpp"
#include "binxml/pieces.hpp"

namespace ntlmscan::binxml {

JsonLayout json_layout(const Tape& tape, std::uint32_t at, JsonPlace place) {
  JsonLayout layout;
  std::uint32_t next = at + 1;
  for (; tape[next].kind == ItemKind::kAttribute; next = tape[next].number) {
    if (place == JsonPlace::kData && is_name(tape[next])) continue;
    const JsonPieces pieces = json_pieces(tape, next + 1, tape[next].number - 1);
    layout.text_attributes = layout.text_attributes || pieces.texts != 0;
    layout.slot_attributes = layout.slot_attributes || pieces.holes != 0;
  }
  layout.content = next;
  layout.pieces = json_pieces(tape, next, tape[at].number - 1);
  for (; tape[next].kind != ItemKind::kEnd; next = next_sibling(tape, next)) {
    layout.elements = layout.elements || tape[next].kind == ItemKind::kElement;
  }
  return layout;
}

JsonPieces json_pieces(const Tape& tape, std::uint32_t begin, std::uint32_t end) {
  JsonPieces pieces{.begin = begin, .end = end};
  for (std::uint32_t at = begin; at < end; at = next_sibling(tape, at)) {
    if (tape[at].kind == ItemKind::kHole) {
      ++pieces.holes;
      pieces.hole = &tape[at];
    } else if (!is_empty_piece(tape[at])) {
      ++pieces.texts;
    }
  }
  return pieces;
}

std::uint32_t next_sibling(const Tape& tape, std::uint32_t at) noexcept {
  const bool opens = tape[at].kind == ItemKind::kElement || tape[at].kind == ItemKind::kAttribute;
  return opens ? tape[at].number : at + 1;
}

const Item* optional_value(const Tape& tape, std::uint32_t at, const JsonLayout& layout) noexcept {
  const Item& content = tape[layout.content];
  const bool single = content.kind == ItemKind::kHole && layout.content + 2 == tape[at].number;
  return single && content.optional ? &content : nullptr;
}

bool name_of_data(const Tape& tape, std::uint32_t at, const Item*& name) {
  name = nullptr;
  bool found = false;
  for (std::uint32_t next = at + 1; tape[next].kind == ItemKind::kAttribute; next = tape[next].number) {
    if (!is_name(tape[next])) continue;
    const JsonPieces pieces = json_pieces(tape, next + 1, tape[next].number - 1);
    if (found || pieces.holes != 0) return false;
    found = true;
    if (pieces.texts != 0) name = &tape[next];
  }
  return true;
}

bool count_unnamed_data(const Tape& tape, std::uint32_t at, std::uint32_t& count) {
  count = 0;
  bool conditional = false;
  for (; tape[at].kind != ItemKind::kEnd; at = next_sibling(tape, at)) {
    const Item* name = nullptr;
    if (tape[at].kind != ItemKind::kElement || !is_data(tape[at])) continue;
    if (!name_of_data(tape, at, name)) return false;
    if (name != nullptr) continue;
    ++count;
    const JsonLayout layout = json_layout(tape, at, JsonPlace::kData);
    conditional = conditional || tape[at].dependency != kNoDependency || optional_value(tape, at, layout) != nullptr;
  }
  return count == 1 || !conditional;
}

std::uint32_t weight_of(const Tape& tape, std::uint32_t at) noexcept {
  std::size_t sum = 0;
  for (std::uint32_t next = at; next < tape[at].number; ++next) sum += tape[next].bytes.size() + 16;
  return static_cast<std::uint32_t>(sum);
}

}  // namespace ntlmscan::binxml
