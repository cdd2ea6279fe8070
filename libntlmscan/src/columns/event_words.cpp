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

void EventWords::put(Column column, std::int32_t code, std::span<const std::uint32_t> rows) {
  if (code == kNoWord) return;
  std::int32_t* const codes = writer_.codes(column);
  for (const std::uint32_t row : rows) codes[row] = code;
}

void EventWords::put_by_logon(Column column, const std::array<std::int32_t, kLogons>& words,
                              std::span<const std::uint32_t> rows, std::span<const plan::Logon> logons) {
  std::int32_t* const codes = writer_.codes(column);
  for (std::size_t k = 0; k < rows.size(); ++k) codes[rows[k]] = words[static_cast<std::size_t>(logons[k])];
}

// What the status of the row before made of the two words mostly holds for the next one.
void EventWords::put_by_status(const catalogue::EventDef& event, Words& words, std::span<const std::uint32_t> rows) {
  std::int32_t* const outcomes = writer_.codes(Column::kOutcome);
  std::int32_t* const names = writer_.codes(Column::kStatusName);
  for (const std::uint32_t row : rows) {
    const auto status = writer_.number(Column::kStatus, row);
    const auto sub_status = writer_.number(Column::kSubStatus, row);
    if (status != words.status || sub_status != words.sub_status) {
      words.status = status;
      words.sub_status = sub_status;
      judge(event, words);
    }
    outcomes[row] = words.outcome;
    names[row] = words.status_name;
  }
}

void EventWords::set(const catalogue::EventDef& event, std::span<const std::uint32_t> rows,
                     std::span<const plan::Logon> logons) {
  Words& words = words_of(event);
  put(Column::kEvent, words.symbol, rows);
  put(Column::kVantage, words.vantage, rows);
  put_by_logon(Column::kEventGroup, words.group, rows, logons);
  put_by_logon(Column::kProtocol, words.protocol, rows, logons);
  put_by_status(event, words, rows);
  const NumberCells weakness = writer_.numbers(Column::kWeakness);
  for (const std::uint32_t row : rows) weakness.set(row, event.weakness ? 1 : 0);
}

}  // namespace ntlmscan::columns
