// The public entry point of dump().
#include <memory>
#include <vector>

#include "ntlmscan/scan.hpp"
#include "scan/dump_visitor.hpp"
#include "scan/guarded.hpp"
#include "scan/parallel.hpp"
#include "scan/recovery.hpp"
#include "scan/selection_text.hpp"
#include "scan/standard_input.hpp"

namespace ntlmscan {
namespace {

using scanning::UnitResult;

/// One thread's reader and renderer.
struct Worker {
  scanning::DumpVisitor visitor;
  std::unique_ptr<scanning::Recovery> recovery;
  scanning::ChunkReader reader;
  Worker(const ScanOptions& options, const std::shared_ptr<const scanning::Templates>& templates,
         const plan::Selection& selection, DumpFormat format)
      : visitor(selection, format, options.walker_only),
        recovery(scanning::recovery_of(options, templates)),
        reader(visitor, recovery.get()) {}
};

/// Writes the texts in order and counts.
class TextMerger {
 public:
  TextMerger(const ScanOptions& options, const TextWriter& write, const FaultWriter& on_fault)
      : options_(options), write_(write), on_fault_(on_fault) {}

  Status merge(const UnitResult& result) {
    const scanning::OpenFile& file = *result.unit.file;
    if (result.unit.first_of_file) {
      if (Status status = report(file, file.faults); !status.ok()) return status;
    }
    if (!result.text.empty()) {
      if (Status status = write_(result.text.view()); !status.ok()) return status;
    }
    if (Status status = report(file, result.faults); !status.ok()) return status;
    summary.chunks += result.chunks;
    summary.records += result.records;
    summary.records_recovered += result.recovered;
    summary.rows += result.dumped;
    summary.records_templated += result.templated;
    summary.records_planned += result.planned;
    records_ += result.records + result.recovered;
    progress_.bytes_done += result.bytes;
    if (result.unit.last_of_file) end_file(file);
    progress_.records = summary.records;
    progress_.rows = summary.rows;
    if (!options_.on_progress || options_.on_progress(progress_)) return {};
    return Error{FaultCode::kStopped, "stopped"};
  }

  Summary summary;

 private:
  Status report(const scanning::OpenFile& file, const std::vector<Fault>& faults) {
    for (const Fault& fault : faults) {
      const bool lost = fault.severity == Severity::kLost;
      ++(lost ? summary.faults_lost : summary.faults_other);
      lost_ = lost_ || lost;
      if (Status status = on_fault_(file.name, fault); !status.ok()) return status;
      if (lost && options_.strict) {
        return scanning::first_lost(file, fault);
      }
    }
    return {};
  }

  void end_file(const scanning::OpenFile& file) {
    ++summary.files;
    ++progress_.files_done;
    summary.bytes += file.size;
    if (lost_) ++(file.failed || records_ == 0 ? summary.files_failed : summary.files_partial);
    lost_ = false;
    records_ = 0;
  }

  const ScanOptions& options_;
  const TextWriter& write_;
  const FaultWriter& on_fault_;
  Progress progress_;
  std::uint64_t records_ = 0;  // of the file at hand
  bool lost_ = false;
};

Result<Summary> run(const ScanOptions& options, const plan::Selection& selection, DumpFormat format,
                    const TextWriter& write, const FaultWriter& on_fault) {
  const unsigned threads = scanning::thread_count(options.threads);
  const auto templates = scanning::collect_templates(options);
  if (!templates) return scanning::ended_early(templates.error());
  const auto reading = scanning::with_standard_input(options);
  if (!reading) return scanning::ended_early(reading.error());
  std::vector<std::unique_ptr<Worker>> workers;
  for (unsigned i = 0; i < threads; ++i) {
    workers.push_back(std::make_unique<Worker>(options, templates.value(), selection, format));
  }
  TextMerger merger(options, write, on_fault);
  scanning::UnitFeed feed(reading.value());
  const scanning::Stages stages{
      .work = [&](unsigned worker, UnitResult& result) { workers[worker]->reader.run(result); },
      .merge = [&](UnitResult& result) { return merger.merge(result); },
  };
  const Status status = scanning::run_units(feed, threads, stages);
  Summary summary = merger.summary;
  if (status.ok()) return summary;
  if (status.error().code != FaultCode::kStopped) return status.error();
  summary.stopped = true;
  return summary;
}

}  // namespace

Result<Summary> dump(const ScanOptions& options, DumpFormat format, const TextWriter& write,
                     const FaultWriter& on_fault) {
  auto selection = scanning::selection_of(options);
  if (!selection) return selection.error();
  return scanning::guarded([&] { return run(options, selection.value(), format, write, on_fault); });
}

}  // namespace ntlmscan
