// show(): one record in all its parts.
#include <pybind11/stl.h>

#include "errors.hpp"
#include "inputs.hpp"
#include "interpreter.hpp"
#include "ntlmscan/inspect.hpp"
#include "times.hpp"
#include "topics.hpp"

namespace ntlmscan::python {
namespace {

template <class Input>
RecordDetail show_one(const Input& input, std::uint64_t offset) {
  auto detail = [&] {
    const LockGivenBack free;
    return show_record(input, offset);
  }();
  return take(std::move(detail));
}

RecordDetail show(const py::object& input, std::uint64_t offset) {
  if (py::isinstance<py::bytes>(input)) return show_one(input.cast<std::string>(), offset);
  return show_one(named_bytes(input.cast<py::tuple>()), offset);
}

py::bytes bytes_of(const RecordDetail& detail) {
  return py::bytes(std::string(detail.bytes.begin(), detail.bytes.end()));
}

py::typing::Dict<py::str, py::str> row_of(const RecordDetail& detail) {
  py::typing::Dict<py::str, py::str> row;
  for (const ColumnText& cell : detail.row) row[py::str(std::string(cell.column))] = py::str(cell.text);
  return row;
}

void init_parts(py::module_& module) {
  py::class_<RecordValue>(module, "RecordValue", "One value of a template instance.")
      .def_readonly("template_number", &RecordValue::template_number)
      .def_readonly("index", &RecordValue::index)
      .def_readonly("type_name", &RecordValue::type_name)
      .def_readonly("size", &RecordValue::size)
      .def_readonly("text", &RecordValue::text);
  py::class_<RecordTemplate>(module, "RecordTemplate", "One template instance of a record.")
      .def_readonly("id", &RecordTemplate::id)
      .def_readonly("guid", &RecordTemplate::guid)
      .def_readonly("definition_at", &RecordTemplate::definition_at)
      .def_readonly("defined_here", &RecordTemplate::defined_here);
}

}  // namespace

void init_show(py::module_& module) {
  init_parts(module);
  py::class_<RecordDetail>(module, "RecordDetail", "One record in all its parts: bytes, templates, values, XML, row.")
      .def_readonly("source", &RecordDetail::source, "The log, as it was named.")
      .def_readonly("byte_offset", &RecordDetail::byte_offset, "Of its first byte.")
      .def_readonly("chunk_offset", &RecordDetail::chunk_offset, "Of its chunk's first byte.")
      .def_readonly("size", &RecordDetail::size, "In bytes.")
      .def_readonly("header_id", &RecordDetail::id, "The number in its header; exports renumber it.")
      .def_property_readonly(
          "time_written",
          [](const RecordDetail& detail) {
            return datetime_of(detail.written == 0 ? std::nullopt : std::optional(detail.written));
          },
          "The time in its header, a datetime in UTC, or None.")
      .def_readonly("hidden_bytes", &RecordDetail::hidden_bytes, "Between the end of its content and its end.")
      .def_property_readonly("bytes", &bytes_of, "All of them.")
      .def_readonly("templates", &RecordDetail::templates, "Nested ones follow the one that holds them.")
      .def_readonly("values", &RecordDetail::values, "Of all templates.")
      .def_readonly("xml", &RecordDetail::xml, "As Event Viewer shows it.")
      .def_property_readonly(
          "damage",
          [](const RecordDetail& detail) {
            return detail.damaged ? std::optional(detail.damage.message) : std::nullopt;
          },
          "What is wrong with it, or None.")
      .def_readonly("kept", &RecordDetail::kept, "Whether scan() makes a row of it.")
      .def_readonly("why_not", &RecordDetail::why_not, "Why not, where it does not.")
      .def_property_readonly("row", &row_of, "Columns of table events that are not null, as text.")
      .def("_repr_html_", [](const py::object& self) {
        return py::module_::import("ntlmscan._html").attr("detail_html")(self).cast<std::string>();
      });
  module.def("show", &show, py::arg("input"), py::arg("offset"));
}

}  // namespace ntlmscan::python
