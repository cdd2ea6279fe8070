// Look-up of an event's words, once per dictionary.
#include "columns/event_words.hpp"

#include "catalogue/code_names.hpp"
#include "columns/derive.hpp"

namespace ntlmscan::columns {

std::int32_t EventWords::code_of(Column column, std::string_view word) {
  return word.empty() ? kNoWord : writer_.code_of(static_cast<std::size_t>(column), word);
}

void EventWords::find_words(const catalogue::EventDef& event, Words& words) {
  words.dictionary = writer_.dictionary();
  words.symbol = code_of(Column::kEvent, event.symbol);
  words.vantage = code_of(Column::kVantage, catalogue::vantage_name(event.vantage));
  for (std::size_t i = 0; i < kLogons; ++i) {
    const auto logon = static_cast<plan::Logon>(i);
    words.group[i] = code_of(Column::kEventGroup, group_word(event, logon));
    words.protocol[i] = code_of(Column::kProtocol, protocol_word(event, logon));
  }
  judge(event, words);
}

void EventWords::judge(const catalogue::EventDef& event, Words& words) {
  words.outcome = code_of(Column::kOutcome, outcome_word(event.outcome, words.status, words.sub_status));
  words.status_name = code_of(Column::kStatusName, status_word(event.status_kind, words.status, words.sub_status));
}

EventWords::Words& EventWords::words_of(const catalogue::EventDef& event) {
  if (last_event_ != &event) {
    last_ = &known_[&event];  // the catalogue's tables are constant, and few
    last_event_ = &event;
  }
  if (last_->dictionary != writer_.dictionary()) find_words(event, *last_);
  return *last_;
}

void EventWords::set(const catalogue::EventDef& event, plan::Logon logon) {
  Words& words = words_of(event);
  const auto status = writer_.number(Column::kStatus);
  const auto sub_status = writer_.number(Column::kSubStatus);
  if (status != words.status || sub_status != words.sub_status) {
    words.status = status;
    words.sub_status = sub_status;
    judge(event, words);
  }
  put(Column::kEvent, words.symbol);
  put(Column::kEventGroup, words.group[static_cast<std::size_t>(logon)]);
  put(Column::kVantage, words.vantage);
  put(Column::kOutcome, words.outcome);
  put(Column::kProtocol, words.protocol[static_cast<std::size_t>(logon)]);
  put(Column::kStatusName, words.status_name);
  writer_.set_number(Column::kWeakness, event.weakness ? 1 : 0);
}

}  // namespace ntlmscan::columns
