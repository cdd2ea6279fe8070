// Closing and reusing a batch of rows.
#include "ntlmscan/batch.hpp"

namespace ntlmscan {
namespace {

/// Lengthens the column to `rows` with nulls; a column without any value stays empty.
void pad(ColumnData& column, ColumnType type, std::size_t rows) {
  if (column.all_null()) return;
  if (is_coded(type)) {
    column.codes.resize(rows, -1);
    return;
  }
  column.valid.resize(rows, 0);
  column.numbers.resize(rows, 0);
}

}  // namespace

void Batch::seal() {
  const auto definitions = table_columns(table);
  for (std::size_t i = 0; i < columns.size(); ++i) pad(columns[i], definitions[i].type, rows);
}

void Batch::clear() noexcept {
  rows = 0;
  for (ColumnData& column : columns) {
    column.codes.clear();
    column.numbers.clear();
    column.valid.clear();
    column.text.clear();
  }
}

}  // namespace ntlmscan
