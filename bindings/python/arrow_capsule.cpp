// Capsules and their destructors.
#include "arrow_capsule.hpp"

#include "errors.hpp"

namespace ntlmscan::python {
namespace {

template <class Arrow>
constexpr const char* kName = nullptr;
template <>
constexpr const char* kName<ArrowSchema> = "arrow_schema";
template <>
constexpr const char* kName<ArrowArray> = "arrow_array";
template <>
constexpr const char* kName<ArrowArrayStream> = "arrow_array_stream";

template <class Arrow>
void free_arrow(Arrow* arrow) {
  if (arrow->release != nullptr) arrow->release(arrow);
  delete arrow;
}

template <class Arrow>
void destroy(PyObject* capsule) {
  free_arrow(static_cast<Arrow*>(PyCapsule_GetPointer(capsule, kName<Arrow>)));
}

/// Takes over `arrow`.
template <class Arrow>
py::object capsule_of(std::unique_ptr<Arrow> arrow) {
  PyObject* capsule = PyCapsule_New(arrow.get(), kName<Arrow>, destroy<Arrow>);
  if (capsule == nullptr) {
    free_arrow(arrow.release());
    throw py::error_already_set();
  }
  (void)arrow.release();
  return py::reinterpret_steal<py::object>(capsule);
}

}  // namespace

py::object schema_capsule(Table table) {
  auto schema = std::make_unique<ArrowSchema>();
  export_schema(table, schema.get());
  return capsule_of(std::move(schema));
}

py::object stream_capsule(Table table, BatchSource next) {
  auto stream = std::make_unique<ArrowArrayStream>();
  export_stream(table, std::move(next), stream.get());
  return capsule_of(std::move(stream));
}

py::typing::Tuple<py::object, py::object> array_capsules(const std::shared_ptr<const Batch>& batch) {
  auto array = std::make_unique<ArrowArray>();
  if (const Status exported = export_batch(batch, array.get()); !exported.ok()) raise(exported.error());
  py::object held = capsule_of(std::move(array));
  return py::make_tuple(schema_capsule(batch->table), std::move(held));
}

}  // namespace ntlmscan::python
