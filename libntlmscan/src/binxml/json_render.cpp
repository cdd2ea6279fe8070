// Writes a document as JSON in one walk over its items; open objects and arrays lie on a stack of its own.
#include "binxml/json_render.hpp"

#include "binxml/json_text.hpp"
#include "binxml/json_words.hpp"
#include "binxml/pieces.hpp"
#include "binxml/values.hpp"
#include "bytes/utf16.hpp"

namespace ntlmscan::binxml {
namespace {

constexpr TextStyle kStyle{.guid_upper = false, .guid_braces = true, .fraction_digits = 7};

bool is_bare_piece(const Item& piece) noexcept {
  return piece.kind == ItemKind::kValue && is_bare(piece.type, piece.bytes);
}

}  // namespace

// What an element or attribute holds, found in one look at its direct children.
struct JsonRenderer::Layout {
  std::uint32_t attributes = 0;  // first item behind the element
  std::uint32_t content = 0;     // first item behind the attributes
  std::uint32_t end = 0;         // its kEnd
  std::uint32_t pieces = 0;      // that are not empty
  std::uint32_t piece = 0;       // the first of those
  bool shown_attributes = false;
  bool elements = false;
};

std::string_view JsonRenderer::members(const Tape& document) {
  items_ = document.data();
  out_.clear();
  keys_.start_document();
  open_.clear();
  Frame top;
  top.end = static_cast<std::uint32_t>(document.size());
  top.object = keys_.open_object();
  open_.push_back(top);
  while (open_.size() > 1 || open_.back().at < open_.back().end) step();
  return out_.view();
}

void JsonRenderer::step() {
  Frame& frame = open_.back();
  if (frame.at >= frame.end) return close_frame();
  const std::uint32_t at = frame.at;
  const Item& item = items_[at];
  if (item.kind != ItemKind::kElement) {
    ++frame.at;  // text is in #text already
    return;
  }
  frame.at = item.number;
  switch (frame.form) {
    case Form::kObject:
      return frame.container && is_data(item) ? write_data(item, at) : write_child(item, at);
    case Form::kUnnamed:
      if (!is_data(item) || name_of_data(at) != nullptr) return;
      break;
    case Form::kRun:
      break;
  }
  separate();
  write_value(at, Place::kData);
}

void JsonRenderer::close_frame() {
  constexpr std::string_view kClosers[] = {"}", "]", "]}"};
  out_.append(kClosers[static_cast<std::size_t>(open_.back().form)]);
  open_.pop_back();
}

void JsonRenderer::separate() {
  if (!open_.back().first) out_.push_back(',');
  open_.back().first = false;
}

void JsonRenderer::write_key(Bytes name) {
  separate();
  out_.push_back('"');
  const std::size_t key_at = out_.size();
  append_json_utf16(out_, name);
  keys_.settle(out_, key_at, open_.back().object);
  out_.append("\":");
}

void JsonRenderer::write_child(const Item& element, std::uint32_t at) {
  write_key(element.bytes);
  write_value(at, Place::kMember);
}

void JsonRenderer::write_data(const Item& element, std::uint32_t at) {
  const Item* name = name_of_data(at);
  if (name != nullptr) return write_named_data(element, at, *name);
  if (open_.back().unnamed_done) return;
  open_.back().unnamed_done = true;
  write_key(element.bytes);
  out_.append("{\"#text\":");
  write_unnamed_data(at);
}

void JsonRenderer::write_named_data(const Item& element, std::uint32_t at, const Item& name) {
  separate();
  out_.push_back('"');
  const std::size_t key_at = out_.size();
  for (const Item* piece = &name + 1; piece->kind != ItemKind::kEnd; ++piece) write_piece(*piece);
  keys_.settle(out_, key_at, open_.back().object);
  out_.append("\":");
  const std::uint32_t end = end_of_run(at, name);
  if (end == element.number) return write_value(at, Place::kData);
  out_.push_back('[');
  open_.back().at = end;
  Frame run;
  run.form = Form::kRun;
  run.at = at;
  run.end = end;
  open_.push_back(run);
}

// One value stands alone, several are an array. Data with a name may lie between them.
void JsonRenderer::write_unnamed_data(std::uint32_t at) {
  const std::uint32_t end = open_.back().end;
  if (count_unnamed(at, end) > 1) {
    out_.push_back('[');
    Frame rest;
    rest.form = Form::kUnnamed;
    rest.at = at;
    rest.end = end;
    open_.push_back(rest);
    return;
  }
  // The object around it is closed by a frame that holds nothing but this element.
  Frame only;
  only.at = only.end = at;
  open_.push_back(only);
  write_value(at, Place::kData);
}

void JsonRenderer::write_value(std::uint32_t at, Place place) {
  const Layout layout = layout_of(at, place);
  if (!layout.shown_attributes && !layout.elements) {
    if (layout.pieces != 0) return write_scalar(layout);
    out_.append(place == Place::kData ? "\"\"" : "null");
    return;
  }
  out_.push_back('{');
  Frame frame;
  frame.container = place == Place::kMember && is_container(items_[at].bytes);
  frame.at = layout.content;
  frame.end = layout.end;
  frame.object = keys_.open_object();
  open_.push_back(frame);
  if (layout.shown_attributes) write_attributes(layout, place);
  if (layout.pieces != 0) {
    separate();
    out_.append("\"#text\":");
    write_scalar(layout);
  }
  if (!layout.elements) close_frame();
}

void JsonRenderer::write_attributes(const Layout& layout, Place place) {
  separate();
  out_.append("\"#attributes\":");
  out_.push_back('{');
  Frame frame;
  frame.object = keys_.open_object();
  open_.push_back(frame);
  for (std::uint32_t at = layout.attributes; at < layout.content; at = items_[at].number) {
    const Layout value = layout_of(at, Place::kMember);
    if (value.pieces == 0 || (place == Place::kData && is_name(items_[at]))) continue;
    write_key(items_[at].bytes);
    write_scalar(value);
  }
  close_frame();
}

void JsonRenderer::write_scalar(const Layout& layout) {
  if (layout.pieces == 1 && is_bare_piece(items_[layout.piece])) return write_piece(items_[layout.piece]);
  out_.push_back('"');
  std::uint32_t left = layout.pieces;
  for (std::uint32_t at = layout.piece; left != 0; ++at) {
    const Item& item = items_[at];
    if (item.kind == ItemKind::kElement) {
      at = item.number - 1;
    } else if (!is_empty_piece(item)) {
      write_piece(item);
      --left;
    }
  }
  out_.push_back('"');
}

void JsonRenderer::write_piece(const Item& piece) {
  switch (piece.kind) {
    case ItemKind::kText:
    case ItemKind::kCdata:
      return append_json_utf16(out_, piece.bytes);
    case ItemKind::kCharRef:
    case ItemKind::kEntityRef:
      text_.clear();
      append_reference(text_, piece);
      return append_json_utf8(out_, text_);
    case ItemKind::kValue:
      break;
    default:
      return;
  }
  if (piece.type == ValueType::kUtf16) return append_json_utf16(out_, until_nul(piece.bytes));
  text_.clear();
  append_value_text(text_, piece.type, piece.bytes, kStyle);
  if (piece.type == ValueType::kAnsi) return append_json_utf8(out_, text_);
  out_.append(text_);  // digits, letters and signs that JSON does not escape
}

JsonRenderer::Layout JsonRenderer::layout_of(std::uint32_t at, Place place) const {
  Layout layout;
  layout.attributes = at + 1;
  layout.end = items_[at].number - 1;
  std::uint32_t next = at + 1;
  for (; items_[next].kind == ItemKind::kAttribute; next = items_[next].number) {
    if (layout.shown_attributes || !has_text(items_ + next)) continue;
    layout.shown_attributes = place != Place::kData || !is_name(items_[next]);
  }
  layout.content = next;
  while (next < layout.end) {
    const Item& item = items_[next];
    if (item.kind == ItemKind::kElement) {
      layout.elements = true;
      next = item.number;
      continue;
    }
    if (!is_empty_piece(item) && layout.pieces++ == 0) layout.piece = next;
    ++next;
  }
  return layout;
}

// The Name attribute of the element at `at`, unless it is missing or empty.
const Item* JsonRenderer::name_of_data(std::uint32_t at) const {
  for (std::uint32_t next = at + 1; items_[next].kind == ItemKind::kAttribute; next = items_[next].number) {
    if (!is_name(items_[next])) continue;
    return has_text(items_ + next) ? items_ + next : nullptr;
  }
  return nullptr;
}

// Just behind the last of the `Data` that follow each other and are called as the one at `at`: an array of values
// is stored as one element for each.
std::uint32_t JsonRenderer::end_of_run(std::uint32_t at, const Item& name) const {
  std::uint32_t end = items_[at].number;
  for (std::uint32_t next = end; next < open_.back().end && items_[next].kind == ItemKind::kElement;) {
    const Item* other = is_data(items_[next]) ? name_of_data(next) : nullptr;
    if (other == nullptr || !same_content(name, *other)) break;
    end = next = items_[next].number;
  }
  return end;
}

std::size_t JsonRenderer::count_unnamed(std::uint32_t from, std::uint32_t end) const {
  std::size_t count = 0;
  for (std::uint32_t at = from; at < end;) {
    const Item& item = items_[at];
    const bool element = item.kind == ItemKind::kElement;
    count += element && is_data(item) && name_of_data(at) == nullptr ? 1u : 0u;
    at = element ? item.number : at + 1;
  }
  return count;
}

// True if both attributes hold the same items.
bool JsonRenderer::same_content(const Item& one, const Item& other) const {
  const Item* left = &one + 1;
  const Item* right = &other + 1;
  for (; left->kind == right->kind; ++left, ++right) {
    if (left->kind == ItemKind::kEnd) return true;
    if (left->type != right->type || left->number != right->number || !left->bytes.equals(right->bytes)) return false;
  }
  return false;
}

void render_json(JsonRenderer& renderer, const Tape& document, std::string& out) {
  out.push_back('{');
  renderer.append_members(document, out);
  out.push_back('}');
}

}  // namespace ntlmscan::binxml
