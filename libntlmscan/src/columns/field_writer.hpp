// One payload value into the column that the catalogue gives its field.
#pragma once

#include <string>

#include "catalogue/event_def.hpp"
#include "columns/block_writer.hpp"

namespace ntlmscan::columns {

class FieldWriter {
 public:
  explicit FieldWriter(BlockWriter& writer) noexcept : writer_(writer) {}

  /// Sets def.column, which must be a column, of the current row.
  Normal store(const catalogue::FieldDef& def, const binxml::Value& value, TextCache::Memo& memo);
  Normal store(const catalogue::FieldDef& def, const binxml::Value& value) {
    TextCache::Memo none;
    return store(def, value, none);
  }

 private:
  [[nodiscard]] Normal store_number(const catalogue::FieldDef& def, const binxml::Value& value);
  [[nodiscard]] Normal store_bool(const catalogue::FieldDef& def, const binxml::Value& value);
  void take_trimmed(const binxml::Value& value);

  BlockWriter& writer_;
  std::string scratch_;
};

}  // namespace ntlmscan::columns
