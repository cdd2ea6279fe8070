// stream(): a scan that runs as far ahead as its reader allows.
#include "stream.hpp"

#include <pybind11/stl.h>

#include "arrow_capsule.hpp"
#include "errors.hpp"
#include "options.hpp"
#include "table.hpp"
#include "topics.hpp"

namespace ntlmscan::python {

/// Batches that wait for their reader. The scan waits where there are too many, the reader where there is none.
class BatchStream::Feed final : public Sink {
 public:
  explicit Feed(Table table) : table_(table) {}

  [[nodiscard]] Status write(const Batch& batch) override {
    return batch.table == table_ ? hand_over(std::make_shared<const Batch>(batch)) : Status();
  }
  [[nodiscard]] Status take(Batch&& batch) override {
    return batch.table == table_ ? hand_over(std::make_shared<const Batch>(std::move(batch))) : Status();
  }
  [[nodiscard]] Status finish() override { return {}; }

  /// nullptr where none came within a turn.
  [[nodiscard]] std::shared_ptr<const Batch> take_within_a_turn() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kTurn, [this] { return closed_ || ended_ || !waiting_.empty(); });
    return take(lock);
  }
  [[nodiscard]] std::shared_ptr<const Batch> take_at_once() {
    std::unique_lock lock(mutex_);
    return take(lock);
  }
  void close() {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    waiting_.clear();
    changed_.notify_all();
  }
  /// Nothing more comes.
  void end() {
    const std::scoped_lock lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }
  [[nodiscard]] bool closed() {
    const std::scoped_lock lock(mutex_);
    return closed_;
  }

 private:
  static constexpr std::size_t kMostWaiting = 2;

  [[nodiscard]] Status hand_over(std::shared_ptr<const Batch> batch) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || waiting_.size() < kMostWaiting; });
    if (closed_) return Error{FaultCode::kStopped, "closed"};
    waiting_.push_back(std::move(batch));
    changed_.notify_all();
    return {};
  }
  [[nodiscard]] std::shared_ptr<const Batch> take(const std::unique_lock<std::mutex>&) {
    if (waiting_.empty()) return nullptr;
    auto batch = std::move(waiting_.front());
    waiting_.pop_front();
    changed_.notify_all();
    return batch;
  }

  const Table table_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::shared_ptr<const Batch>> waiting_;
  bool closed_ = false;
  bool ended_ = false;
};

BatchStream::BatchStream(Table table, ScanOptions options)
    : table_(table),
      feed_(std::make_unique<Feed>(table)),
      run_(std::make_unique<BackgroundRun>(
          std::move(options), *feed_,
          BackgroundRun::Calls{[feed = feed_.get()] { feed->end(); }, [feed = feed_.get()] { feed->close(); }})) {}

BatchStream::~BatchStream() { close(); }

void BatchStream::close() { run_->stop(); }

std::optional<Result<std::shared_ptr<const Batch>>> BatchStream::next_within_a_turn() {
  using Next = Result<std::shared_ptr<const Batch>>;
  if (auto batch = feed_->take_within_a_turn()) return Next(std::move(batch));
  if (feed_->closed()) return Next(Error{FaultCode::kStopped, "the stream is closed"});
  if (!run_->finished()) return std::nullopt;
  // What came between the two looks.
  if (auto batch = feed_->take_at_once()) return Next(std::move(batch));
  if (!run_->result()) return Next(run_->result().error());
  return Next(std::shared_ptr<const Batch>());
}

std::optional<Summary> BatchStream::summary() {
  if (!run_->finished() || !run_->result()) return std::nullopt;
  return run_->result().value();
}

namespace {

using SharedStream = std::shared_ptr<BatchStream>;

void check_process(const BatchStream& stream) {
  if (stream.process == process_id()) return;
  raise_named("StreamClosedError", "the stream belongs to the process that was forked: make one in this process");
}

/// nullptr, None for Python, at the end.
std::shared_ptr<HeldTable> next_batch(BatchStream& stream) {
  check_process(stream);
  for (;;) {
    std::optional<Result<std::shared_ptr<const Batch>>> next;
    {
      const LockGivenBack free;
      next = stream.next_within_a_turn();
    }
    if (PyErr_CheckSignals() != 0) {
      stream.close();
      throw py::error_already_set();
    }
    if (!next) continue;
    if (!*next) {
      if (next->error().code == FaultCode::kStopped) raise_named("StreamClosedError", next->error().message);
      raise(next->error());
    }
    if (next->value() == nullptr) return nullptr;
    auto held = std::make_shared<HeldTable>();
    held->table = stream.table();
    held->batches.push_back(std::move(next->value()));
    return held;
  }
}

/// Signals in a consumer that waits in C: the exception cannot pass through it, so the signal is raised anew behind it.
bool interrupted() {
  if (!in_main_thread()) return false;
  const LockHeld lock;
  if (!lock || PyErr_CheckSignals() == 0) return false;
  PyErr_Clear();
  PyErr_SetInterrupt();
  return true;
}

/// For consumers in C, which may or may not hold the interpreter lock.
Result<std::shared_ptr<const Batch>> next_for_arrow(BatchStream& stream) {
  if (stream.process != process_id()) return Error{FaultCode::kStopped, "the stream belongs to another process"};
  for (;;) {
    {
      const LockGivenBack free;
      if (auto next = stream.next_within_a_turn()) return std::move(*next);
    }
    if (!interrupted()) continue;
    stream.close();
    return Error{FaultCode::kStopped, "interrupted"};
  }
}

SharedStream open_stream(const std::string& table, const py::typing::Iterable<py::object>& inputs, std::string events,
                         std::optional<std::uint64_t> since, std::optional<std::uint64_t> until, bool strict,
                         unsigned threads, const RecoveryWishes& recovery) {
  return SharedStream(new BatchStream(table_of(table),
                                      scan_options(inputs, std::move(events), since, until, strict, threads, recovery)),
                      FreeInItsProcess<BatchStream>());
}

}  // namespace

void init_stream(py::module_& module) {
  py::class_<BatchStream, SharedStream>(module, "Stream", "Batches of one table, one by one.")
      .def_property_readonly("table", [](const BatchStream& stream) { return std::string(table_name(stream.table())); })
      .def_property_readonly("summary",
                             [](BatchStream& stream) {
                               check_process(stream);
                               return stream.summary();
                             })
      .def("next_batch", &next_batch)
      .def("close",
           [](BatchStream& stream) {
             if (stream.process == process_id()) stream.close();
           })
      .def("stream_capsule", [](const SharedStream& stream) {
        check_process(*stream);
        return stream_capsule(stream->table(), [stream] { return next_for_arrow(*stream); });
      });
  module.def("stream", &open_stream, py::arg("table"), py::arg("inputs"), py::arg("events"), py::arg("since"),
             py::arg("until"), py::arg("strict"), py::arg("threads"), py::arg("recovery"));
}

}  // namespace ntlmscan::python
