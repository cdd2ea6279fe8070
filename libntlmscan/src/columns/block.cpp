// Cells into columns.
#include "columns/block.hpp"

namespace ntlmscan::columns {
namespace {

constexpr std::uint8_t kPlainTag = 0xFE;  // text given as UTF-8, not as a recorded value of some type

}  // namespace

void Block::clear() noexcept {
  batch_.clear();
  for (TextCache& cache : caches_) cache.clear();
}

bool Block::has(std::size_t column) const noexcept {
  const ColumnData& data = batch_.columns[column];
  return data.codes.size() > batch_.rows || data.valid.size() > batch_.rows;
}

void Block::set_number(std::size_t column, std::int64_t value) {
  ColumnData& data = batch_.columns[column];
  if (data.valid.size() > batch_.rows) return;
  data.valid.resize(batch_.rows, 0);
  data.numbers.resize(batch_.rows, 0);
  data.valid.push_back(1);
  data.numbers.push_back(value);
}

void Block::set_code(std::size_t column, std::int32_t code) {
  ColumnData& data = batch_.columns[column];
  if (data.codes.size() > batch_.rows) return;
  data.codes.resize(batch_.rows, -1);
  data.codes.push_back(code);
}

void Block::set_text(std::size_t column, std::string_view utf8) {
  ColumnData& data = batch_.columns[column];
  bool added = false;
  TextCache::Entry& entry = caches_[column].find_or_add(kPlainTag, Bytes::of(utf8), seed_, added);
  if (added) {
    entry.code = static_cast<std::int32_t>(data.text.size());
    data.text.push_back(utf8);
  }
  set_code(column, entry.code);
}

Normal Block::set_value(Column column, const binxml::Value& value) {
  if (value.type == binxml::ValueType::kNull || value.bytes.empty()) return Normal::kNull;
  const auto index = static_cast<std::size_t>(column);
  ColumnData& data = batch_.columns[index];
  bool added = false;
  TextCache::Entry& entry =
      caches_[index].find_or_add(static_cast<std::uint8_t>(value.type), value.bytes, seed_, added);
  if (added) {
    scratch_.clear();
    const Normal normal = normalise_text(column, value, scratch_);
    entry.lossy = normal == Normal::kLossy || normal == Normal::kUnfit;
    if (normal == Normal::kSame || normal == Normal::kLossy) {
      entry.code = static_cast<std::int32_t>(data.text.size());
      data.text.push_back(scratch_);
    }
  }
  if (entry.code < 0) return entry.lossy ? Normal::kUnfit : Normal::kNull;
  set_code(index, entry.code);
  return entry.lossy ? Normal::kLossy : Normal::kSame;
}

std::string_view Block::text(std::size_t column) const noexcept {
  const ColumnData& data = batch_.columns[column];
  if (data.codes.size() <= batch_.rows || data.codes.back() < 0) return {};
  return data.text[static_cast<std::size_t>(data.codes.back())];
}

std::optional<std::int64_t> Block::number(std::size_t column) const noexcept {
  const ColumnData& data = batch_.columns[column];
  if (data.valid.size() <= batch_.rows) return std::nullopt;
  return data.numbers.back();
}

}  // namespace ntlmscan::columns
