// Batches to rows, with the promises of batch.hpp checked on the way.
#include "support/collect_sink.hpp"

#include <set>

namespace ntlmscan::support {
namespace {

bool is_text(ColumnType type) { return type == ColumnType::kText || type == ColumnType::kJson; }

std::string wrong_dictionary(const ColumnData& column, std::size_t rows) {
  if (column.codes.size() != rows && !column.codes.empty()) return "codes of another length";
  std::set<std::string_view> distinct;
  for (std::size_t i = 0; i < column.text.size(); ++i) distinct.insert(column.text[i]);
  if (distinct.size() != column.text.size()) return "a dictionary entry stands twice";
  for (const std::int32_t code : column.codes) {
    if (code < -1 || (code >= 0 && static_cast<std::size_t>(code) >= column.text.size())) return "a code without entry";
  }
  return {};
}

std::string wrong_plain(const ColumnData& column, ColumnType type, std::size_t rows) {
  if (column.valid.empty()) return {};
  const std::size_t values = is_text(type) ? column.text.size() : column.numbers.size();
  return column.valid.size() == rows && values == rows ? std::string() : std::string("values of another length");
}

std::string cell(const ColumnData& column, ColumnType type, std::size_t row) {
  if (type == ColumnType::kDictText) return std::string(column.text[static_cast<std::size_t>(column.codes[row])]);
  return is_text(type) ? std::string(column.text[row]) : std::to_string(column.numbers[row]);
}

bool is_null(const ColumnData& column, ColumnType type, std::size_t row) {
  if (column.all_null()) return true;
  return type == ColumnType::kDictText ? column.codes[row] < 0 : column.valid[row] == 0;
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
    const bool dictionary = defs[i].type == ColumnType::kDictText;
    const std::string wrong = dictionary ? wrong_dictionary(batch.columns[i], batch.rows)
                                         : wrong_plain(batch.columns[i], defs[i].type, batch.rows);
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
