// Assembly of one row of `events`.
#include "columns/event_rows.hpp"

#include "binxml/values.hpp"
#include "bytes/utf16.hpp"
#include "columns/quirks.hpp"
#include "columns/times.hpp"
#include "plan/numbers.hpp"

namespace ntlmscan::columns {
namespace {

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

}  // namespace

void EventRows::add(const Place& place, const plan::Extraction& x, bool with_payload) {
  add_system(x);
  add_place(place);
  const bool direct = with_payload && x.direct.plan != nullptr;
  const plan::Logon logon = direct ? direct_.add(x) : plan::logon_of(x);
  if (with_payload && !direct) add_fields(x);
  words_.set(*x.event, logon);
  writer_.end_row();
}

void EventRows::begin(Block& block, std::string_view source, std::string_view origin) {
  writer_.begin(block);
  const auto code = [&](Column column, std::string_view text) {
    return writer_.code_of(static_cast<std::size_t>(column), text);
  };
  source_ = code(Column::kSource, source);
  origin_ = code(Column::kOrigin, origin);
  for (std::size_t i = 0; i < decoded_by_.size(); ++i) {
    decoded_by_[i] = code(Column::kDecodedBy, decoded_by(static_cast<plan::Names>(i)));
  }
}

void EventRows::set_time(Column column, std::uint64_t ticks) {
  if (const auto micros = unix_micros(ticks)) writer_.set_number(column, *micros);
}

void EventRows::add_place(const Place& place) {
  writer_.set_code(Column::kSource, source_);
  writer_.set_number(Column::kByteOffset, static_cast<std::int64_t>(place.byte_offset));
  writer_.set_number(Column::kRecordId, static_cast<std::int64_t>(place.header_id));  // where the event has none
  writer_.set_code(Column::kOrigin, origin_);
  if (place.written != 0) set_time(Column::kTimeWritten, place.written);
}

void EventRows::add_system(const plan::Extraction& x) {
  const auto number = [&](Column column, SystemField field, std::uint64_t most) {
    std::uint64_t value = 0;
    const bool known = plan::read_number(x.system[field], value) && value <= most;
    if (known) writer_.set_number(column, static_cast<std::int64_t>(value));
  };
  const auto text = [&](Column column, SystemField field) {
    writer_.set_value(column, x.system[field], memos_[static_cast<std::size_t>(field)]);
  };
  number(Column::kRecordId, SystemField::kRecordId, UINT64_MAX);
  writer_.set_code(Column::kDecodedBy, decoded_by_[static_cast<std::size_t>(x.names)]);
  writer_.set_number(Column::kForwarded, x.forwarded ? 1 : 0);
  std::uint64_t ticks = 0;
  if (plan::read_filetime(x.system[SystemField::kTimeCreated], ticks)) {
    writer_.set_number(Column::kFiletime, static_cast<std::int64_t>(ticks));
    set_time(Column::kTime, ticks);
  }
  text(Column::kComputer, SystemField::kComputer);
  text(Column::kChannel, SystemField::kChannel);
  text(Column::kProvider, SystemField::kProvider);
  writer_.set_number(Column::kEventId, x.event->event_id);
  number(Column::kVersion, SystemField::kVersion, INT32_MAX);
  number(Column::kLevel, SystemField::kLevel, INT32_MAX);
  number(Column::kKeywords, SystemField::kKeywords, UINT64_MAX);
  add_activity(x.system[SystemField::kActivityId]);
}

void EventRows::add_activity(const Value& value) {
  const auto guid = plan::to_guid(value);
  if (!guid) return;
  constexpr auto kTag = static_cast<std::uint8_t>(binxml::ValueType::kGuid);
  writer_.set_decoded(static_cast<std::size_t>(Column::kActivityId), kTag, Bytes(*guid),
                      memos_[static_cast<std::size_t>(SystemField::kActivityId)], [&](std::string& text) {
                        binxml::append_value_text(text, binxml::ValueType::kGuid, Bytes(*guid),
                                                  {.guid_upper = false, .guid_braces = false});
                        return Normal::kSame;
                      });
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
  extra_.clear();
  apply_quirk(x);
  count_names(x);
  for (std::size_t i = 0; i < x.fields.size(); ++i) add_field(x.fields[i], numbers_[i], *x.event);
  if (!extra_.empty()) writer_.set_text(Column::kExtra, extra_.finish());
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
  const Normal normal = second ? Normal::kUnfit : field_writer_.store(*field.def, field.value);
  const bool named_in_extra = field.by_position && event.names_by_position;
  if (named_in_extra || normal == Normal::kLossy || normal == Normal::kUnfit) to_extra(field, number);
}

void EventRows::to_extra(const plan::Field& field, std::size_t number) {
  scratch_.clear();
  append_recorded_text(scratch_, field.value);
  extra_.add(field.name, number, scratch_);
}

}  // namespace ntlmscan::columns
