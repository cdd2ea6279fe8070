// scan() and carve(): everything at once into memory.
#include <pybind11/stl.h>

#include <array>

#include "background_run.hpp"
#include "errors.hpp"
#include "interpreter.hpp"
#include "ntlmscan/carve.hpp"
#include "options.hpp"
#include "table.hpp"
#include "topics.hpp"

namespace ntlmscan::python {
namespace {

/// Keeps every batch.
class Collector final : public Sink {
 public:
  Collector() {
    for (std::size_t i = 0; i < kTableCount; ++i) {
      tables[i] = std::make_shared<HeldTable>();
      tables[i]->table = static_cast<Table>(i);
    }
  }
  [[nodiscard]] Status write(const Batch& batch) override { return keep(std::make_shared<const Batch>(batch)); }
  [[nodiscard]] Status take(Batch&& batch) override { return keep(std::make_shared<const Batch>(std::move(batch))); }
  [[nodiscard]] Status finish() override { return {}; }

  std::array<std::shared_ptr<HeldTable>, kTableCount> tables;

 private:
  [[nodiscard]] Status keep(std::shared_ptr<const Batch> batch) {
    tables[static_cast<std::size_t>(batch->table)]->batches.push_back(std::move(batch));
    return {};
  }
};

/// Until the run has ended: signals first, then the callback, in the thread of the caller.
void wait_for(BackgroundRun& run, const py::object& on_progress) {
  const long process = process_id();
  for (bool ended = false; !ended;) {
    {
      const LockGivenBack free;
      ended = run.finished_within_a_turn();
    }
    if (process_id() != process) raise_named("StreamClosedError", "the scan runs in the process that was forked");
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    if (!on_progress.is_none()) on_progress(run.progress());
  }
}

using Tables = std::vector<std::shared_ptr<HeldTable>>;

/// Runs `work` to its end.
std::tuple<Tables, Summary> collect(ScanOptions options, const py::object& on_progress, BackgroundRun::Work work) {
  Collector collector;
  const std::unique_ptr<BackgroundRun, FreeInItsProcess<BackgroundRun>> run(
      new BackgroundRun(std::move(options), collector, {}, std::move(work)));
  wait_for(*run, on_progress);
  const Result<Summary>& result = run->result();
  if (!result) raise(result.error());
  return {{collector.tables.begin(), collector.tables.end()}, result.value()};
}

std::tuple<Tables, Summary> scan_all(const py::typing::Iterable<py::object>& inputs, std::string events,
                                     std::optional<std::uint64_t> since, std::optional<std::uint64_t> until,
                                     bool strict, unsigned threads, const py::object& on_progress,
                                     const RecoveryWishes& recovery) {
  return collect(scan_options(inputs, std::move(events), since, until, strict, threads, recovery), on_progress, scan);
}

/// Tables and totals, the paths of the logs that were written, how many chunks they hold and how many were left out.
std::tuple<Tables, Summary, std::vector<py::bytes>, std::uint64_t, std::uint64_t> carve_all(
    const py::typing::Iterable<py::object>& inputs, std::string events, std::optional<std::uint64_t> since,
    std::optional<std::uint64_t> until, bool strict, unsigned threads, const py::object& on_progress,
    const RecoveryWishes& recovery, const py::bytes& logs_folder) {
  const auto carved = std::make_shared<Carved>();  // shared: in a forked child the run is never freed
  const auto work = [carved, logs_folder = std::string(logs_folder)](const ScanOptions& options,
                                                                     Sink& sink) -> Result<Summary> {
    auto done = carve({options, logs_folder}, sink);
    if (!done) return done.error();
    *carved = std::move(done.value());
    return carved->summary;
  };
  auto [tables, summary] =
      collect(scan_options(inputs, std::move(events), since, until, strict, threads, recovery), on_progress, work);
  return {std::move(tables),
          summary,
          {carved->logs.begin(), carved->logs.end()},
          carved->chunks_written,
          carved->chunks_left_out};
}

}  // namespace

void init_scan(py::module_& module) {
  remember_interpreter();
  py::module_::import("atexit").attr("register")(py::cpp_function(&BackgroundRun::end_all));
  py::class_<Progress>(module, "Progress", "How far a scan is. Counts only grow.")
      .def_readonly("files_done", &Progress::files_done, "Files read to their end.")
      .def_readonly("bytes_done", &Progress::bytes_done, "Bytes read.")
      .def_readonly("records", &Progress::records, "Records seen.")
      .def_readonly("rows", &Progress::rows, "Events kept.");
  py::class_<Summary>(module, "Summary", "Totals of a finished scan.")
      .def_readonly("files", &Summary::files, "Logs that were read, or should have been.")
      .def_readonly("files_partial", &Summary::files_partial, "Of which something was lost.")
      .def_readonly("files_failed", &Summary::files_failed, "Of which nothing could be read.")
      .def_readonly("bytes", &Summary::bytes, "Size of the files.")
      .def_readonly("chunks", &Summary::chunks, "Of 64 KiB, without unused ones.")
      .def_readonly("records", &Summary::records, "Live records.")
      .def_readonly("records_recovered", &Summary::records_recovered, "Old records, found by recovery.")
      .def_readonly("rows", &Summary::rows, "Events kept.")
      .def_readonly("faults_lost", &Summary::faults_lost, "Places where bytes were lost.")
      .def_readonly("faults_other", &Summary::faults_other, "Notes and signs of tampering.");
  module.def("scan", &scan_all, py::arg("inputs"), py::arg("events"), py::arg("since"), py::arg("until"),
             py::arg("strict"), py::arg("threads"), py::arg("on_progress"), py::arg("recovery"));
  module.def("carve", &carve_all, py::arg("inputs"), py::arg("events"), py::arg("since"), py::arg("until"),
             py::arg("strict"), py::arg("threads"), py::arg("on_progress"), py::arg("recovery"),
             py::arg("logs_folder"));
  module.def(
      "parse_time", [](const std::string& text) { return take(parse_time(text)); }, py::arg("text"));
}

}  // namespace ntlmscan::python
