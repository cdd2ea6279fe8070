// What the data cannot show: the honest end of the summary.
#include <algorithm>

#include "summary/render.hpp"
#include "terminal/layout.hpp"
#include "terminal/safe_text.hpp"

namespace ntlmscan::cli {
namespace {

constexpr std::string_view kOperational = "Microsoft-Windows-NTLM/Operational";
constexpr std::uint64_t kShortSeconds = 24 * 3600;
constexpr std::size_t kHostsNamed = 3;

bool has_event(const Findings& found, std::int64_t first, std::int64_t last, std::string_view group = "ntlm") {
  return std::any_of(found.events.begin(), found.events.end(), [&](const auto& event) {
    return event.first.id >= first && event.first.id <= last && event.first.group == group;
  });
}

/// `A, B, C and 4 more`
std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), kHostsNamed); ++i) out += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > kHostsNamed) out += " and " + with_commas(names.size() - kHostsNamed) + " more";
  return out;
}

// Hosts whose span in one log is shorter than a day.
std::vector<std::string> short_hosts(const Findings& found, Span HostFacts::*log) {
  std::vector<std::string> names;
  for (const auto& [name, facts] : found.hosts) {
    const Span& span = facts.*log;
    if (!span.any || span.seconds() >= kShortSeconds) continue;
    names.push_back(safe(name) + " (" + span_text(span.seconds()) + ")");
  }
  return names;
}

void add_short_hosts(const Findings& found, std::vector<std::string>& out) {
  struct Log {
    std::string_view name;
    Span HostFacts::*span;
  };
  for (const Log& log : {Log{"NTLM/Operational", &HostFacts::operational}, Log{"Security", &HostFacts::security}}) {
    const auto names = short_hosts(found, log.span);
    if (names.empty()) continue;
    out.push_back("Less than a day of the " + std::string(log.name) + " log: " + listed(names) +
                  ". What happens once a week or a month does not show.");
  }
}

void add_operational(const Findings& found, std::vector<std::string>& out) {
  if (!found.channels.contains(std::string(kOperational))) {
    out.emplace_back(
        "No NTLM/Operational log was read: which programs asked for NTLM, and for which target, is not known (8001 to "
        "8003, 4020 to 4023).");
    return;
  }
  if (!has_event(found, 8001, 8001) && !has_event(found, 4001, 4001) && !has_event(found, 4020, 4021)) {
    out.emplace_back(
        "NTLM/Operational has no record of outgoing NTLM (8001, 4020): auditing may be off on the clients.");
  }
}

bool domain_controller_seen(const Findings& found) {
  return has_event(found, 8004, 8006) || has_event(found, 4004, 4006) || has_event(found, 4030, 4033) ||
         has_event(found, 4768, 4769, "kerberos") || has_event(found, 4771, 4771, "kerberos");
}

}  // namespace

std::vector<std::string> limits_of(const Findings& found, const Summary& summary, bool narrowed) {
  std::vector<std::string> out;
  const auto say = [&out](bool holds, const char* sentence) {
    if (holds) out.emplace_back(sentence);
  };
  say(narrowed, "Only what --events, --since and --until leave was counted; the coverage of hosts is of all records.");
  say(summary.faults_lost > 0, "Some bytes that should hold records could not be read: the counts are too low.");
  if (!narrowed) {
    say(found.ntlm == 0,
        "No NTLM record was found. That is no proof of no NTLM: see which logs and hours were read, and "
        "`ntlmscan explain auditing`.");
    add_operational(found, out);
    say(!domain_controller_seen(found),
        "No log of a domain controller with 8004 to 8006, 4032 or Kerberos events was "
        "read: NTLM between other computers is not seen.");
    say(!has_event(found, 4624, 4624),
        "No NTLM logon in a Security log (4624): the version spoken and the client's "
        "address are mostly unknown.");
    say(found.ntlm > 0 && !has_event(found, 4020, 4033),
        "No enhanced records (4020 to 4033; Windows 11 24H2, Server 2025 "
        "and later): the reason for NTLM is not recorded.");
  }
  add_short_hosts(found, out);
  say(has_event(found, 4625, 4625), "Failed logons (4625) carry no NTLM version.");
  say(has_event(found, 4776, 4776),
      "4776 names neither the server nor the version; it is written wherever a password is "
      "checked, also for local accounts.");
  say(found.claimed > 0, "A client's name is what the client says of itself: anyone can send another one.");
  say(has_event(found, 1102, 1102, "log") || has_event(found, 104, 104, "log"),
      "A log was cleared (1102, 104): what it held before is gone.");
  say(has_event(found, 1104, 1104, "log"), "A Security log was full (1104): records may be missing.");
  return out;
}

}  // namespace ntlmscan::cli
