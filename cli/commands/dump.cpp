// `ntlmscan dump`: every record whole.
#include "commands/commands.hpp"
#include "outcome.hpp"
#include "terminal/layout.hpp"
#include "terminal/progress.hpp"
#include "terminal/system.hpp"

namespace ntlmscan::cli {
namespace {

constexpr std::string_view kAbout =
    "Writes every record whole, whatever the event: one JSON object or one XML document a line. What cannot be read is "
    "named on standard error, with file and offset.";
constexpr std::string_view kExamples =
    "ntlmscan dump Security.evtx | jq .Event.EventData\n"
    "ntlmscan dump --events 4624 --since 2026-09-09 logs/ -o logons.ndjson.zst\n"
    "ntlmscan dump --format xml Security.evtx\n"
    "zstdcat Security.evtx.zst | ntlmscan dump -";

struct Options {
  ReadingOptions reading;
  std::string output = "-";
  std::string format = "ndjson";
  bool verbose = false;
};

std::optional<int> parse(const Words& words, Options& options) {
  Arguments arguments("dump", kAbout, kExamples);
  options.reading.add_to(arguments);
  arguments.option("-o,--output", "FILE", options.output, "Write there (also NAME.zst); - is standard output");
  arguments.choice("--format", "FORMAT", {"ndjson", "xml"}, options.format, "ndjson, which is the default, or xml");
  arguments.flag("-v,--verbose", options.verbose, "Name also what is odd and lost nothing, such as stale checksums");
  if (const auto status = arguments.parse(words)) return status;
  return options.reading.complete() ? std::nullopt : std::optional(kFailed);
}

}  // namespace

int run_dump(const Words& words) {
  Options options;
  if (const auto status = parse(words, options)) return *status;
  watch_interrupt();
  auto out = open_text_output(options.output);
  if (!out) return status_of(out.error());
  ProgressLine progress(options.reading.shows_progress(), options.reading.scan.inputs);
  options.reading.scan.on_progress = [&](const Progress& at) {
    progress.update(at);
    return !interrupted();
  };
  FaultLog faults;
  const auto report = [&](std::string_view source, const Fault& fault) -> Status {
    faults.add(source, fault);
    const bool harmless = fault.severity == Severity::kNote || fault.severity == Severity::kRecovery;
    if (harmless && !options.verbose) return {};
    progress.clear();
    tell(
        fault_line(source, fault.byte_offset, severity_name(fault.severity), fault_code_name(fault.code), fault.message)
            .whole());
    return {};
  };
  const DumpFormat format = options.format == "xml" ? DumpFormat::kXml : DumpFormat::kNdjson;
  const auto done = dump(
      options.reading.scan, format, [&](std::string_view text) { return out.value()->write(text); }, report);
  progress.clear();
  if (!done) return status_of(done.error());
  const Summary& summary = done.value();
  if (summary.stopped) return status_of(summary);
  if (nothing_read(summary)) {
    complain_nothing_read(summary, faults, true);
    return kFailed;
  }
  const Status finished = out.value()->finish();
  if (!finished && finished.error().code != FaultCode::kStopped) return status_of(finished.error());
  if (const auto notes = faults.count(Severity::kNote); notes > 0 && !options.verbose && !options.reading.quiet) {
    tell(counted(notes, "note") + " on what is odd and lost nothing: --verbose or ntlmscan info tell them");
  }
  return status_of(summary);
}

}  // namespace ntlmscan::cli
