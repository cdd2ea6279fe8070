// Sections of the summary, top to bottom.
#include "summary/render.hpp"

#include <algorithm>

#include "ntlmscan/catalogue.hpp"
#include "terminal/layout.hpp"
#include "terminal/safe_text.hpp"

namespace ntlmscan::cli {
namespace {

constexpr std::size_t kHostsShown = 12;
constexpr std::size_t kNtlmKindsShown = 40;
constexpr std::size_t kOtherKindsShown = 5;
constexpr std::size_t kTopShown = 8;
constexpr std::size_t kFaultsShown = 5;
constexpr std::size_t kPathsShown = 5;

using Kinds = std::vector<std::pair<EventKind, std::uint64_t>>;

struct GroupTitle {
  std::string_view group;
  std::string_view title;
};
constexpr GroupTitle kGroups[] = {
    {"ntlm", "NTLM"},         {"kerberos", "Kerberos"},       {"session", "Other logons and sessions"},
    {"netlogon", "Netlogon"}, {"log", "The logs themselves"},
};

// `refused`: of records that were blocked; where only the status tells that, the title does not.
std::string meaning_of(const EventKind& kind, const std::vector<EventInfo>& infos, bool refused) {
  const auto same =
      std::find_if(infos.begin(), infos.end(), [&](const auto& info) { return info.provider == kind.provider; });
  if (same == infos.end()) return safe(kind.provider);
  return (refused && same->outcome != "blocked" ? "with status 0xc0000418: " : "") + std::string(same->title);
}

/// Text that grows line by line.
class Page {
 public:
  explicit Page(const Paint& paint) : paint_(paint) {}

  void title(std::string_view text) { out_ += "\n" + paint_(Ink::kTitle, text) + "\n"; }
  void line(std::string_view text, Ink ink = Ink::kPlain) { out_ += paint_(ink, text) + "\n"; }
  void wrapped(std::string_view first, std::string_view text) { append_wrapped(out_, first, text); }
  void counted_line(std::uint64_t count, std::string_view text, Ink ink = Ink::kPlain) {
    counted_line(count, "", text, ink);
  }
  /// The count in its ink, then `label` and the wrapped text.
  void counted_line(std::uint64_t count, std::string_view label, std::string_view text, Ink ink) {
    const std::string number = right(with_commas(count), count_width_);
    std::string lines;
    append_wrapped(lines, number + "  " + std::string(label), text);
    out_ += paint_(ink, number) + lines.substr(number.size());
  }
  /// Room for counts up to `largest`.
  void set_largest(std::uint64_t largest) { count_width_ = with_commas(largest).size() + 2; }
  /// A fainter remark below a list.
  void remark(std::string_view text) {
    std::string lines;
    append_wrapped(lines, "  ", text);
    out_ += paint_(Ink::kFaint, std::string_view(lines).substr(0, lines.size() - 1)) + "\n";
  }

  [[nodiscard]] const Paint& paint() const noexcept { return paint_; }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  const Paint& paint_;
  std::size_t count_width_ = 0;
  std::string out_;
};

// The records of an image are no log's: none of them is live, and every one is recovered.
std::string read_text(const Summary& summary, const Told& told) {
  const std::string size = ", " + bytes_text(summary.bytes) + ": ";
  if (told.images) {
    return "Searched " + counted(summary.files, "image") + size +
           counted(summary.records + summary.records_recovered, "record") + " found, ";
  }
  return "Read " + counted(summary.files, "log") + size + counted(summary.records, "record") + ", ";
}

void show_read(Page& page, const Findings& found, const Summary& summary, const Told& told) {
  page.line(read_text(summary, told) + with_commas(summary.rows) + " kept, " + with_commas(found.ntlm) +
                " of them about NTLM",
            Ink::kTitle);
  if (found.span.any) page.line("From " + moment_text(found.span.first) + " to " + moment_text(found.span.last));
  const std::uint64_t bad = summary.files_partial + summary.files_failed;
  if (bad == 0) return;
  std::string line;
  const std::string_view input = told.images ? "image" : "log";
  if (summary.files_partial > 0) line = counted(summary.files_partial, input) + " could be read only in part";
  if (summary.files_failed > 0)
    line += (line.empty() ? "" : ", ") + counted(summary.files_failed, input) + " not at all";
  page.line(line, Ink::kBad);
}

void show_hosts(Page& page, const Findings& found) {
  std::vector<std::pair<std::string, HostFacts>> hosts(found.hosts.begin(), found.hosts.end());
  std::erase_if(hosts, [](const auto& host) { return host.second.records == 0 && host.second.ntlm == 0; });
  std::stable_sort(hosts.begin(), hosts.end(), [](const auto& a, const auto& b) {
    return a.second.ntlm != b.second.ntlm ? a.second.ntlm > b.second.ntlm : a.second.records > b.second.records;
  });
  if (hosts.empty()) return;
  page.title(left("Hosts (" + with_commas(hosts.size()) + (found.hosts_complete ? ")" : " and more)"), 29) +
             right("records", 11) + right("NTLM", 9) + right("hours", 7) + "  " + left("first", 11) + "last");
  for (std::size_t i = 0; i < std::min(hosts.size(), kHostsShown); ++i) {
    const auto& [name, facts] = hosts[i];
    page.line("  " + left(name.empty() ? "(no name)" : safe(name), 27) + right(with_commas(facts.records), 11) +
              right(with_commas(facts.ntlm), 9) + right(with_commas(facts.hours), 7) +
              (facts.span.any ? "  " + day_text(facts.span.first) + " " + day_text(facts.span.last) : ""));
  }
  const std::string more =
      hosts.size() > kHostsShown ? "and " + with_commas(hosts.size() - kHostsShown) + " more; " : "";
  page.remark(more + "hours: those with at least one record");
}

void show_kinds(Page& page, Kinds kinds, std::size_t most, Ink ink, bool refused = false) {
  std::stable_sort(kinds.begin(), kinds.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  for (std::size_t i = 0; i < std::min(kinds.size(), most); ++i) {
    const auto& [kind, count] = kinds[i];
    const auto infos = explain_events(static_cast<std::uint16_t>(kind.id));
    page.counted_line(count, left(std::to_string(kind.id), 6), meaning_of(kind, infos, refused), ink);
  }
  if (kinds.size() <= most) return;
  std::uint64_t rest = 0;
  for (std::size_t i = most; i < kinds.size(); ++i) rest += kinds[i].second;
  page.remark("and " + counted(kinds.size() - most, "other event") + ", " + counted(rest, "record"));
}

void show_events(Page& page, const Findings& found) {
  for (const GroupTitle& group : kGroups) {
    Kinds kinds;
    for (const auto& [kind, count] : found.events) {
      if (kind.group == group.group) kinds.emplace_back(kind, count);
    }
    if (kinds.empty()) continue;
    page.title(group.title);
    show_kinds(page, std::move(kinds), group.group == "ntlm" ? kNtlmKindsShown : kOtherKindsShown, Ink::kPlain);
  }
}

void show_versions(Page& page, const Findings& found) {
  if (found.ntlm == 0) return;
  page.title(left("NTLM by version", 24) + right("records", 11) + right("not anonymous", 16) + right("anonymous", 12));
  for (const auto& [version, facts] : found.versions) {
    const bool old = version == "NTLMv1" || version == "LM";
    const std::uint64_t named = facts.records - facts.anonymous;
    const std::string line = left("  " + (version.empty() ? "not recorded" : safe(version)), 24) +
                             right(with_commas(facts.records), 11) + right(with_commas(named), 16) +
                             right(with_commas(facts.anonymous), 12);
    page.line(line, old && named > 0 ? Ink::kBad : Ink::kPlain);
  }
  if (found.versions.contains("NTLMv1"))
    page.remark("An anonymous session shows as NTLMv1 whatever the systems speak: it has no key.");
}

struct TopList {
  std::string_view title;
  const Tally* tally;
};

std::vector<std::string> top_lines(const TopList& list, std::size_t width, const Paint& paint) {
  std::vector<std::string> lines;
  const std::string count = with_commas(list.tally->distinct()) + (list.tally->exact() ? "" : "+");
  const std::string title = std::string(list.title) + " (" + count + ")";
  lines.push_back(paint(Ink::kTitle, title) + std::string(width - title.size(), ' '));
  const std::size_t name_width = width - 9;
  for (const Tally::Entry& entry : list.tally->top(kTopShown)) {
    const std::string name = safe(entry.text);
    lines.push_back(right(with_commas(entry.count), 8) + " " + left(name, name_width));
  }
  if (lines.size() == 1) lines.push_back(left("       -", width));
  return lines;
}

void show_pair(Page& page, const TopList& one, const TopList& two) {
  constexpr std::size_t kWidth = (kColumns - 2) / 2;
  const auto first = top_lines(one, kWidth, page.paint());
  const auto second = top_lines(two, kWidth, page.paint());
  page.line("");
  for (std::size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
    const std::string& a = i < first.size() ? first[i] : std::string(kWidth, ' ');
    const std::string both = i < second.size() ? a + "  " + second[i] : a;
    page.line(std::string_view(both).substr(0, both.find_last_not_of(' ') + 1));
  }
}

void show_top(Page& page, const Findings& found) {
  if (found.ntlm == 0) return;
  show_pair(page, {"Accounts", &found.accounts}, {"Programs", &found.programs});
  show_pair(page, {"Clients", &found.clients}, {"Servers", &found.servers});
  page.remark(
      "NTLM records each, anonymous sessions left out of the accounts; hosts by the first part of their name, programs "
      "by their file. "
      "Records are not logons: one logon is recorded by client, server and domain controller, and often twice.");
  const bool exact = found.accounts.exact() && found.clients.exact() && found.servers.exact() && found.programs.exact();
  if (!exact) page.remark("Too many different names for exact counts: the numbers are lower bounds.");
}

void show_blocked(Page& page, const Findings& found) {
  if (found.ntlm == 0 && found.blocked.empty()) return;
  page.title("Blocked");
  const auto outcome = [&](const char* name) {
    const auto at = found.outcomes.find(name);
    return at == found.outcomes.end() ? std::uint64_t{0} : at->second;
  };
  if (found.blocked.empty()) page.counted_line(0, "no record says that NTLM was refused by policy", Ink::kGood);
  show_kinds(page, Kinds(found.blocked.begin(), found.blocked.end()), kNtlmKindsShown, Ink::kBad, true);
  for (const Tally::Entry& path : found.blocked_paths.top(kPathsShown)) {
    page.counted_line(path.count, safe(path.text));
  }
  if (found.blocked_paths.distinct() > kPathsShown) {
    page.remark("and " + with_commas(found.blocked_paths.distinct() - kPathsShown) + " other ways");
  }
  if (const auto n = outcome("would_block"); n > 0) page.counted_line(n, "would have been blocked: audited, allowed");
  if (const auto n = outcome("failed"); n > 0)
    page.counted_line(n, "failed for other reasons, such as a wrong password");
  if (found.weak > 0) page.counted_line(found.weak, "were allowed with a warning about weak NTLM", Ink::kCaution);
}

void show_faults(Page& page, const Findings& found, const Told& told) {
  if (found.faults.total() == 0) return;
  page.title("Could not be read, or was odd: " + found.faults.counts_text());
  const auto& lost = found.faults.lost_lines();
  for (std::size_t i = 0; i < std::min(lost.size(), kFaultsShown); ++i) {
    if (!lost[i].place.empty()) page.line("  " + fit_tail(lost[i].place, kColumns - 2));
    page.wrapped(lost[i].place.empty() ? "  " : "      ", lost[i].what);
  }
  const std::uint64_t more = found.faults.count(Severity::kLost);
  if (more > kFaultsShown) page.remark("and " + with_commas(more - kFaultsShown) + " more that lost bytes");
  page.remark(told.images ? "All of them, with file and offset: the table faults of carve -o DIR/."
                          : "All of them, with file and offset: ntlmscan info, or the table faults of scan -o DIR/.");
}

void show_limits(Page& page, const std::vector<std::string>& limits) {
  if (limits.empty()) return;
  page.title("What this data cannot show");
  for (const std::string& sentence : limits) page.wrapped("- ", sentence);
}

std::uint64_t largest_count(const Findings& found) {
  std::uint64_t largest = found.ntlm;
  for (const auto& [kind, count] : found.events) largest = std::max(largest, count);
  return largest;
}

}  // namespace

std::string render_summary(const Findings& findings, const Summary& summary, const Told& told, const Paint& paint) {
  Page page(paint);
  page.set_largest(largest_count(findings));
  show_read(page, findings, summary, told);
  show_hosts(page, findings);
  show_events(page, findings);
  show_versions(page, findings);
  show_top(page, findings);
  show_blocked(page, findings);
  show_faults(page, findings, told);
  show_limits(page, limits_of(findings, summary, told.narrowed));
  return page.take();
}

}  // namespace ntlmscan::cli
