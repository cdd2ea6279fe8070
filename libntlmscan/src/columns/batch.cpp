// Closing and reusing a batch of rows.
#include "ntlmscan/batch.hpp"

namespace ntlmscan {
namespace {

void pad_texts(TextPool& texts, std::size_t rows) {
  while (texts.size() < rows) texts.push_back({});
}

/// Lengthens the column to `rows` with nulls; a column without any value stays empty.
void pad(ColumnData& column, ColumnType type, std::size_t rows) {
  if (column.all_null()) return;
  if (type == ColumnType::kDictText) {
    column.codes.resize(rows, -1);
    return;
  }
  column.valid.resize(rows, 0);
  const bool textual = type == ColumnType::kText || type == ColumnType::kJson;
  if (textual) {
    pad_texts(column.text, rows);
  } else {
    column.numbers.resize(rows, 0);
  }
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
