// The public entry point of carve().
#include "ntlmscan/carve.hpp"

#include <memory>

#include "scan/carve_reader.hpp"
#include "scan/carved_log.hpp"
#include "scan/event_visitor.hpp"
#include "scan/guarded.hpp"
#include "scan/lending.hpp"
#include "scan/merge.hpp"
#include "scan/open_image.hpp"
#include "scan/parallel.hpp"
#include "scan/selection_text.hpp"
#include "scan/standard_input.hpp"
#include "sinks/descriptor.hpp"

namespace ntlmscan {
namespace {

struct Worker {
  scanning::EventVisitor visitor;
  scanning::Lending lending;
  scanning::CarveReader reader;
  Worker(std::shared_ptr<const scanning::Templates> templates, const plan::Selection& selection, bool note_chunks,
         std::uint64_t seed, unsigned number)
      : visitor(selection, false, seed, number),
        lending(std::move(templates)),
        reader(visitor, &lending, note_chunks) {}
};

Result<Carved> ended_early(const Error& error) {
  const auto summary = scanning::ended_early(error);
  if (!summary) return summary.error();
  Carved carved;
  carved.summary = summary.value();
  return carved;
}

Result<Carved> run(const CarveOptions& options, const plan::Selection& selection, Sink& sink) {
  const bool logs_wanted = !options.logs_folder.empty();
  if (logs_wanted) {  // before hours of reading
    if (Status made = sinks::make_folders(options.logs_folder); !made.ok()) return made.error();
  }
  ScanOptions asked = options.scan;
  asked.recover = true;
  const auto templates = scanning::collect_templates(asked, {scanning::open_image, scanning::harvest_windows});
  if (!templates) return ended_early(templates.error());
  const auto reading = scanning::with_standard_input(options.scan);
  if (!reading) return ended_early(reading.error());
  const unsigned threads = scanning::thread_count(options.scan.threads);
  const std::uint64_t seed = scanning::random_seed();
  std::vector<std::unique_ptr<Worker>> workers;
  for (unsigned i = 0; i < threads; ++i) {
    workers.push_back(std::make_unique<Worker>(templates.value(), selection, logs_wanted, seed, i));
  }
  scanning::Merger merger(sink, options.scan, seed);
  scanning::CarvedLogs logs;
  scanning::UnitFeed feed(reading.value(), scanning::open_image);
  const scanning::Stages stages{
      .work = [&](unsigned worker, scanning::UnitResult& result) { workers[worker]->reader.run(result); },
      .merge =
          [&](scanning::UnitResult& result) {
            logs.add(result);
            return merger.merge(result);
          },
  };
  Status status = scanning::run_units(feed, threads, stages);
  Carved carved;
  carved.summary = merger.summary();
  if (status.ok() && logs_wanted) status = logs.write(options.logs_folder, carved);
  if (status.ok()) status = merger.finish();
  if (status.ok()) return carved;
  if (status.error().code != FaultCode::kStopped) return status.error();
  carved.summary.stopped = true;
  return carved;
}

}  // namespace

Result<Carved> carve(const CarveOptions& options, Sink& sink) {
  auto selection = scanning::selection_of(options.scan);
  if (!selection) return selection.error();
  return scanning::guarded([&] { return run(options, selection.value(), sink); });
}

}  // namespace ntlmscan
