// Rows of a batch as text, column by column in each row.
#include "sinks/row_encoder.hpp"

#include <span>
#include <utility>

#include "sinks/cell_text.hpp"

namespace ntlmscan::sinks {

RowEncoder::RowEncoder(Table table, RowFormat format) : table_(table), format_(std::move(format)) {
  (void)text_.room(kWriteBytes);
  (void)entry_.room(1);
}

Status RowEncoder::begin(ByteWriter& out) { return out.write(format_.header); }

Status RowEncoder::end(ByteWriter&) { return {}; }

Status RowEncoder::write(const Batch& batch, ByteWriter& out) {
  lay_out(batch);
  text_.clear();
  for (std::size_t row = 0; row < batch.rows; ++row) {
    for (const Cell& cell : std::span(cells_).first(used_)) append_cell(cell, row);
    text_.append(tail_);
    if (text_.size() < kWriteBytes) continue;
    if (Status written = out.write(text_.view()); !written) return written;
    text_.clear();
  }
  return out.write(text_.view());
}

/// Decides for this batch which text is the same in every row.
void RowEncoder::lay_out(const Batch& batch) {
  const auto definitions = table_columns(table_);
  used_ = 0;
  cells_.resize(definitions.size());
  tail_.clear();
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    const ColumnData& column = batch.columns[i];
    tail_ += format_.leads[i];
    if (column.all_null()) {
      tail_ += format_.null;
      continue;
    }
    Cell& cell = cells_[used_++];
    cell.lead.swap(tail_);
    tail_.clear();
    cell.definition = &definitions[i];
    cell.column = &column;
    if (definitions[i].type == ColumnType::kDictText) write_out(column.text, cell.entries);
  }
  tail_ += format_.row_end;
}

void RowEncoder::write_out(const TextPool& dictionary, TextPool& entries) {
  entries.clear();
  for (std::size_t code = 0; code < dictionary.size(); ++code) {
    entry_.clear();
    format_.append_text(dictionary[code], entry_);
    entries.push_back(entry_.view());
  }
}

void RowEncoder::append_cell(const Cell& cell, std::size_t row) {
  text_.append(cell.lead);
  if (is_coded(cell.definition->type)) return append_text_cell(cell, cell.column->codes[row]);
  if (cell.column->valid[row] == 0) {
    text_.append(format_.null);
  } else if (cell.definition->type == ColumnType::kBool) {
    text_.append(cell.column->numbers[row] != 0 ? "true" : "false");
  } else {
    append_number_cell(*cell.definition, cell.column->numbers[row]);
  }
}

void RowEncoder::append_text_cell(const Cell& cell, std::int32_t code) {
  if (code < 0) return text_.append(format_.null);
  const auto entry = static_cast<std::size_t>(code);
  switch (cell.definition->type) {
    case ColumnType::kDictText:
      return text_.append(cell.entries[entry]);
    case ColumnType::kJson:
      return format_.append_json(cell.column->text[entry], text_);
    default:
      return format_.append_text(cell.column->text[entry], text_);
  }
}

void RowEncoder::append_number_cell(const ColumnDef& definition, std::int64_t value) {
  const bool time = definition.type == ColumnType::kTime;
  const bool quoted = format_.quoted_times && (time || definition.as_string);
  if (quoted) text_.push_back('"');
  const auto append = time ? append_time : append_number;
  append(value, text_);
  if (quoted) text_.push_back('"');
}

}  // namespace ntlmscan::sinks
