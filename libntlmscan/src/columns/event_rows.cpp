// Assembly of one row of `events`.
#include "columns/event_rows.hpp"

#include <charconv>

#include "binxml/values.hpp"
#include "bytes/utf16.hpp"
#include "catalogue/code_names.hpp"
#include "columns/quirks.hpp"
#include "columns/times.hpp"
#include "plan/numbers.hpp"

namespace ntlmscan::columns {
namespace {

using catalogue::FieldDef;
using catalogue::InType;
using plan::SystemField;
using plan::Value;

std::string_view decoded_by(plan::Names names) noexcept {
  switch (names) {
    case plan::Names::kTemplate:
      return "chunk";
    case plan::Names::kLiteral:
      return "literal";
    case plan::Names::kCatalogue:
      return "catalogue";
  }
  return {};
}

// A status is 32 bits wide: an unsigned number, or a negative one that fits. Wider ones are no status.
std::optional<std::uint64_t> status_bits(std::optional<std::uint64_t> number) noexcept {
  if (!number || *number <= UINT32_MAX) return number;
  const bool negative = *number >= ~std::uint64_t{0} - INT32_MAX;
  return negative ? std::optional(*number & UINT32_MAX) : std::nullopt;
}

bool is_hex(InType type) noexcept {
  return type == InType::kHexInt32 || type == InType::kHexInt64 || type == InType::kPointer;
}

}  // namespace

void EventRows::add(const Place& place, const plan::Extraction& x, bool with_payload) {
  extra_.clear();
  logon_ = plan::logon_of(x);
  add_system(place, x);
  if (with_payload) add_fields(x);
  add_derived(*x.event);
  if (!extra_.empty()) block_.set_text(Column::kExtra, extra_.finish());
  block_.end_row();
}

void EventRows::add_system(const Place& place, const plan::Extraction& x) {
  const auto number = [&](Column column, SystemField field) {
    const auto value = plan::to_number(x.system[field]);
    const bool narrow = table_columns(Table::kEvents)[static_cast<std::size_t>(column)].type == ColumnType::kInt32;
    if (value && (!narrow || *value <= INT32_MAX)) block_.set_number(column, static_cast<std::int64_t>(*value));
  };
  block_.set_text(Column::kSource, place.source);
  block_.set_number(Column::kByteOffset, static_cast<std::int64_t>(place.byte_offset));
  number(Column::kRecordId, SystemField::kRecordId);
  block_.set_number(Column::kRecordId, static_cast<std::int64_t>(place.header_id));  // where the event has none
  block_.set_text(Column::kOrigin, place.origin);
  block_.set_text(Column::kDecodedBy, decoded_by(x.names));
  block_.set_number(Column::kForwarded, x.forwarded ? 1 : 0);
  if (const auto ticks = plan::to_filetime(x.system[SystemField::kTimeCreated])) {
    block_.set_number(Column::kFiletime, static_cast<std::int64_t>(*ticks));
    if (const auto time = unix_micros(*ticks)) block_.set_number(Column::kTime, *time);
  }
  const auto written = place.written == 0 ? std::nullopt : unix_micros(place.written);
  if (written) block_.set_number(Column::kTimeWritten, *written);
  block_.set_value(Column::kComputer, x.system[SystemField::kComputer]);
  block_.set_value(Column::kChannel, x.system[SystemField::kChannel]);
  block_.set_value(Column::kProvider, x.system[SystemField::kProvider]);
  block_.set_number(Column::kEventId, x.event->event_id);
  number(Column::kVersion, SystemField::kVersion);
  number(Column::kLevel, SystemField::kLevel);
  number(Column::kKeywords, SystemField::kKeywords);
  if (const auto guid = plan::to_guid(x.system[SystemField::kActivityId])) {
    scratch_.clear();
    binxml::append_value_text(scratch_, binxml::ValueType::kGuid, Bytes(*guid),
                              {.guid_upper = false, .guid_braces = false});
    block_.set_text(Column::kActivityId, scratch_);
  }
}

// Per field the how-manyth of its recorded name it is, counted over all fields.
void EventRows::count_names(const plan::Extraction& x) {
  names_.clear();
  numbers_.clear();
  for (const plan::Field& field : x.fields) {
    std::size_t known = names_.size();  // from the end: arrays repeat the name just seen
    // A Data without a name counts with those that are called Data.
    const Bytes name = equals_ascii(field.name, "Data") ? Bytes() : field.name;
    while (known > 0 && !names_[known - 1].first.equals(name)) --known;
    if (known == 0) {
      names_.emplace_back(name, 0);
      known = names_.size();
    }
    numbers_.push_back(++names_[known - 1].second);
  }
}

void EventRows::add_fields(const plan::Extraction& x) {
  tried_.reset();
  apply_quirk(x);
  count_names(x);
  for (std::size_t i = 0; i < x.fields.size(); ++i) add_field(x.fields[i], numbers_[i], *x.event);
}

void EventRows::add_field(const plan::Field& field, std::size_t number, const catalogue::EventDef& event) {
  const bool quirk =
      event.quirk != catalogue::Quirk::kNone && field.def != nullptr && is_quirk_field(event, *field.def);
  const bool has_column = field.def != nullptr && field.def->column != kNoColumn && !quirk;
  if (!quirk && !has_column) return to_extra(field, number);
  // Several recorded names may mean one column, which belongs to the first of them.
  const auto column = static_cast<std::size_t>(field.def->column);
  const bool second = tried_[column] && !(field.by_position && event.names_by_position);
  tried_.set(column);
  if (quirk) return second ? to_extra(field, number) : void();  // the first was placed by apply_quirk()
  const Normal normal = second ? Normal::kUnfit : store(*field.def, field.value);
  const bool named_in_extra = field.by_position && event.names_by_position;
  if (named_in_extra || normal == Normal::kLossy || normal == Normal::kUnfit) to_extra(field, number);
}

Normal EventRows::store(const FieldDef& def, const Value& value) {
  switch (table_columns(Table::kEvents)[static_cast<std::size_t>(def.column)].type) {
    case ColumnType::kDictText:
      return block_.set_value(def.column, value);
    case ColumnType::kBool:
      return store_bool(def, value);
    default:
      return store_number(def, value);
  }
}

// The recorded text without blanks at its end, into scratch_.
void EventRows::take_trimmed(const Value& value) {
  scratch_.clear();
  append_recorded_text(scratch_, value);
  while (!scratch_.empty() && scratch_.back() == ' ') scratch_.pop_back();
}

Normal EventRows::store_number(const FieldDef& def, const Value& value) {
  auto number = plan::to_number(value);
  if (def.column == Column::kStatus || def.column == Column::kSubStatus) number = status_bits(number);
  if (!number) {
    take_trimmed(value);
    return is_placeholder(scratch_) ? Normal::kNull : Normal::kUnfit;
  }
  block_.set_number(def.column, static_cast<std::int64_t>(*number));
  return rebuilds(value, *number, def.in_type) ? Normal::kSame : Normal::kLossy;
}

// A number that was recorded as text comes back as decimal, or as `0x` with lower-case digits where its type is hex.
bool EventRows::rebuilds(const Value& value, std::uint64_t number, InType in_type) {
  if (value.type != binxml::ValueType::kUtf16) return true;
  take_trimmed(value);
  char text[24];
  const auto hex = std::to_chars(text + 2, text + sizeof text, number, 16);
  text[0] = '0';
  text[1] = 'x';
  const bool as_hex = scratch_ == std::string_view(text, static_cast<std::size_t>(hex.ptr - text));
  const auto decimal = std::to_chars(text, text + sizeof text, number);
  const bool as_decimal = scratch_ == std::string_view(text, static_cast<std::size_t>(decimal.ptr - text));
  if (in_type == InType::kText || in_type == InType::kUnknown) return as_hex || as_decimal;
  return is_hex(in_type) ? as_hex : as_decimal;
}

// ElevatedToken is recorded as a message code: %%1842 yes, %%1843 no.
Normal EventRows::store_bool(const FieldDef& def, const Value& value) {
  if (value.type == binxml::ValueType::kBool) {
    block_.set_number(def.column, plan::to_number(value).value_or(0) != 0 ? 1 : 0);
    return Normal::kSame;
  }
  take_trimmed(value);
  if (is_placeholder(scratch_)) return Normal::kNull;
  if (scratch_ != "%%1842" && scratch_ != "%%1843") return Normal::kUnfit;
  block_.set_number(def.column, scratch_ == "%%1842" ? 1 : 0);
  return Normal::kSame;
}

void EventRows::to_extra(const plan::Field& field, std::size_t number) {
  scratch_.clear();
  append_recorded_text(scratch_, field.value);
  extra_.add(field.name, number, scratch_);
}

void EventRows::add_derived(const catalogue::EventDef& event) {
  const auto word = [&](Column column, std::string_view text) {
    if (!text.empty()) block_.set_text(column, text);
  };
  const auto status = block_.number(Column::kStatus);
  const auto sub_status = block_.number(Column::kSubStatus);
  word(Column::kEvent, event.symbol);
  word(Column::kEventGroup, group_word(event, logon_));
  word(Column::kVantage, catalogue::vantage_name(event.vantage));
  word(Column::kOutcome, outcome_word(event.outcome, status, sub_status));
  word(Column::kProtocol, protocol_word(event, logon_));
  word(Column::kStatusName, status_word(event.status_kind, status, sub_status));
  block_.set_number(Column::kWeakness, event.weakness ? 1 : 0);
}

}  // namespace ntlmscan::columns
