// The public entry point: options checked, workers made, tables written.
#include "ntlmscan/scan.hpp"

#include <memory>
#include <vector>

#include "scan/event_visitor.hpp"
#include "scan/guarded.hpp"
#include "scan/merge.hpp"
#include "scan/parallel.hpp"
#include "scan/recovery.hpp"
#include "scan/selection_text.hpp"
#include "scan/standard_input.hpp"

namespace ntlmscan {
namespace {

/// One thread's reader and decoder.
struct Worker {
  scanning::EventVisitor visitor;
  std::unique_ptr<scanning::Recovery> recovery;
  scanning::ChunkReader reader;
  Worker(const ScanOptions& options, const std::shared_ptr<const scanning::Templates>& templates,
         const plan::Selection& selection, std::uint64_t seed, unsigned number)
      : visitor(selection, options.walker_only, seed, number),
        recovery(scanning::recovery_of(options, templates)),
        reader(visitor, recovery.get()) {}
};

Result<Summary> run(const ScanOptions& options, const plan::Selection& selection, Sink& sink) {
  const unsigned threads = scanning::thread_count(options.threads);
  const std::uint64_t seed = scanning::random_seed();
  const auto templates = scanning::collect_templates(options);
  if (!templates) return scanning::ended_early(templates.error());
  const auto reading = scanning::with_standard_input(options);
  if (!reading) return scanning::ended_early(reading.error());
  std::vector<std::unique_ptr<Worker>> workers;
  for (unsigned i = 0; i < threads; ++i)
    workers.push_back(std::make_unique<Worker>(options, templates.value(), selection, seed, i));
  scanning::Merger merger(sink, options, seed);
  scanning::UnitFeed feed(reading.value());
  const scanning::Stages stages{
      .work = [&](unsigned worker, scanning::UnitResult& result) { workers[worker]->reader.run(result); },
      .merge = [&](scanning::UnitResult& result) { return merger.merge(result); },
  };
  Status status = scanning::run_units(feed, threads, stages);
  Summary summary = merger.summary();
  if (status.ok()) status = merger.finish();
  if (status.ok()) return summary;
  if (status.error().code != FaultCode::kStopped) return status.error();
  summary.stopped = true;
  return summary;
}

}  // namespace

Result<Summary> scan(const ScanOptions& options, Sink& sink) {
  auto selection = scanning::selection_of(options);
  if (!selection) return selection.error();
  return scanning::guarded([&] { return run(options, selection.value(), sink); });
}

}  // namespace ntlmscan
