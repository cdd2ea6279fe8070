// Batches to rows, with the promises of batch.hpp checked on the way.
#include "support/collect_sink.hpp"

#include <set>

namespace ntlmscan::support {
namespace {

std::string wrong_texts(const ColumnData& column, std::size_t rows) {
  if (column.codes.size() != rows && !column.codes.empty()) return "codes of another length";
  std::set<std::string_view> distinct;
  for (std::size_t i = 0; i < column.text.size(); ++i) distinct.insert(column.text[i]);
  if (distinct.size() != column.text.size()) return "a dictionary entry stands twice";
  for (const std::int32_t code : column.codes) {
    if (code < -1 || (code >= 0 && static_cast<std::size_t>(code) >= column.text.size())) return "a code without entry";
  }
  return {};
}

std::string wrong_numbers(const ColumnData& column, std::size_t rows) {
  if (column.valid.empty()) return {};
  return column.valid.size() == rows && column.numbers.size() == rows ? std::string()
                                                                      : std::string("values of another length");
}

std::string cell(const ColumnData& column, ColumnType type, std::size_t row) {
  if (is_coded(type)) return std::string(column.text[static_cast<std::size_t>(column.codes[row])]);
  return std::to_string(column.numbers[row]);
}

bool is_null(const ColumnData& column, ColumnType type, std::size_t row) {
  if (column.all_null()) return true;
  return is_coded(type) ? column.codes[row] < 0 : column.valid[row] == 0;
}

}  // namespace

std::string Row::text(std::string_view without) const {
  std::string out;
  for (const auto& [name, value] : cells_) {
    if (name != without) out.append(name).append("=").append(value).append("\n");
  }
  return out;
}

Status CollectSink::write(const Batch& batch) {
  if (allowed_ == 0) return answer_;
  --allowed_;
  const auto defs = table_columns(batch.table);
  for (std::size_t i = 0; i < defs.size() && complaint_.empty(); ++i) {
    const ColumnData& column = batch.columns[i];
    const std::string wrong =
        is_coded(defs[i].type) ? wrong_texts(column, batch.rows) : wrong_numbers(column, batch.rows);
    if (!wrong.empty()) complaint_ = std::string(defs[i].name) + ": " + wrong;
  }
  if (!complaint_.empty()) return Error{FaultCode::kOutputFailed, complaint_};
  if (batch.table == Table::kEvents) event_batches_.push_back(batch.rows);
  for (std::size_t row = 0; row < batch.rows; ++row) {
    Row& kept = rows_[static_cast<std::size_t>(batch.table)].emplace_back();
    for (std::size_t i = 0; i < defs.size(); ++i) {
      if (!is_null(batch.columns[i], defs[i].type, row))
        kept.set(defs[i].name, cell(batch.columns[i], defs[i].type, row));
    }
  }
  return {};
}

Status CollectSink::finish() {
  finished_ = true;
  return {};
}

}  // namespace ntlmscan::support
