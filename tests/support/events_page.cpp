// Writes the catalogue as Markdown: one table of all events, one section for each, the settings.
#include "support/events_page.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "ntlmscan/catalogue.hpp"

namespace ntlmscan::tests {
namespace {

constexpr std::string_view kHead =
    "# Events\n"
    "\n"
    "Generated from `libntlmscan/src/catalogue` by `ntlmscan_events_page`; do not edit. "
    "`ntlmscan explain ID` prints the same.\n"
    "\n"
    "A record is recognised by provider, id and version together: ids are reused by other providers. "
    "A version that is not listed is read as the newest one below it.\n";

std::string code(std::string_view text) { return "`" + std::string(text) + "`"; }

std::string cell(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '|') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string row(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& text : cells) line += " " + text + " |";
  return line + "\n";
}

std::string versions(const EventInfo& event) {
  std::string text;
  for (const unsigned version : event.versions) text += (text.empty() ? "" : ", ") + std::to_string(version);
  return text;
}

std::string overview(const std::vector<EventInfo>& events) {
  std::string text = "\n## Overview\n\n| id | provider | versions | `event` | what it says |\n|--|--|--|--|--|\n";
  for (const EventInfo& event : events) {
    text += row({std::to_string(event.id), std::string(event.provider), versions(event), code(event.symbol),
                 cell(event.title)});
  }
  return text;
}

std::string line(std::string_view label, std::string_view value) {
  if (value.empty()) return {};
  return "- " + std::string(label) + ": " + std::string(value) + "\n";
}

std::string facts(const EventInfo& event) {
  std::string text = line("group", event.group) + line("vantage", event.vantage) + line("outcome", event.outcome);
  if (event.twin != 0) text += line("twin", std::to_string(event.twin));
  if (event.weakness) text += line("weakness", "a warning about weak NTLM, not a block");
  return text + line("written by", event.written_by) + line("cannot say", event.cannot_say) +
         line("fields from", event.confidence);
}

std::string meaning(const EventInfo& event, const FieldInfo& field) {
  std::string text = cell(field.meaning);
  const bool everywhere = field.first_version == event.versions.front() && field.last_version == event.versions.back();
  if (everywhere) return text;
  if (!text.empty()) text += " ";
  text += "(version " + std::to_string(field.first_version);
  if (field.last_version == event.versions.back()) return text + " on)";
  return text +
         (field.last_version == field.first_version ? " only)" : " to " + std::to_string(field.last_version) + ")");
}

bool same_fields(const EventInfo& a, const EventInfo& b) {
  const auto same = [](const FieldInfo& x, const FieldInfo& y) {
    return x.name == y.name && x.type == y.type && x.column == y.column && x.meaning == y.meaning;
  };
  return std::equal(a.fields.begin(), a.fields.end(), b.fields.begin(), b.fields.end(), same);
}

/// The first event with the fields of `event`: it stands above, or is the event itself.
const EventInfo& first_with_fields_of(const EventInfo& event, const std::vector<EventInfo>& events) {
  return *std::find_if(events.begin(), events.end(), [&event](const EventInfo& e) { return same_fields(e, event); });
}

std::string fields(const EventInfo& event, const std::vector<EventInfo>& events) {
  const EventInfo& first = first_with_fields_of(event, events);
  if (&first != &event && !event.fields.empty()) {
    return "\nFields as in " + std::to_string(first.id) + " " + std::string(first.provider) + ".\n";
  }
  if (event.fields.empty()) {
    return event.confidence == "not established" ? "\nNobody has published its fields: values are kept without names.\n"
                                                 : "\nIt has no fields.\n";
  }
  std::string text = event.unnamed ? "\nValues carry no names in the log; these are by position.\n" : "";
  text += "\n| # | field | type | column | meaning |\n|--|--|--|--|--|\n";
  int number = 0;
  for (const FieldInfo& field : event.fields) {
    text += row({std::to_string(++number), code(field.name), std::string(field.type), code(field.column),
                 meaning(event, field)});
  }
  return text;
}

std::string settings() {
  std::string text = "\n## Settings\n\nIn the order of doing it. Recommended data record; they never refuse a logon.\n";
  for (const AuditSetting& setting : audit_settings()) {
    text +=
        "\n### " + std::string(setting.name) + "\n\n" + line("where", setting.where) +
        line("key", setting.key.empty() ? "" : code(setting.key)) +
        line("value", setting.value_name.empty() ? std::string(setting.type)
                                                 : code(setting.value_name) + " (" + std::string(setting.type) + ")") +
        line("default", setting.default_data) + line("recommended", setting.recommended) +
        line("command", setting.command.empty() ? "" : code(setting.command)) + line("events", setting.events) +
        line("remark", setting.remark) + "\n| data | effect |\n|--|--|\n";
    for (const SettingValue& value : setting.values) text += row({code(value.data), cell(value.effect)});
  }
  return text;
}

}  // namespace

std::string events_page() {
  const std::vector<EventInfo> events = explain_all_events();
  std::string page = std::string(kHead) + overview(events);
  for (const EventInfo& event : events) {
    page += "\n## " + std::to_string(event.id) + " " + std::string(event.provider) + "\n\n" + std::string(event.title) +
            ".\n\n" + facts(event) + fields(event, events);
  }
  return page + settings();
}

}  // namespace ntlmscan::tests
