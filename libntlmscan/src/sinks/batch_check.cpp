// Shape of a batch: column count, lengths, codes within their dictionary.
#include "sinks/batch_check.hpp"

#include <cstdint>
#include <string>

namespace ntlmscan::sinks {
namespace {

/// Codes are -1 or entries: code + 1 and what it lacks to the number of entries are both without a sign bit.
bool codes_fit(const ColumnData& column) {
  constexpr std::uint32_t kSign = std::uint32_t{1} << 31;
  if (column.text.size() >= kSign) return false;
  const auto entries = static_cast<std::uint32_t>(column.text.size());
  std::uint32_t signs = 0;
  for (const std::int32_t code : column.codes) {
    const std::uint32_t place = static_cast<std::uint32_t>(code) + 1;
    signs |= place | (entries - place);
  }
  return signs < kSign;
}

bool is_whole(const ColumnDef& definition, const ColumnData& column, std::size_t rows) {
  if (column.all_null() || rows == 0) return true;
  if (is_coded(definition.type)) return column.codes.size() == rows && codes_fit(column);
  return column.valid.size() == rows && column.numbers.size() == rows;
}

Error misshapen(Table table, std::string_view what) {
  return {FaultCode::kBadArgument, "batch of " + std::string(table_name(table)) + ": " + std::string(what)};
}

}  // namespace

Status check_batch(const Batch& batch) {
  const auto definitions = table_columns(batch.table);
  if (batch.rows > kBatchRows) return misshapen(batch.table, "too many rows");
  if (batch.columns.size() != definitions.size()) return misshapen(batch.table, "wrong number of columns");
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    if (is_whole(definitions[i], batch.columns[i], batch.rows)) continue;
    return misshapen(batch.table, "column " + std::string(definitions[i].name) + " is not sealed");
  }
  return {};
}

}  // namespace ntlmscan::sinks
