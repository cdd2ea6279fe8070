// Layout of file health for people.
#include "commands/health_text.hpp"

#include <algorithm>

#include "terminal/report.hpp"
#include "terminal/times.hpp"

namespace ntlmscan::cli {
namespace {

constexpr std::size_t kStreamsShown = 20;
constexpr std::size_t kFaultsShown = 50;
constexpr std::size_t kNameWidth = 35;

Ink ink_of(const FileHealth& health) {
  if (health.state() == "failed") return Ink::kBad;
  if (health.state() == "partial") return Ink::kBad;
  return health.signs.empty() ? Ink::kGood : Ink::kCaution;
}

std::string verdict(const FileHealth& health) {
  if (health.state() == "failed") return "failed: nothing could be read";
  std::string out = "every record could be read";
  if (health.state() == "partial") {
    out = counted(health.bytes_lost, "byte") + " that should hold records could not be read";
  }
  if (health.signs.empty()) return out;
  return out + "; " + counted(health.signs.size(), "sign") + " to look at";
}

std::string chunks_text(const FileHealth& health) {
  std::string out = with_commas(health.chunks) + " found, " + with_commas(health.chunks_recorded) +
                    " named by the header, " + with_commas(health.chunks_unused) + " unused, " +
                    with_commas(health.chunks_bad) + " with faults";
  return out + "; " +
         (health.bad_checksums == 0 ? "all checksums hold" : counted(health.bad_checksums, "wrong checksum"));
}

std::string format_text(const FileHealth& health) {
  if (health.format.empty()) return "no header; chunks were found by their own marks";
  return health.format + ", header " + (health.header_ok ? "sound" : "damaged") + ", " +
         (health.dirty ? "not closed by the service: header and checksums may be stale" : "closed by the service");
}

void add_facts(Report& report, const FileHealth& health) {
  report.labelled("size", bytes_text(health.size));
  if (!health.readable) return;
  report.labelled("format", format_text(health));
  report.labelled("chunks", chunks_text(health));
  if (health.records_recovered) {
    report.labelled("recovered", counted(*health.records_recovered, "old record") + " beside the live ones");
  }
  if (health.records == 0) return report.labelled("records", "none");
  report.labelled("records", with_commas(health.records) + ", numbered " + std::to_string(health.first_record) +
                                 " to " + std::to_string(health.last_record));
  if (health.first_time) {
    report.labelled("time", tick_text(*health.first_time) + " to " + tick_text(*health.last_time));
  }
  report.labelled("kind", health.exported
                              ? "an export: the records were numbered anew, or the last one has no time of writing"
                              : "the service's own file, or a copy of it");
}

std::string stream_text(const StreamHealth& stream) {
  std::string out = counted(stream.records, "record") + ", ids " + std::to_string(stream.first_id) + " to " +
                    std::to_string(stream.last_id);
  out += stream.id_gaps == 0 ? ", none missing"
                             : ", " + with_commas(stream.ids_missing) + " missing in " + counted(stream.id_gaps, "gap");
  if (stream.ids_repeated > 0) out += ", " + with_commas(stream.ids_repeated) + " repeated";
  if (stream.time_reversals > 0) {
    out += ", the time goes back " + counted(stream.time_reversals, "time") + ", by up to " +
           span_text(stream.largest_reversal / 10'000'000);
  }
  return out + (stream.forwarded ? ", forwarded" : "");
}

void add_streams(Report& report, const FileHealth& health) {
  if (health.streams.empty()) return;
  report.section("Whose records");
  for (std::size_t i = 0; i < std::min(health.streams.size(), kStreamsShown); ++i) {
    const StreamHealth& stream = health.streams[i];
    const std::string channel = stream.channel.empty() ? "(no channel)" : safe(stream.channel);
    std::string names;
    for (const std::string& name : stream.computers) names += (names.empty() ? "" : ", ") + safe(name);
    report.wrapped("  ", channel + " of " + (names.empty() ? "(no name)" : names));
    report.wrapped("      ", stream_text(stream));
  }
  if (health.streams.size() > kStreamsShown) {
    report.line("  and " + counted(health.streams.size() - kStreamsShown, "more"), Ink::kFaint);
  }
}

void add_faults(Report& report, const FileHealth& health) {
  const std::uint64_t all = health.faults_lost + health.faults_other;
  if (all == 0) return;
  report.section("Faults");
  for (std::size_t i = 0; i < std::min(health.faults.size(), kFaultsShown); ++i) {
    const Fault& fault = health.faults[i];
    report.wrapped("  ", "@" + std::to_string(fault.byte_offset) + " " + std::string(severity_name(fault.severity)) +
                             " " + std::string(fault_code_name(fault.code)) + ": " + safe(fault.message) +
                             (fault.bytes > 0 ? " (" + counted(fault.bytes, "byte") + ")" : ""));
  }
  if (all > kFaultsShown)
    report.line("  and " + with_commas(all - kFaultsShown) + " more: --format ndjson has them", Ink::kFaint);
}

void add_signs(Report& report, const FileHealth& health) {
  if (health.signs.empty()) return;
  report.section("Signs to look at");
  for (const TamperSign& sign : health.signs) {
    const std::string places = sign.places > 1 ? ", " + with_commas(sign.places) + " places" : "";
    report.wrapped(
        "  ", std::string(sign.code) + " @" + std::to_string(sign.byte_offset) + places + ": " + safe(sign.evidence));
    report.wrapped("      ", sign.innocent.empty() ? "No innocent cause is known."
                                                   : "Innocent cause: " + safe(sign.innocent) + ".");
  }
}

}  // namespace

std::string health_text(const FileHealth& health, const Paint& paint) {
  Report report(paint);
  report.heading(safe(health.source));
  report.line(fit("  " + verdict(health), kColumns), ink_of(health));
  add_facts(report, health);
  add_streams(report, health);
  add_faults(report, health);
  add_signs(report, health);
  return report.take();
}

std::string health_header(const Paint& paint) {
  return paint(Ink::kTitle, left("state", 9) + right("records", 11) + right("size", 10) + right("faults", 7) +
                                right("signs", 6) + "  file") +
         "\n";
}

std::string health_line(const FileHealth& health, const Paint& paint) {
  return paint(ink_of(health), left(health.state(), 9)) + right(with_commas(health.records), 11) +
         right(bytes_text(health.size), 10) + right(with_commas(health.faults_lost + health.faults_other), 7) +
         right(with_commas(health.signs.size()), 6) + "  " + fit_tail(safe(health.source), kNameWidth) + "\n";
}

std::string health_total(const Summary& summary, std::uint64_t files_with_signs, const Paint& paint) {
  const std::uint64_t ok = summary.files - summary.files_partial - summary.files_failed;
  std::string text = counted(summary.files, "log") + ", " + bytes_text(summary.bytes) + ", " +
                     counted(summary.records, "record") + ": " + with_commas(ok) + " read whole, " +
                     with_commas(summary.files_partial) + " in part, " + with_commas(summary.files_failed) +
                     " not at all; " + with_commas(files_with_signs) + " with signs to look at (info FILE tells them)";
  Report report(paint);
  report.section(text);
  return report.take();
}

}  // namespace ntlmscan::cli
