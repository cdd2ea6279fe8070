// Extraction from a finished document.
#include "plan/walk.hpp"

#include "binxml/values.hpp"
#include "bytes/utf16.hpp"
#include "plan/compile.hpp"

namespace ntlmscan::plan {
namespace {

using binxml::Item;
using binxml::ItemKind;
using binxml::ValueType;

struct Entity {
  std::string_view name;
  char16_t character;
};
constexpr Entity kEntities[] = {{"amp", u'&'}, {"lt", u'<'}, {"gt", u'>'}, {"quot", u'"'}, {"apos", u'\''}};

void append_unit(std::string& out, std::uint32_t unit) {
  out.push_back(static_cast<char>(unit & 0xFF));
  out.push_back(static_cast<char>(unit >> 8));
}

// The text of one piece as UTF-16LE.
void append_piece(std::string& out, const Item& item) {
  switch (item.kind) {
    case ItemKind::kText:
    case ItemKind::kCdata:
      out.append(item.bytes.chars());
      return;
    case ItemKind::kCharRef:
      append_unit(out, item.number);
      return;
    case ItemKind::kEntityRef:
      for (const Entity& entity : kEntities) {
        if (equals_ascii(item.bytes, entity.name)) append_unit(out, entity.character);
      }
      return;
    case ItemKind::kValue:
      break;
    default:
      return;
  }
  if (item.type == ValueType::kUtf16) {
    out.append(until_nul(item.bytes).chars());
    return;
  }
  std::string text;
  binxml::append_value_text(text, item.type, item.bytes);
  append_utf16(out, text);
}

// A second System, if there is one, could add only what this one lacks.
bool is_enough(const SystemValues& system) noexcept {
  return is_whole(system) && !trim_end(system[SystemField::kProvider].bytes).empty() &&
         system[SystemField::kRecordId].type != ValueType::kNull;
}

}  // namespace

bool DocumentReader::is(std::size_t at, std::string_view name) const noexcept {
  return document_[at].kind == ItemKind::kElement && equals_ascii(document_[at].bytes, name);
}

std::size_t DocumentReader::behind_attributes(std::size_t element) const noexcept {
  std::size_t at = element + 1;
  while (document_[at].kind == ItemKind::kAttribute) at = document_[at].number;
  return at;
}

// The pieces [begin, end) as one value: a single one keeps its type, several are joined as text.
Value DocumentReader::pieces(std::size_t begin, std::size_t end) {
  if (begin == end) return {ValueType::kUtf16, {}};
  const Item& only = document_[begin];
  if (end - begin == 1 && only.kind == ItemKind::kValue) return {only.type, only.bytes};
  if (end - begin == 1 && only.kind == ItemKind::kText) return {ValueType::kUtf16, only.bytes};
  std::string& joined = texts_.emplace_back();
  for (std::size_t at = begin; at < end; ++at) append_piece(joined, document_[at]);
  return {ValueType::kUtf16, Bytes::of(joined)};
}

bool DocumentReader::read_system(std::size_t begin, std::size_t end, SystemValues& system, bool& forwarded) {
  texts_.clear();
  system = {};
  expansion_ = expander_.expand(begin, end, document_);
  bool rendered = false;
  const bool found = system_of_document(system, rendered);
  forwarded = rendered || !expansion_.templated;
  return found;
}

bool DocumentReader::read_literal_system(std::size_t begin, std::size_t end, SystemValues& system) {
  texts_.clear();
  system = {};
  expansion_ = {};
  if (pattern_.read(chunk_, begin, end, system)) return is_enough(system);
  system = {};
  binxml::parse_up_to(chunk_, begin, end, "System", head_);
  if (!head_.ended || head_.error != binxml::ParseError::kNone || !head_.instances.empty()) return false;
  document_.swap(head_.tape);
  bool rendered = false;
  const bool found = system_of_document(system, rendered);
  document_.swap(head_.tape);
  if (!found || !is_enough(system)) return false;
  pattern_.learn(chunk_, begin, head_, system);
  return true;
}

// System of the document at hand. `rendered`: RenderingInfo is present.
bool DocumentReader::system_of_document(SystemValues& system, bool& rendered) {
  if (document_.empty() || !is(0, "Event")) return false;
  bool found = false;
  for (std::size_t at = behind_attributes(0); document_[at].kind == ItemKind::kElement; at = document_[at].number) {
    if (is(at, "RenderingInfo")) rendered = true;
    if (!is(at, "System")) continue;
    found = true;
    std::size_t child = behind_attributes(at);
    for (; document_[child].kind == ItemKind::kElement; child = document_[child].number) system_child(child, system);
  }
  return found;
}

void DocumentReader::system_child(std::size_t element, SystemValues& system) {
  const auto store = [&](std::size_t field, std::size_t begin, std::size_t end) {
    if (field == kSystemFieldCount || system.values[field].type != ValueType::kNull) return;
    const Value value = pieces(begin, end);
    if (begin != end) system.values[field] = value;
  };
  std::size_t at = element + 1;
  for (; document_[at].kind == ItemKind::kAttribute; at = document_[at].number) {
    store(system_field_of(document_[element].bytes, document_[at].bytes), at + 1, document_[at].number - 1);
  }
  store(system_field_of(document_[element].bytes, {}), at, document_[element].number - 1);
}

// Every child of Event but System and RenderingInfo is payload; in it, elements without children are fields.
void DocumentReader::read_payload(const catalogue::EventDef& event, std::vector<Field>& fields) {
  for (std::size_t part = behind_attributes(0); document_[part].kind == ItemKind::kElement;
       part = document_[part].number) {
    if (is(part, "System") || is(part, "RenderingInfo")) continue;
    const bool wrapped = is(part, "UserData");
    std::size_t at = part;
    while (at < document_[part].number) {
      if (document_[at].kind != ItemKind::kElement) {
        ++at;
        continue;
      }
      const std::size_t content = behind_attributes(at);
      const bool inner = document_[content].kind == ItemKind::kElement;
      const bool root = at == part || (wrapped && at == behind_attributes(part));
      const bool empty = document_[content].kind == ItemKind::kEnd;
      if (!inner && !(root && empty)) leaf(at, event, fields);
      at = inner ? content : document_[at].number;
    }
  }
}

const catalogue::FieldDef* DocumentReader::def_of(const catalogue::EventDef& event, Bytes name, std::size_t place) {
  if (place >= kMostKnownNames || name.size() > kLongestKnown) return field_of(event, name);
  std::vector<KnownName>& known = known_names_[&event];
  if (known.size() <= place) known.resize(place + 1);
  KnownName& last = known[place];
  if (last.name.empty() || !Bytes::of(last.name).equals(name))
    last = {std::string(name.chars()), field_of(event, name)};
  return last.def;
}

void DocumentReader::leaf(std::size_t element, const catalogue::EventDef& event, std::vector<Field>& fields) {
  Field field{.name = document_[element].bytes, .value = {}};
  if (is(element, "Data")) {
    field.name = {};
    for (std::size_t at = element + 1; document_[at].kind == ItemKind::kAttribute; at = document_[at].number) {
      if (equals_ascii(document_[at].bytes, "Name")) field.name = pieces(at + 1, document_[at].number - 1).bytes;
    }
  }
  field.def = def_of(event, field.name, fields.size());
  field.value = pieces(behind_attributes(element), document_[element].number - 1);
  fields.push_back(field);
}

}  // namespace ntlmscan::plan
