// Concatenation of blocks, column by column.
#include "columns/group_builder.hpp"

#include <algorithm>

namespace ntlmscan::columns {
namespace {

constexpr std::int32_t kUnmapped = -2;

// Values [begin, end) of a column whose vectors may end before: what is behind their end is null.
void append_values(ColumnData& to, const ColumnData& from, std::size_t begin, std::size_t end) {
  for (std::size_t row = begin; row < end; ++row) {
    to.valid.push_back(from.valid[row]);
    to.numbers.push_back(from.numbers[row]);
  }
}

/// Bytes of the texts of rows [begin, end), each as often as it occurs: what a consumer without dictionaries gets.
std::size_t text_bytes(const ColumnData& from, std::size_t begin, std::size_t end) {
  std::size_t bytes = 0;
  for (std::size_t row = begin; row < end; ++row) {
    if (from.codes[row] >= 0) bytes += from.text[static_cast<std::size_t>(from.codes[row])].size();
  }
  return bytes;
}

}  // namespace

void GroupBuilder::append(const Batch& block, std::size_t from, std::size_t count) {
  const auto defs = table_columns(batch_.table);
  for (std::size_t i = 0; i < defs.size(); ++i) {
    const ColumnData& source = block.columns[i];
    const std::size_t filled = is_coded(defs[i].type) ? source.codes.size() : source.valid.size();
    const std::size_t end = std::min(from + count, filled);
    if (from >= end) continue;
    ColumnData& target = batch_.columns[i];
    if (is_coded(defs[i].type)) {
      append_codes(i, source, from, end);
      if (defs[i].type != ColumnType::kDictText) text_ += text_bytes(source, from, end);
      continue;
    }
    target.valid.resize(batch_.rows, 0);
    target.numbers.resize(batch_.rows, 0);
    append_values(target, source, from, end);
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
