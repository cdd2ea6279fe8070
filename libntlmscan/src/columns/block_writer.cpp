// Cells into columns.
#include "columns/block_writer.hpp"

#include <algorithm>

namespace ntlmscan::columns {
namespace {

constexpr std::uint8_t kPlainTag = 0xFE;  // text given as UTF-8, not as a recorded value of some type

constexpr std::size_t room_for(std::size_t row) noexcept { return std::max<std::size_t>(256, 2 * row); }

}  // namespace

BlockWriter::BlockWriter(Table table, std::uint64_t seed, std::uint32_t number)
    : key_(seed), number_(number), caches_(table_columns(table).size()), next_code_(caches_.size()) {}

void BlockWriter::begin(Block& block) {
  block_ = &block;
  columns_ = block.columns.data();
  row_ = 0;
  block.clear();
  if (overgrown()) {
    ++dictionary_;
    for (TextCache& cache : caches_) cache.clear();
    std::fill(next_code_.begin(), next_code_.end(), 0);
  }
  block.writer = number_;
  block.dictionary = dictionary_;
}

bool BlockWriter::overgrown() const noexcept {
  std::size_t entries = 0;
  std::size_t bytes = 0;
  for (const TextCache& cache : caches_) {
    entries += cache.size();
    bytes += cache.bytes();
  }
  return entries > kMostEntries || bytes > kMostBytes;
}

// Rows up to the current one become null, and there is room for it. False if the row has its cell already.
bool BlockWriter::fill_numbers(BlockColumn& column) const {
  if (column.filled > row_) return false;
  if (row_ >= column.room) {
    column.room = room_for(row_);
    column.valid.resize(column.room, 1);
    column.numbers.resize(column.room);
  }
  column.has_nulls |= column.filled < row_;
  for (std::size_t row = column.filled; row < row_; ++row) {
    column.valid[row] = 0;
    column.numbers[row] = 0;
  }
  return true;
}

bool BlockWriter::fill_codes(BlockColumn& column) const {
  if (column.filled > row_) return false;
  if (row_ >= column.room) {
    column.room = room_for(row_);
    column.codes.resize(column.room);
  }
  for (std::size_t row = column.filled; row < row_; ++row) column.codes[row] = -1;
  return true;
}

std::int32_t BlockWriter::add_text(std::size_t column) {
  block_->columns[column].fresh.push_back(scratch_);
  return next_code_[column]++;
}

std::int32_t BlockWriter::code_of(std::size_t column, std::string_view utf8) {
  bool added = false;
  TextCache::Entry& entry = caches_[column].find_or_add(kPlainTag, Bytes::of(utf8), key_, added);
  if (!added) return entry.code;
  scratch_ = utf8;
  entry.code = add_text(column);
  return entry.code;
}

std::optional<std::int64_t> BlockWriter::number(std::size_t column) const noexcept {
  const BlockColumn& data = block_->columns[column];
  if (data.filled <= row_ || data.valid[row_] == 0) return std::nullopt;
  return data.numbers[row_];
}

}  // namespace ntlmscan::columns
