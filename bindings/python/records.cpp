// records(): the walk over one log, and records that are decoded when asked.
#include "ntlmscan/records.hpp"
#include "interpreter.hpp"

#include <pybind11/stl.h>

#include <deque>

#include "errors.hpp"
#include "inputs.hpp"
#include "times.hpp"
#include "topics.hpp"

namespace ntlmscan::python {
namespace {

using Decoder = std::shared_ptr<RecordDecoder>;

/// A record with what decodes it. The decoder is shared by the records of a walk and used under the interpreter lock.
class HeldRecord {
 public:
  HeldRecord(LogRecord record, Decoder decoder, std::shared_ptr<const std::string> source)
      : record_(std::move(record)), decoder_(std::move(decoder)), source_(std::move(source)) {}

  [[nodiscard]] const LogRecord& record() const noexcept { return record_; }
  [[nodiscard]] const std::string& source() const noexcept { return *source_; }
  [[nodiscard]] const RecordSystem& system() {
    if (!system_) system_ = take(decoder_->system(record_));
    return *system_;
  }
  [[nodiscard]] std::uint64_t record_id() { return system().record_id.value_or(record_.header_id); }
  [[nodiscard]] std::string json() const { return take(decoder_->json(record_)); }
  [[nodiscard]] std::string xml() const { return take(decoder_->xml(record_)); }

 private:
  LogRecord record_;
  Decoder decoder_;
  std::shared_ptr<const std::string> source_;
  std::optional<RecordSystem> system_;
};

/// Walks ahead by some records at a time, without the interpreter lock.
class Walk {
 public:
  explicit Walk(std::unique_ptr<RecordWalker> walker)
      : walker_(std::move(walker)),
        decoder_(std::make_shared<RecordDecoder>()),
        source_(std::make_shared<const std::string>(walker_->source())) {}

  /// Nothing at the end.
  [[nodiscard]] std::optional<HeldRecord> next() {
    if (ahead_.empty()) look_ahead();
    if (ahead_.empty()) return std::nullopt;
    LogRecord record = std::move(ahead_.front());
    ahead_.pop_front();
    return HeldRecord(std::move(record), decoder_, source_);
  }

  /// (code, severity, byte_offset, bytes, message) of each fault so far.
  [[nodiscard]] std::vector<std::tuple<std::string, std::string, std::uint64_t, std::uint64_t, std::string>> faults() {
    check_idle();
    std::vector<std::tuple<std::string, std::string, std::uint64_t, std::uint64_t, std::string>> out;
    for (const Fault& fault : walker_->faults()) {
      out.emplace_back(fault_code_name(fault.code), severity_name(fault.severity), fault.byte_offset, fault.bytes,
                       fault.message);
    }
    return out;
  }
  [[nodiscard]] const std::string& source() const noexcept { return *source_; }

 private:
  static constexpr std::size_t kAhead = 256;

  // Another thread may come while the lock is given back.
  void check_idle() const {
    if (busy_) throw py::value_error("another thread is reading these records: give each thread its own records()");
  }

  void look_ahead() {
    check_idle();
    for (bool more = true; more && ahead_.empty();) {
      busy_ = true;
      {
        const LockGivenBack free;
        more = read_ahead();
      }
      busy_ = false;
      if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    }
  }

  // Until there are enough, or a chunk gives none: signals have their turn in between. False at the end of the log.
  [[nodiscard]] bool read_ahead() {
    while (ahead_.size() < kAhead) {
      bool more = true;
      auto record = walker_->next_within_a_chunk(more);
      if (!record) return more;
      ahead_.push_back(std::move(*record));
    }
    return true;
  }

  std::unique_ptr<RecordWalker> walker_;
  Decoder decoder_;
  std::shared_ptr<const std::string> source_;
  std::deque<LogRecord> ahead_;
  bool busy_ = false;
};

template <class Input>
std::unique_ptr<RecordWalker> open_walker(const Input& input, bool recover) {
  auto walker = [&] {
    const LockGivenBack free;
    return RecordWalker::open(input, recover);
  }();
  return take(std::move(walker));
}

std::unique_ptr<Walk> open_records(const py::object& input, bool recover) {
  if (py::isinstance<py::bytes>(input)) return std::make_unique<Walk>(open_walker(input.cast<std::string>(), recover));
  return std::make_unique<Walk>(open_walker(named_bytes(input.cast<py::tuple>()), recover));
}

}  // namespace

void init_records(py::module_& module) {
  load_datetime();
  py::class_<HeldRecord>(module, "Record", "One record, decoded when asked.")
      .def_property_readonly("source", &HeldRecord::source)
      .def_property_readonly("byte_offset", [](const HeldRecord& held) { return held.record().byte_offset; })
      .def_property_readonly("origin", [](const HeldRecord& held) { return std::string(held.record().origin); })
      .def_property_readonly("decoded_by", [](const HeldRecord& held) { return std::string(held.record().decoded_by); })
      .def_property_readonly("inferred", [](const HeldRecord& held) { return std::string(held.record().inferred); })
      .def_property_readonly("size", [](const HeldRecord& held) { return held.record().size; })
      .def_property_readonly("record_id", &HeldRecord::record_id)
      .def_property_readonly("event_id", [](HeldRecord& held) { return held.system().event_id; })
      .def_property_readonly("version", [](HeldRecord& held) { return held.system().version; })
      .def_property_readonly("level", [](HeldRecord& held) { return held.system().level; })
      .def_property_readonly("keywords", [](HeldRecord& held) { return held.system().keywords; })
      .def_property_readonly("provider", [](HeldRecord& held) { return held.system().provider; })
      .def_property_readonly("channel", [](HeldRecord& held) { return held.system().channel; })
      .def_property_readonly("computer", [](HeldRecord& held) { return held.system().computer; })
      .def_property_readonly("filetime", [](HeldRecord& held) { return held.system().time; })
      .def_property_readonly("time", py::cpp_function([](HeldRecord& held) { return datetime_of(held.system().time); }))
      .def("json", &HeldRecord::json)
      .def("xml", &HeldRecord::xml);
  py::class_<Walk>(module, "Walk", "The records of one log.")
      .def_property_readonly("source", &Walk::source)
      .def("next_record", &Walk::next)
      .def("faults", &Walk::faults);
  module.def("records", &open_records, py::arg("input"), py::arg("recover"));
}

}  // namespace ntlmscan::python
