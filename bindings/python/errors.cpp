// The classes live in ntlmscan/errors.py: one table there says which code becomes which class.
#include "errors.hpp"

#include <pybind11/stl.h>

#include "topics.hpp"

namespace ntlmscan::python {
namespace {

std::vector<std::string> fault_codes() {
  std::vector<std::string> names;
  for (auto code = 0u; code <= static_cast<unsigned>(FaultCode::kOutOfMemory); ++code) {
    names.emplace_back(fault_code_name(static_cast<FaultCode>(code)));
  }
  return names;
}

[[noreturn]] void throw_python(const py::object& exception) {
  PyErr_SetObject(py::type::of(exception).ptr(), exception.ptr());
  throw py::error_already_set();
}

py::object text_or_none(const std::string& text) {
  if (text.empty()) return py::none();
  return py::reinterpret_steal<py::object>(
      PyUnicode_DecodeUTF8(text.data(), static_cast<py::ssize_t>(text.size()), "replace"));
}

}  // namespace

void raise(const Error& error) {
  // Where an interrupt is what made it fail, the interrupt is what is raised.
  if (PyErr_CheckSignals() != 0) throw py::error_already_set();
  const py::object make = py::module_::import("ntlmscan.errors").attr("_from_library");
  throw_python(make(std::string(fault_code_name(error.code)), text_or_none(error.message), text_or_none(error.source),
                    error.byte_offset));
}

void raise_named(const char* type, std::string_view message) {
  throw_python(py::module_::import("ntlmscan.errors").attr(type)(std::string(message)));
}

void init_errors(py::module_& module) { module.def("fault_codes", &fault_codes); }

}  // namespace ntlmscan::python
