// The catalogue as people read it: all versions of an event folded into one description.
#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "catalogue/code_names.hpp"
#include "catalogue/event_notes.hpp"
#include "catalogue/lookup.hpp"
#include "ntlmscan/catalogue.hpp"
#include "ntlmscan/schema.hpp"

namespace ntlmscan {
namespace {

using catalogue::EventDef;
using catalogue::FieldDef;

constexpr std::array<std::string_view, 11> kTypes{
    "?", "UnicodeString", "UInt32", "HexInt32", "HexInt64", "Pointer", "Boolean", "GUID", "SID", "FILETIME", "Binary"};
constexpr std::array<std::string_view, 8> kOutcomes{"info",
                                                    "allowed",
                                                    "would_block",
                                                    "blocked",
                                                    "failed",
                                                    "failed; blocked where a status is 0xc0000418",
                                                    "by status: 0 allowed, 0xc0000418 blocked, any other failed",
                                                    "by status: 0 allowed, any other failed"};
constexpr std::array<std::string_view, 4> kConfidences{"provider manifest", "real records", "documentation",
                                                       "not established"};

template <class Enum, std::size_t N>
std::string_view word_of(const std::array<std::string_view, N>& words, Enum value) noexcept {
  const auto i = static_cast<std::size_t>(value);
  return i < N ? words[i] : std::string_view{};
}

std::string_view column_name(Column column) noexcept {
  const Column named = column == kNoColumn ? Column::kExtra : column;
  return table_columns(Table::kEvents)[static_cast<std::size_t>(named)].name;
}

std::string_view group_text(catalogue::Group group) noexcept {
  return group == catalogue::Group::kByLogon ? "by protocol: ntlm, kerberos or session" : catalogue::group_name(group);
}

FieldInfo describe(const FieldDef& field, std::uint8_t version) {
  return {field.name, word_of(kTypes, field.in_type), column_name(field.column), field.meaning, version, version};
}

FieldInfo* find(std::vector<FieldInfo>& fields, std::string_view name) {
  const auto at = std::find_if(fields.begin(), fields.end(), [name](const FieldInfo& f) { return f.name == name; });
  return at == fields.end() ? nullptr : &*at;
}

/// `versions` ascend. The newest one gives the order; what only older ones have follows.
std::vector<FieldInfo> fold_fields(std::span<const EventDef* const> versions) {
  std::vector<FieldInfo> fields;
  for (auto at = versions.rbegin(); at != versions.rend(); ++at) {
    for (const FieldDef& field : (*at)->fields) {
      FieldInfo* known = find(fields, field.name);
      if (known != nullptr) {
        known->first_version = (*at)->version;
      } else {
        fields.push_back(describe(field, (*at)->version));
      }
    }
  }
  return fields;
}

EventInfo describe(std::span<const EventDef* const> versions) {
  const EventDef& event = *versions.back();
  const catalogue::EventNote* note = catalogue::find_note(event);
  EventInfo info{};
  info.provider = event.provider;
  info.id = event.event_id;
  for (const EventDef* version : versions) info.versions.push_back(version->version);
  info.symbol = event.symbol;
  info.title = event.title;
  info.group = group_text(event.group);
  info.vantage = catalogue::vantage_name(event.vantage);
  info.outcome = word_of(kOutcomes, event.outcome);
  info.confidence = word_of(kConfidences, event.confidence);
  if (note != nullptr) {
    info.cannot_say = note->cannot_say;
    info.written_by = note->written_by;
  }
  info.twin = event.twin;
  info.weakness = event.weakness;
  info.unnamed = event.names_by_position;
  info.fields = fold_fields(versions);
  return info;
}

bool same_event(const EventDef* a, const EventDef* b) noexcept {
  return a->event_id == b->event_id && a->provider == b->provider;
}

template <class Wanted>
std::vector<EventInfo> explain_where(Wanted wanted) {
  std::vector<EventInfo> found;
  const auto all = catalogue::all_events();
  for (auto first = all.begin(); first != all.end();) {
    const auto last = std::find_if(first, all.end(), [first](const EventDef* e) { return !same_event(*first, e); });
    if (wanted(**first)) found.push_back(describe(std::span<const EventDef* const>(first, last)));
    first = last;
  }
  return found;
}

}  // namespace

std::vector<EventInfo> explain_events(std::uint16_t id) {
  return explain_where([id](const EventDef& event) { return event.event_id == id; });
}

std::vector<EventInfo> explain_all_events() {
  return explain_where([](const EventDef&) { return true; });
}

}  // namespace ntlmscan
