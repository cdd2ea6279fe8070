// Matching of unnamed values against an event's field list.
#include "plan/position.hpp"

#include "bytes/utf16.hpp"
#include "plan/numbers.hpp"

namespace ntlmscan::plan {
namespace {

using binxml::ValueType;
using catalogue::InType;

// A value may stand for a field of this type: the writer's choices seen in real records (pointers as hex, text for all
// in forwarded records), or null.
bool may_be(ValueType type, InType in_type) noexcept {
  if (type == ValueType::kNull) return true;
  switch (in_type) {
    case InType::kUnknown:
      return true;
    case InType::kText:
      return type == ValueType::kUtf16 || type == ValueType::kAnsi;
    case InType::kUInt32:
      return type == ValueType::kUInt32;
    case InType::kHexInt32:
      return type == ValueType::kHex32 || type == ValueType::kUInt32;
    case InType::kHexInt64:
      return type == ValueType::kHex64 || type == ValueType::kUInt64;
    case InType::kPointer:
      return type == ValueType::kSizeT || type == ValueType::kHex32 || type == ValueType::kHex64;
    case InType::kBool:
      return type == ValueType::kBool;
    case InType::kGuid:
      return type == ValueType::kGuid;
    case InType::kSid:
      return type == ValueType::kSid;
    case InType::kFileTime:
      return type == ValueType::kFiletime;
    case InType::kBinary:
      return type == ValueType::kBinary;
  }
  return false;
}

constexpr std::string_view kAbsent[] = {"", "-", "(NULL)", "NULL", "Null"};

// In a literal record all is text: it fits a type that it can be read as, or says that there is no value.
bool text_fits(const Value& value, InType in_type) noexcept {
  const Bytes text = trim_end(value.bytes);
  for (const std::string_view absent : kAbsent) {
    if (equals_ascii(text, absent)) return true;
  }
  switch (in_type) {
    case InType::kUInt32:
    case InType::kHexInt32:
    case InType::kHexInt64:
    case InType::kPointer:
      return to_number(value).has_value();
    case InType::kGuid:
      return to_guid(value).has_value();
    case InType::kFileTime:
      return to_filetime(value).has_value();
    case InType::kSid:
      return text.size() > 4 && equals_ascii(text.first(4), "S-");
    case InType::kBool:
      return equals_ascii(text, "true") || equals_ascii(text, "false");
    default:
      return true;
  }
}

bool fits(const Field& field, const catalogue::FieldDef& def, bool literal) noexcept {
  const bool text = field.value.type == ValueType::kUtf16 && (literal || field.value.bytes.empty());
  return text ? text_fits(field.value, def.in_type) : may_be(field.value.type, def.in_type);
}

}  // namespace

bool may_be(const Value& value, const catalogue::FieldDef& def) noexcept { return may_be(value.type, def.in_type); }

void name_by_position(Extraction& x) {
  const auto defs = x.event->fields;
  const auto version = to_number(x.system[SystemField::kVersion]).value_or(0);
  if (version != x.event->version && !x.event->names_by_position) return;  // another version may have other places
  std::size_t unnamed = 0;
  for (const Field& field : x.fields) {
    if (field.def != nullptr) return;
    if (equals_ascii(field.name, "Binary")) continue;  // the element beside the Data of classic records
    if (!field.name.empty()) return;
    if (unnamed == defs.size() || !fits(field, defs[unnamed], x.names == Names::kLiteral)) return;
    ++unnamed;
  }
  if (unnamed == 0 || unnamed != defs.size()) return;
  std::size_t place = 0;
  for (Field& field : x.fields) {
    if (!field.name.empty()) continue;
    field.def = &defs[place++];
    field.by_position = true;
  }
  if (!x.event->names_by_position) x.names = Names::kCatalogue;
}

}  // namespace ntlmscan::plan
