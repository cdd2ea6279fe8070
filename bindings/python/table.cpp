// Tables as Arrow streams, as often as they are asked for.
#include "table.hpp"

#include <pybind11/stl.h>

#include <numeric>

#include "arrow_capsule.hpp"
#include "errors.hpp"
#include "interpreter.hpp"
#include "ntlmscan/output.hpp"
#include "topics.hpp"

namespace ntlmscan::python {
namespace {

py::object stream_of(const std::shared_ptr<const HeldTable>& held) {
  return stream_capsule(held->table, [held, at = std::size_t{0}]() mutable -> Result<std::shared_ptr<const Batch>> {
    if (at == held->batches.size()) return std::shared_ptr<const Batch>();
    return held->batches[at++];
  });
}

constexpr const char* kTypeNames[] = {"text*", "text", "json", "int64", "int32", "bool", "time"};

/// (name, type, meaning) of each column.
std::vector<std::tuple<std::string, std::string, std::string>> columns_of(const std::string& name) {
  std::vector<std::tuple<std::string, std::string, std::string>> out;
  for (const ColumnDef& column : table_columns(table_of(name))) {
    out.emplace_back(column.name, kTypeNames[static_cast<std::size_t>(column.type)], column.meaning);
  }
  return out;
}

void write_all(Sink& sink, const std::vector<std::shared_ptr<HeldTable>>& tables) {
  Status status;
  {
    const LockGivenBack free;
    for (const auto& held : tables) {
      for (const auto& batch : held->batches) {
        if (status.ok()) status = sink.write(*batch);
      }
    }
    if (status.ok()) status = sink.finish();
  }
  if (!status.ok()) raise(status.error());
}

void write_tables(const std::vector<std::shared_ptr<HeldTable>>& tables, const py::bytes& path,
                  const std::string& format, bool spreadsheet_safe, unsigned threads) {
  OutputTarget target = take(parse_output(std::string(path), format, spreadsheet_safe));
  target.options.threads = threads;
  const auto sink = take(open_output(target));
  write_all(*sink, tables);
}

void write_table(const std::shared_ptr<HeldTable>& held, const py::bytes& path) {
  const auto sink = take(open_table_output(take(parse_output(std::string(path), "")), held->table));
  write_all(*sink, {held});
}

}  // namespace

std::size_t HeldTable::rows() const noexcept {
  return std::accumulate(batches.begin(), batches.end(), std::size_t{0},
                         [](std::size_t sum, const auto& batch) { return sum + batch->rows; });
}

Table table_of(const std::string& name) {
  for (std::size_t i = 0; i < kTableCount; ++i) {
    if (name == table_name(static_cast<Table>(i))) return static_cast<Table>(i);
  }
  raise({FaultCode::kBadArgument, "there is no table '" + name + "': events, files, coverage or faults"});
}

void init_table(py::module_& module) {
  py::class_<HeldTable, std::shared_ptr<HeldTable>>(module, "Table", "Rows of one table, in memory.")
      .def_property_readonly("name", [](const HeldTable& held) { return std::string(table_name(held.table)); })
      .def_property_readonly("num_rows", &HeldTable::rows)
      .def_property_readonly("num_batches", [](const HeldTable& held) { return held.batches.size(); })
      .def("stream_capsule", [](const std::shared_ptr<HeldTable>& held) { return stream_of(held); })
      .def(
          "array_capsules", [](const HeldTable& held) { return array_capsules(held.batches.at(0)); },
          "(schema, array) of its first batch.");
  module.def(
      "schema_capsule", [](const std::string& name) { return schema_capsule(table_of(name)); }, py::arg("table"));
  module.def("columns", &columns_of, py::arg("table"));
  module.def("write_tables", &write_tables, py::arg("tables"), py::arg("path"), py::arg("format"),
             py::arg("spreadsheet_safe"), py::arg("threads"));
  module.def("write_table", &write_table, py::arg("table"), py::arg("path"));
  module.attr("SCHEMA_VERSION") = std::string(kSchemaVersion);
}

}  // namespace ntlmscan::python
