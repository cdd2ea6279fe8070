// Runs that end in tables: to files, or as a summary on the terminal.
#include "commands/table_run.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "commands/stats.hpp"
#include "outcome.hpp"
#include "summary/render.hpp"
#include "terminal/layout.hpp"
#include "terminal/progress.hpp"
#include "terminal/safe_text.hpp"
#include "terminal/system.hpp"

namespace ntlmscan::cli {
namespace {

struct Options {
  const TableCommand& command;
  ReadingOptions reading;
  std::string output;
  std::string format;
  std::string stats;
  std::unique_ptr<TextOutput> stats_output;  ///< begun before the scan, so that an unfit place shows early
  std::string color = "auto";
  bool spreadsheet_safe = false;

  explicit Options(const TableCommand& run)
      : command(run), reading(run.reads_images ? Reading::kImages : Reading::kLogs) {}
};

std::optional<int> parse(const Words& words, Options& options) {
  const TableCommand& command = options.command;
  Arguments arguments(command.name, command.about, command.examples);
  arguments.option("-o,--output", "OUT", options.output,
                   "A folder (DIR/), a file NAME.parquet, .ndjson or .csv (also .zst) with three others beside it, or "
                   "- for the events on standard output");
  arguments.option("--format", "FORMAT", options.format, "parquet, ndjson or csv (ndjson.zst, csv.zst)");
  arguments.flag("--spreadsheet-safe", options.spreadsheet_safe, "CSV: texts that look like formulas get a '");
  options.reading.add_to(arguments);
  arguments.option("--stats", "FILE", options.stats, "Write counts, time and memory there as JSON");
  add_color(arguments, options.color);
  if (command.add_options) command.add_options(arguments);
  if (const auto status = arguments.parse(words)) return status;
  if (!options.reading.complete()) return kFailed;
  if (!options.output.empty() || (options.format.empty() && !options.spreadsheet_safe)) return std::nullopt;
  complain("--format and --spreadsheet-safe need -o: where should the table go?");
  return kFailed;
}

/// Passes on to the real output and watches what goes wrong. Where no input exists at all it leaves the output
/// unfinished, so that a mistyped path does not replace an earlier result by empty tables; a log that exists and cannot
/// be read has its row in `files` and its faults.
class WatchedSink final : public Sink {
 public:
  explicit WatchedSink(Sink& below) : below_(below) {}

  Status write(const Batch& batch) override {
    if (batch.table == Table::kFaults) faults_.add(batch);
    if (batch.table == Table::kFiles) files_ += batch.rows;
    return below_.write(batch);
  }
  Status finish() override { return files_ > faults_.missing_inputs() ? below_.finish() : Status(); }

  [[nodiscard]] const FaultLog& faults() const noexcept { return faults_; }

 private:
  Sink& below_;
  FaultLog faults_;
  std::uint64_t files_ = 0;
};

void tell_outcome(const OutputTarget& target, const Summary& summary, const FaultLog& faults, bool images) {
  const auto paths = output_paths(target);
  const bool stream = target.destination == Destination::kStream;
  const std::uint64_t records = summary.records + (images ? summary.records_recovered : 0);
  tell(counted(summary.rows, "row") + " from " + counted(records, "record") + " of " +
       counted(summary.files, images ? "image" : "file") + " (" + bytes_text(summary.bytes) + ")" +
       (stream ? "" : " to " + safe(target.destination == Destination::kFolder ? target.path : paths[0])));
  if (faults.total() == 0) return;
  tell("faults: " + faults.counts_text() +
       (stream ? "" : ", all in " + safe(paths[static_cast<std::size_t>(Table::kFaults)])));
  constexpr std::size_t kShown = 5;
  const auto& lost = faults.lost_lines();
  for (std::size_t i = 0; i < std::min(lost.size(), kShown); ++i) tell("  " + lost[i].whole());
  if (faults.count(Severity::kLost) > kShown) {
    tell("  and " + with_commas(faults.count(Severity::kLost) - kShown) + " more that lost bytes");
  }
}

/// Scans into `sink` with progress, and writes --stats.
class Run {
 public:
  explicit Run(Options& options) : options_(options) {}

  [[nodiscard]] Result<Summary> into(Sink& sink) {
    const auto begun = std::chrono::steady_clock::now();
    ProgressLine progress(options_.reading.shows_progress(), options_.reading.scan.inputs);
    options_.reading.scan.on_progress = [&](const Progress& at) {
      progress.update(at);
      return !interrupted();
    };
    auto done = options_.command.run(options_.reading.scan, sink);
    options_.reading.scan.on_progress = nullptr;
    seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    if (done && !options_.reading.quiet && options_.command.closing) {
      if (const std::string line = options_.command.closing(); !line.empty()) tell(line);
    }
    return done;
  }

  /// `status`, or kFailed where --stats could not be written.
  [[nodiscard]] int with_stats(const Summary& summary, const FaultLog& faults, int status) const {
    if (!options_.stats_output) return status;
    const Status written = write_stats(*options_.stats_output, summary, faults, seconds_);
    return written.ok() ? status : status_of(written.error());
  }

 private:
  Options& options_;
  double seconds_ = 0;
};

// Images go by any name: one whose ending is no table's may be evidence, whatever --format says of what is to come.
bool may_hold_tables(const OutputTarget& target) {
  if (target.destination != Destination::kFile || parse_output(target.path, "").ok()) return true;
  std::error_code none;
  return !std::filesystem::is_regular_file(std::u8string(target.path.begin(), target.path.end()), none);
}

int complain_taken(const std::string& path) {
  complain(path + ": cannot write here: a file of another kind has that name");
  return kFailed;
}

int scan_to_output(Options& options) {
  auto target = parse_output(options.output, options.format, options.spreadsheet_safe);
  if (!target) return status_of(target.error());
  if (options.command.reads_images && !may_hold_tables(target.value())) return complain_taken(options.output);
  const unsigned threads = options.reading.scan.threads;
  target.value().options.threads = threads > 0 ? threads : std::thread::hardware_concurrency();
  auto sink = open_output(target.value());
  if (!sink) return status_of(sink.error());
  WatchedSink watched(*sink.value());
  Run run(options);
  const auto done = run.into(watched);
  if (!done) return status_of(done.error());
  const Summary& summary = done.value();
  const int status = status_of(summary);
  if (status == kInterrupted) complain("interrupted; nothing was written");
  if (summary.stopped) return status;
  if (status == kFailed) complain_nothing_read(summary, watched.faults(), false);
  if (status != kFailed && !options.reading.quiet) {
    tell_outcome(target.value(), summary, watched.faults(), options.command.reads_images);
  }
  return run.with_stats(summary, watched.faults(), status);
}

int scan_to_terminal(Options& options) {
  SummarySink sink;
  Run run(options);
  const auto done = run.into(sink);
  if (!done) return status_of(done.error());
  const Summary& summary = done.value();
  const Findings& findings = sink.findings();
  const int status = status_of(summary);
  if (status == kInterrupted) complain("interrupted");
  if (summary.stopped) return status;
  if (status == kFailed) {
    complain_nothing_read(summary, findings.faults, false);
    return run.with_stats(summary, findings.faults, status);
  }
  const ScanOptions& asked = options.reading.scan;
  const Told told{!asked.events.empty() || asked.since || asked.until, options.command.reads_images};
  const Paint paint = paint_for(options.color, Stream::kOutput);
  return run.with_stats(summary, findings.faults, print(render_summary(findings, summary, told, paint), status));
}

// The numbers of an earlier run may be replaced, but no image whose name came to stand behind --stats.
bool may_hold_stats(const std::string& path) {
  if (path == "-") return true;
  const std::filesystem::path place(std::u8string(path.begin(), path.end()));
  std::error_code none;
  if (!std::filesystem::is_regular_file(place, none)) return true;
  const int first = std::ifstream(place, std::ios::binary).get();
  return first == std::ifstream::traits_type::eof() || first == '{' || path.ends_with(".zst");
}

}  // namespace

int run_to_tables(const TableCommand& command, const Words& words) {
  Options options(command);
  if (const auto status = parse(words, options)) return *status;
  watch_interrupt();
  if (!options.stats.empty()) {
    if (command.reads_images && !may_hold_stats(options.stats)) return complain_taken(options.stats);
    auto stats = open_text_output(options.stats);
    if (!stats) return status_of(stats.error());
    options.stats_output = std::move(stats.value());
  }
  return options.output.empty() ? scan_to_terminal(options) : scan_to_output(options);
}

}  // namespace ntlmscan::cli
