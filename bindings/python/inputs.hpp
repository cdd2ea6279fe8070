// What Python names as input, as options of the library.
#pragma once

#include "ntlmscan/scan.hpp"
#include "topics.hpp"

namespace ntlmscan::python {

/// Adds `inputs` in their order: `bytes` is a path in the encoding of the file system, `(name, object, ours)` a log that is
/// no file: an object with the buffer protocol, or one with seek(offset, whence), read(size) and, if it is ours, close().
void add_inputs(const py::typing::Iterable<py::object>& inputs, ScanOptions& options);

/// One such log.
[[nodiscard]] NamedBytes named_bytes(const py::tuple& pair);

}  // namespace ntlmscan::python
