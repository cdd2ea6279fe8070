// `ntlmscan info`: the health of each file.
#include "ntlmscan/inspect.hpp"

#include "commands/commands.hpp"
#include "commands/health_text.hpp"
#include "outcome.hpp"
#include "terminal/progress.hpp"
#include "terminal/system.hpp"

namespace ntlmscan::cli {
namespace {

constexpr std::string_view kAbout =
    "Says how each log is: chunks, checksums, records, times, what could not be read, and signs of tampering with what "
    "else they may come from. One log is told in full, several in one line each.";
constexpr std::string_view kExamples =
    "ntlmscan info Security.evtx\n"
    "ntlmscan info logs/\tone line a log\n"
    "ntlmscan info --verbose logs/ | less\n"
    "ntlmscan info --format ndjson logs/ | jq 'select(.signs != [])'";

struct Options {
  ReadingOptions reading{Reading::kWholeLogs};
  std::string format = "text";
  std::string color = "auto";
  bool verbose = false;
};

std::optional<int> parse(const Words& words, Options& options) {
  Arguments arguments("info", kAbout, kExamples);
  arguments.flag("-v,--verbose", options.verbose, "Tell every log in full");
  arguments.choice("--format", "FORMAT", {"text", "ndjson"}, options.format, "text, or ndjson: one object a log");
  options.reading.add_to(arguments);
  add_color(arguments, options.color);
  if (const auto status = arguments.parse(words)) return status;
  return options.reading.complete() ? std::nullopt : std::optional(kFailed);
}

/// Writes healths as they come. The first waits until it is known whether it is the only one.
class HealthPrinter {
 public:
  HealthPrinter(const Options& options, TextOutput& out)
      : options_(options), out_(out), paint_(paint_for(options.color, Stream::kOutput)) {}

  Status add(const FileHealth& health) {
    ++files_;
    signs_ += health.signs.empty() ? 0 : 1;
    if (options_.format == "ndjson") return out_.write(health_json(health));
    if (options_.verbose) return out_.write((files_ > 1 ? "\n" : "") + health_text(health, paint_));
    if (files_ == 1) {
      first_ = health;
      return {};
    }
    if (files_ == 2) {
      if (Status status = out_.write(health_header(paint_) + health_line(first_, paint_)); !status) return status;
    }
    return out_.write(health_line(health, paint_));
  }

  Status finish(const Summary& summary) {
    Status status;
    if (options_.format == "text" && !options_.verbose && files_ == 1) status = out_.write(health_text(first_, paint_));
    if (options_.format == "text" && files_ > 1) status = out_.write(health_total(summary, signs_, paint_));
    return status.ok() ? out_.finish() : status;
  }

 private:
  const Options& options_;
  TextOutput& out_;
  Paint paint_;
  FileHealth first_;
  std::uint64_t files_ = 0;
  std::uint64_t signs_ = 0;  // files with signs
};

}  // namespace

int run_info(const Words& words) {
  Options options;
  if (const auto status = parse(words, options)) return *status;
  auto out = open_text_output("-");
  if (!out) return status_of(out.error());
  HealthPrinter printer(options, *out.value());
  watch_interrupt();
  ProgressLine progress(options.reading.shows_progress(), options.reading.scan.inputs);
  options.reading.scan.on_progress = [&](const Progress& at) {
    progress.update(at);
    return !interrupted();
  };
  const auto done = inspect(options.reading.scan, [&](const FileHealth& health) { return printer.add(health); });
  progress.clear();
  if (!done) return status_of(done.error());
  if (done.value().stopped) return status_of(done.value());
  if (done.value().files == 0) complain_nothing_read(done.value(), {}, true);
  const Status finished = printer.finish(done.value());
  if (!finished && finished.error().code != FaultCode::kStopped) return status_of(finished.error());
  return status_of(done.value());
}

}  // namespace ntlmscan::cli
