// Arrow C structures as capsules: what the PyCapsule protocol of Arrow hands from producer to consumer.
#pragma once

#include "ntlmscan/arrow_export.hpp"
#include "topics.hpp"

namespace ntlmscan::python {

/// Each is released with its capsule, unless a consumer has moved it out.
[[nodiscard]] py::object schema_capsule(Table table);
[[nodiscard]] py::object stream_capsule(Table table, BatchSource next);
/// (schema, array).
[[nodiscard]] py::typing::Tuple<py::object, py::object> array_capsules(const std::shared_ptr<const Batch>& batch);

}  // namespace ntlmscan::python
