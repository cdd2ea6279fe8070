// Small batches for tests of sinks: columns given value by value, and a writer that keeps the bytes.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ntlmscan/batch.hpp"
#include "sinks/table_encoder.hpp"

namespace ntlmscan::sinks {

inline constexpr std::nullopt_t kNull = std::nullopt;

class ByteKeeper final : public ByteWriter {
 public:
  Status write(std::string_view more) override {
    bytes.append(more);
    return {};
  }
  std::string bytes;
};

inline std::size_t column_index(Table table, std::string_view name) {
  const auto columns = table_columns(table);
  const auto found = std::ranges::find(columns, name, &ColumnDef::name);
  return static_cast<std::size_t>(found - columns.begin());
}

inline ColumnData text_column(const std::vector<std::optional<std::string>>& values) {
  ColumnData column;
  for (const auto& value : values) {
    std::size_t code = 0;
    while (value && code < column.text.size() && column.text[code] != *value) ++code;
    if (value && code == column.text.size()) column.text.push_back(*value);
    column.codes.push_back(value ? static_cast<std::int32_t>(code) : -1);
  }
  return column;
}

inline ColumnData number_column(const std::vector<std::optional<std::int64_t>>& values) {
  ColumnData column;
  for (const auto& value : values) {
    column.numbers.push_back(value.value_or(0));
    column.valid.push_back(value ? 1 : 0);
  }
  return column;
}

/// A row group of `faults`: source, byte_offset, code, severity, bytes, message.
inline Batch faults(std::size_t rows) {
  Batch batch(Table::kFaults);
  batch.rows = rows;
  return batch;
}

inline void set(Batch& batch, std::string_view column, ColumnData values) {
  batch.columns[column_index(batch.table, column)] = std::move(values);
}

/// All that the encoder writes for these batches.
inline std::string encoded(TableEncoder& encoder, const std::vector<const Batch*>& batches) {
  ByteKeeper out;
  bool ok = encoder.begin(out).ok();
  for (const Batch* batch : batches) ok = ok && encoder.write(*batch, out).ok();
  return ok && encoder.end(out).ok() ? out.bytes : "failed";
}

}  // namespace ntlmscan::sinks
