// One payload value into the column that the catalogue gives its field.
#pragma once

#include <string>

#include "catalogue/event_def.hpp"
#include "columns/block_writer.hpp"

namespace ntlmscan::columns {

class FieldWriter {
 public:
  explicit FieldWriter(BlockWriter& writer) noexcept : writer_(writer) {}

  /// Sets def.column, which must be a column of type `type`, of the current row.
  Normal store(ColumnType type, const catalogue::FieldDef& def, const binxml::Value& value, Memo& memo) {
    if (is_coded(type)) return writer_.set_value(def.column, value, memo);
    return type == ColumnType::kBool ? store_bool(def, value) : store_number(def, value);
  }
  Normal store(const catalogue::FieldDef& def, const binxml::Value& value) {
    Memo none;
    return store(table_columns(Table::kEvents)[static_cast<std::size_t>(def.column)].type, def, value, none);
  }

 private:
  [[nodiscard]] Normal store_number(const catalogue::FieldDef& def, const binxml::Value& value);
  [[nodiscard]] Normal store_bool(const catalogue::FieldDef& def, const binxml::Value& value);
  void take_trimmed(const binxml::Value& value);

  BlockWriter& writer_;
  std::string scratch_;
};

}  // namespace ntlmscan::columns
