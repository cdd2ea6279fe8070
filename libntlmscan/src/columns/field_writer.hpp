// One payload value into the column that the catalogue gives its field.
#pragma once

#include <cstdint>
#include <string>

#include "catalogue/event_def.hpp"
#include "columns/block_writer.hpp"

namespace ntlmscan::columns {

class FieldWriter {
 public:
  explicit FieldWriter(BlockWriter& writer) noexcept : writer_(writer) {}

  /// Sets def.column of the current row.
  Normal store(const catalogue::FieldDef& def, const binxml::Value& value) {
    const ColumnType type = table_columns(Table::kEvents)[static_cast<std::size_t>(def.column)].type;
    if (is_coded(type)) return writer_.set_value(def.column, value);
    std::int64_t number = 0;
    const Normal normal = number_of(type, def, value, number);
    if (normal == Normal::kSame || normal == Normal::kLossy) writer_.set_number(def.column, number);
    return normal;
  }

  /// The largest unsigned number that a column of numbers shows as it was recorded.
  [[nodiscard]] static std::uint64_t most_unsigned(Column column) noexcept {
    return is_status(column) ? UINT32_MAX : UINT64_MAX;
  }
  /// What the column of a number, time or bool shows; unspecified on kNull and kUnfit. `type` is that of def.column.
  [[nodiscard]] Normal number_of(ColumnType type, const catalogue::FieldDef& def, const binxml::Value& value,
                                 std::int64_t& number) {
    return type == ColumnType::kBool ? bool_of(value, number) : any_number(def, value, number);
  }

 private:
  [[nodiscard]] static bool is_status(Column column) noexcept {
    return column == Column::kStatus || column == Column::kSubStatus;
  }
  [[nodiscard]] Normal any_number(const catalogue::FieldDef& def, const binxml::Value& value, std::int64_t& number);
  [[nodiscard]] Normal bool_of(const binxml::Value& value, std::int64_t& number);
  void take_trimmed(const binxml::Value& value);

  BlockWriter& writer_;
  std::string scratch_;
};

}  // namespace ntlmscan::columns
