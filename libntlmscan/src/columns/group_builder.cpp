// Concatenation of blocks, column by column.
#include "columns/group_builder.hpp"

#include <algorithm>

namespace ntlmscan::columns {
namespace {

constexpr std::int32_t kUnmapped = -2;

// Values [begin, end) of a column whose vectors may end before: what is behind their end is null.
void append_values(ColumnData& to, const ColumnData& from, std::size_t begin, std::size_t end, bool text) {
  for (std::size_t row = begin; row < end; ++row) {
    to.valid.push_back(from.valid[row]);
    if (text) {
      to.text.push_back(from.valid[row] != 0 ? from.text[row] : std::string_view());
    } else {
      to.numbers.push_back(from.numbers[row]);
    }
  }
}

}  // namespace

void GroupBuilder::append(const Batch& block, std::size_t from, std::size_t count) {
  const auto defs = table_columns(batch_.table);
  for (std::size_t i = 0; i < defs.size(); ++i) {
    const ColumnData& source = block.columns[i];
    const std::size_t filled = defs[i].type == ColumnType::kDictText ? source.codes.size() : source.valid.size();
    const std::size_t end = std::min(from + count, filled);
    if (from >= end) continue;
    ColumnData& target = batch_.columns[i];
    if (defs[i].type == ColumnType::kDictText) {
      append_codes(i, source, from, end);
      continue;
    }
    const bool text = defs[i].type == ColumnType::kText || defs[i].type == ColumnType::kJson;
    target.valid.resize(batch_.rows, 0);
    if (!text) target.numbers.resize(batch_.rows, 0);
    while (text && target.text.size() < batch_.rows) target.text.push_back({});
    append_values(target, source, from, end, text);
    if (text) text_ += source.text.ends()[end] - source.text.ends()[from];
  }
  batch_.rows += count;
}

void GroupBuilder::append_codes(std::size_t column, const ColumnData& from, std::size_t begin, std::size_t end) {
  ColumnData& target = batch_.columns[column];
  target.codes.resize(batch_.rows, -1);
  remap_.assign(from.text.size(), kUnmapped);
  for (std::size_t row = begin; row < end; ++row) {
    const std::int32_t code = from.codes[row];
    if (code < 0) {
      target.codes.push_back(-1);
      continue;
    }
    std::int32_t& merged = remap_[static_cast<std::size_t>(code)];
    if (merged == kUnmapped) merged = merged_code(column, from.text[static_cast<std::size_t>(code)]);
    target.codes.push_back(merged);
  }
}

std::int32_t GroupBuilder::merged_code(std::size_t column, std::string_view text) {
  bool added = false;
  TextCache::Entry& entry = caches_[column].find_or_add(0, Bytes::of(text), seed_, added);
  if (added) {
    entry.code = static_cast<std::int32_t>(batch_.columns[column].text.size());
    batch_.columns[column].text.push_back(text);
  }
  return entry.code;
}

const Batch& GroupBuilder::seal() {
  batch_.seal();
  return batch_;
}

void GroupBuilder::clear() noexcept {
  text_ = 0;
  batch_.clear();
  for (TextCache& cache : caches_) cache.clear();
}

}  // namespace ntlmscan::columns
