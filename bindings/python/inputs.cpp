// Byte sources over Python objects: buffers are read without the interpreter lock, file objects with it.
#include "inputs.hpp"

#include <algorithm>
#include <cstring>
#include <mutex>

#include "interpreter.hpp"

namespace ntlmscan::python {
namespace {

/// Memory that Python keeps in place until the view is given back.
class Memory final : public ByteSource {
 public:
  explicit Memory(const py::object& object) {
    if (PyObject_GetBuffer(object.ptr(), &view_, PyBUF_SIMPLE) != 0) throw py::error_already_set();
  }
  ~Memory() override {
    const LockHeld lock;
    if (lock) PyBuffer_Release(&view_);
  }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  [[nodiscard]] std::uint64_t size() const noexcept override { return static_cast<std::uint64_t>(view_.len); }

  [[nodiscard]] Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> into) const override {
    if (offset >= size()) return std::size_t{0};
    const std::size_t count = std::min<std::uint64_t>(into.size(), size() - offset);
    if (count > 0) std::memcpy(into.data(), static_cast<const std::uint8_t*>(view_.buf) + offset, count);
    return count;
  }

 private:
  Py_buffer view_{};
};

/// An object with seek() and read(). Only one thread at a time moves its position; the mutex is taken before the
/// interpreter lock, never the other way round.
class FileObject final : public ByteSource {
 public:
  /// `ours`: closed with this.
  FileObject(const py::object& object, std::string name, bool ours)
      : seek_(object.attr("seek")), read_(object.attr("read")), name_(std::move(name)) {
    if (ours) close_ = object.attr("close");
    size_ = seek_(0, 2).cast<std::uint64_t>();
  }
  ~FileObject() override {
    const LockHeld lock;
    if (lock && close_ && PyObject_CallNoArgs(close_.ptr()) == nullptr) PyErr_Clear();  // it was only read
    for (py::object* method : {&seek_, &read_, &close_}) {
      const py::handle ours = method->release();
      if (lock) ours.dec_ref();
    }
  }
  FileObject(const FileObject&) = delete;
  FileObject& operator=(const FileObject&) = delete;

  [[nodiscard]] std::uint64_t size() const noexcept override { return size_; }

  [[nodiscard]] Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> into) const override {
    const std::scoped_lock position(position_);
    const LockHeld lock;
    if (!lock) return Error{FaultCode::kInputUnreadable, name_ + ": Python has ended"};
    try {
      seek_(offset);
      return fill(into);
    } catch (const py::error_already_set& raised) {
      Error error = unreadable(raised);
      if (raised.matches(PyExc_KeyboardInterrupt)) PyErr_SetInterrupt();  // for whoever waits for the scan
      return error;
    } catch (const std::exception& raised) {  // whatever the object raises makes the log unreadable here
      return unreadable(raised);
    }
  }

 private:
  [[nodiscard]] Error unreadable(const std::exception& raised) const {
    return {FaultCode::kInputUnreadable, name_ + ": " + raised.what()};
  }

  [[nodiscard]] std::size_t fill(std::span<std::uint8_t> into) const {
    std::size_t done = 0;
    while (done < into.size()) {
      const py::object piece = read_(into.size() - done);
      Py_buffer view;
      if (PyObject_GetBuffer(piece.ptr(), &view, PyBUF_SIMPLE) != 0) throw py::error_already_set();
      const std::size_t got = std::min(static_cast<std::size_t>(view.len), into.size() - done);
      if (got > 0) std::memcpy(into.data() + done, view.buf, got);
      PyBuffer_Release(&view);
      if (got == 0) break;
      done += got;
    }
    return done;
  }

  py::object seek_;
  py::object read_;
  py::object close_;
  std::string name_;
  std::uint64_t size_ = 0;
  mutable std::mutex position_;
};

}  // namespace

NamedBytes named_bytes(const py::tuple& pair) {
  NamedBytes out;
  out.name = pair[0].cast<std::string>();
  const py::object object = pair[1];
  if (PyObject_CheckBuffer(object.ptr()) != 0) {
    out.bytes = std::make_shared<Memory>(object);
  } else {
    out.bytes = std::make_shared<FileObject>(object, out.name, pair[2].cast<bool>());
  }
  return out;
}

void add_inputs(const py::typing::Iterable<py::object>& inputs, ScanOptions& options) {
  for (const py::handle input : inputs) {
    if (py::isinstance<py::bytes>(input)) {
      options.inputs.push_back(input.cast<std::string>());
      continue;
    }
    NamedBytes bytes = named_bytes(input.cast<py::tuple>());
    bytes.after = options.inputs.size();
    options.buffers.push_back(std::move(bytes));
  }
}

}  // namespace ntlmscan::python
