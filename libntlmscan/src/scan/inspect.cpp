// The public entry point of inspect().
#include "ntlmscan/inspect.hpp"

#include <map>
#include <memory>
#include <mutex>

#include "scan/guarded.hpp"
#include "scan/inspect_judge.hpp"
#include "scan/parallel.hpp"
#include "scan/recovery.hpp"
#include "scan/selection_text.hpp"
#include "scan/standard_input.hpp"

namespace ntlmscan {
namespace {

using scanning::Marks;
using scanning::UnitResult;
using OnFile = std::function<Status(const FileHealth&)>;

struct Worker {
  scanning::HealthVisitor visitor;
  std::unique_ptr<scanning::Recovery> recovery;
  scanning::ChunkReader reader;
  Worker(const ScanOptions& options, const std::shared_ptr<const scanning::Templates>& templates)
      : recovery(scanning::recovery_of(options, templates)), reader(visitor, recovery.get()) {}
};

class HealthMerger {
 public:
  HealthMerger(const ScanOptions& options, const OnFile& on_file) : options_(options), on_file_(on_file) {}

  /// From the thread that read the unit.
  void deliver(const UnitResult& result, Marks marks) {
    const std::scoped_lock lock(mutex_);
    marks_.insert_or_assign(result.unit.sequence, std::move(marks));
  }

  Status merge(const UnitResult& result) {
    const Marks marks = take(result.unit.sequence);
    judge_.add(result, marks);
    progress_.bytes_done += result.bytes;
    progress_.records += marks.records.size();
    if (result.unit.last_of_file) {
      if (Status status = end_file(*result.unit.file); !status.ok()) return status;
    }
    if (!options_.on_progress || options_.on_progress(progress_)) return {};
    return Error{FaultCode::kStopped, "stopped"};
  }

  Summary summary;

 private:
  Marks take(std::uint64_t sequence) {
    const std::scoped_lock lock(mutex_);
    auto found = marks_.extract(sequence);
    return found.empty() ? Marks{} : std::move(found.mapped());
  }

  Status end_file(const scanning::OpenFile& file) {
    FileHealth health = judge_.finish(file);
    if (!options_.recover) health.records_recovered.reset();
    ++progress_.files_done;
    ++summary.files;
    summary.bytes += health.size;
    summary.chunks += health.chunks;
    summary.records += health.records;
    summary.records_recovered += health.records_recovered.value_or(0);
    summary.faults_lost += health.faults_lost;
    summary.faults_other += health.faults_other;
    if (health.state() == "failed") ++summary.files_failed;
    if (health.state() == "partial") ++summary.files_partial;
    if (Status status = on_file_(health); !status.ok()) return status;
    if (!options_.strict || health.faults_lost == 0) return {};
    for (const Fault& fault : health.faults) {
      if (fault.severity != Severity::kLost) continue;
      return Error{fault.code, health.source + "@" + std::to_string(fault.byte_offset) + ": " + fault.message};
    }
    return {};
  }

  const ScanOptions& options_;
  const OnFile& on_file_;
  scanning::HealthJudge judge_;
  Progress progress_;
  std::mutex mutex_;
  std::map<std::uint64_t, Marks> marks_;  // read and not yet merged, by sequence
};

Result<Summary> run(const ScanOptions& options, const OnFile& on_file) {
  const unsigned threads = scanning::thread_count(options.threads);
  const auto templates = scanning::collect_templates(options);
  if (!templates) return scanning::ended_early(templates.error());
  const auto reading = scanning::with_standard_input(options);
  if (!reading) return scanning::ended_early(reading.error());
  std::vector<std::unique_ptr<Worker>> workers;
  for (unsigned i = 0; i < threads; ++i) workers.push_back(std::make_unique<Worker>(options, templates.value()));
  HealthMerger merger(options, on_file);
  scanning::UnitFeed feed(reading.value());
  const scanning::Stages stages{
      .work =
          [&](unsigned worker, UnitResult& result) {
            workers[worker]->reader.run(result);
            merger.deliver(result, workers[worker]->visitor.take());
          },
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

std::string_view FileHealth::state() const noexcept {
  if (!readable || (records + records_recovered.value_or(0) == 0 && faults_lost > 0)) return "failed";
  return faults_lost > 0 ? "partial" : "ok";
}

Result<Summary> inspect(const ScanOptions& options, const std::function<Status(const FileHealth&)>& on_file) {
  return scanning::guarded([&] { return run(options, on_file); });
}

}  // namespace ntlmscan
