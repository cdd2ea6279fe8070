// Assembly of one row of `events`.
#include "columns/event_rows.hpp"

#include <algorithm>

#include "bytes/utf16.hpp"
#include "columns/quirks.hpp"

namespace ntlmscan::columns {

// A row whose payload can be read column by column waits for those behind it; others are written at once.
void EventRows::add(const Place& place, const plan::Extraction& x, bool with_payload) {
  if (with_payload && x.direct.plan != nullptr) return add_direct(place, x);
  flush();
  wait(place, x);
  writer_.begin_rows(1);
  system_.write(std::span(heads_).first(1));
  if (with_payload) add_fields(x);
  const std::uint32_t row = 0;
  const plan::Logon logon = plan::logon_of(x);
  words_.set(*x.event, {&row, 1}, {&logon, 1});
  writer_.end_rows();
  waiting_ = 0;
}

void EventRows::add_direct(const Place& place, const plan::Extraction& x) {
  const bool added = waiting_ < kMostWaiting && direct_.add(static_cast<std::uint32_t>(waiting_), x);
  if (!added) {
    flush();
    static_cast<void>(direct_.add(0, x));  // there is room where nothing waits
  }
  wait(place, x);
}

void EventRows::wait(const Place& place, const plan::Extraction& x) {
  if (waiting_ == heads_.size()) heads_.resize(std::max(kFewWaiting, 2 * heads_.size()));
  RowHead& head = heads_[waiting_++];
  head.place = place;
  // Value by value: a copy of the whole would be a string instruction, which is slow to start.
  for (std::size_t i = 0; i < plan::kSystemFieldCount; ++i) head.system.values[i] = x.system.values[i];
  head.event_id = x.event->event_id;
  head.names = x.names;
  head.forwarded = x.forwarded;
}

void EventRows::flush() {
  if (waiting_ == 0) return;
  writer_.begin_rows(waiting_);
  system_.write(std::span(heads_).first(waiting_));
  direct_.write();
  writer_.end_rows();
  waiting_ = 0;
}

void EventRows::begin(Block& block, std::string_view source, std::string_view origin) {
  writer_.begin(block);
  system_.begin(source, origin);
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
