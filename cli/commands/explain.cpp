// `ntlmscan explain`: the catalogue for people.
#include <algorithm>
#include <charconv>

#include "commands/commands.hpp"
#include "ntlmscan/catalogue.hpp"
#include "outcome.hpp"
#include "terminal/report.hpp"

namespace ntlmscan::cli {
namespace {

constexpr std::string_view kAbout =
    "Says what an event means, what its fields hold and what it cannot say; or, with auditing, what to switch on where "
    "before logs can answer. Without an argument it lists the events it knows.";
constexpr std::string_view kExamples =
    "ntlmscan explain\tthe events, one line each\n"
    "ntlmscan explain 8004\n"
    "ntlmscan explain auditing\twhat to switch on, with values and what each does";

struct Options {
  Words topics;
  std::string color = "auto";
};

std::string versions_text(const FieldInfo& field, const EventInfo& event) {
  if (event.versions.empty() ||
      (field.first_version <= event.versions.front() && field.last_version >= event.versions.back())) {
    return {};
  }
  if (field.last_version >= event.versions.back()) return " (from version " + std::to_string(field.first_version) + ")";
  return " (up to version " + std::to_string(field.last_version) + ")";
}

void add_fields(Report& report, const EventInfo& event) {
  report.section(event.unnamed ? "Values (the record has no names: they are known by their place)" : "Fields");
  if (event.fields.empty()) report.line("  no field is known");
  for (const FieldInfo& field : event.fields) {
    const std::string column = field.column == "extra" ? "in extra" : std::string(field.column);
    std::string text = column + versions_text(field, event);
    if (!field.meaning.empty()) text += ": " + std::string(field.meaning);
    report.labelled(field.name, text, 24, Ink::kValue);
  }
}

std::string twin_text(const EventInfo& event) {
  const auto twins = explain_events(event.twin);
  const auto same =
      std::find_if(twins.begin(), twins.end(), [&](const auto& twin) { return twin.provider == event.provider; });
  return std::to_string(event.twin) + (same == twins.end() ? "" : ": " + std::string(same->title));
}

void add_event(Report& report, const EventInfo& event) {
  std::string versions;
  for (const std::uint8_t version : event.versions)
    versions += (versions.empty() ? "" : ", ") + std::to_string(version);
  report.wrapped_in(Ink::kTitle, std::to_string(event.id) + "  ", event.title);
  report.labelled("provider", event.provider);
  report.labelled("symbol", event.symbol);
  report.labelled("group", event.group);
  report.labelled("seen from", event.vantage.empty() ? "the log itself" : event.vantage);
  report.labelled("outcome", event.outcome);
  if (!versions.empty())
    report.labelled("versions", versions + " (fields from: " + std::string(event.confidence) + ")");
  if (event.weakness) report.labelled("weakness", "a warning about weak NTLM; nothing was blocked", 14, Ink::kCaution);
  if (event.twin != 0) report.labelled("twin", twin_text(event));
  if (!event.written_by.empty()) report.labelled("written by", event.written_by);
  add_fields(report, event);
  if (event.cannot_say.empty()) return;
  report.section("What it cannot say");
  report.wrapped("  ", event.cannot_say);
}

void add_setting(Report& report, const AuditSetting& setting, std::size_t number) {
  report.section(std::to_string(number) + ". " + std::string(setting.name));
  report.labelled("where", setting.where);
  const std::string value = setting.value_name.empty() ? "" : "\\" + std::string(setting.value_name);
  report.labelled("set by", std::string(setting.key) + value + " (" + std::string(setting.type) + ")");
  report.labelled("as shipped", setting.default_data);
  if (!setting.recommended.empty()) report.labelled("to collect", setting.recommended, 14, Ink::kGood);
  for (const SettingValue& choice : setting.values) {
    report.labelled("  " + std::string(choice.data), choice.effect, 14, choice.refuses ? Ink::kBad : Ink::kValue);
  }
  if (!setting.events.empty()) report.labelled("gives", setting.events);
  if (!setting.command.empty()) report.labelled("command", setting.command);
  if (!setting.remark.empty()) report.labelled("remark", setting.remark);
}

void add_auditing(Report& report) {
  report.heading("What to switch on before logs can answer");
  report.wrapped("",
                 "In this order. None of the values under `to collect` refuses a logon; those that do are named so "
                 "that nobody sets them by mistake.");
  std::size_t number = 0;
  for (const AuditSetting& setting : audit_settings()) add_setting(report, setting, ++number);
}

void add_list(Report& report) {
  std::string_view provider;
  for (const EventInfo& event : explain_all_events()) {
    if (event.provider != provider) {
      if (!provider.empty()) report.blank();
      provider = event.provider;
      report.heading(provider);
    }
    report.wrapped("  " + left(std::to_string(event.id), 6) + left(event.vantage.empty() ? "-" : event.vantage, 11),
                   event.title);
  }
  report.blank();
  report.wrapped("", "More about one: ntlmscan explain ID. What makes Windows write them: ntlmscan explain auditing.");
}

std::optional<std::uint16_t> id_of(std::string_view text) {
  std::uint16_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return id;
}

int complain_unknown(const std::string& topic) {
  complain("nothing is known about '" + topic + "'");
  complain("ntlmscan explain lists the events; ntlmscan explain auditing says what to switch on");
  return kFailed;
}

// False: there is nothing to say about it.
bool add_topic(Report& report, const std::string& topic) {
  if (topic == "auditing") {
    add_auditing(report);
    return true;
  }
  const auto id = id_of(topic);
  const auto events = id ? explain_events(*id) : std::vector<EventInfo>();
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (i > 0) report.blank();
    add_event(report, events[i]);
  }
  return !events.empty();
}

}  // namespace

int run_explain(const Words& words) {
  Options options;
  Arguments arguments("explain", kAbout, kExamples);
  arguments.words("TOPIC", options.topics, "An event id, or auditing");
  add_color(arguments, options.color);
  if (const auto status = arguments.parse(words)) return *status;
  const Paint paint = paint_for(options.color, Stream::kOutput);
  Report report(paint);
  if (options.topics.empty()) add_list(report);
  for (std::size_t i = 0; i < options.topics.size(); ++i) {
    if (i > 0) report.blank();
    if (!add_topic(report, options.topics[i])) return complain_unknown(options.topics[i]);
  }
  return print(report.take(), kDone);
}

}  // namespace ntlmscan::cli
