// What each file adds to the module.
#pragma once

#include <pybind11/pybind11.h>
#include <pybind11/typing.h>

namespace ntlmscan::python {

namespace py = pybind11;

void init_errors(py::module_& module);
void init_table(py::module_& module);
void init_scan(py::module_& module);
void init_stream(py::module_& module);
void init_records(py::module_& module);
void init_show(py::module_& module);
void init_catalogue(py::module_& module);

}  // namespace ntlmscan::python
