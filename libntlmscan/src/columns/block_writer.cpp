// Cells into columns.
#include "columns/block_writer.hpp"

#include <algorithm>

namespace ntlmscan::columns {
namespace {

constexpr std::uint8_t kPlainTag = 0xFE;  // text given as UTF-8, not as a recorded value of some type

// Blocks of the smaller tables have a row or two, and most columns of `events` few values.
constexpr std::size_t room_for(std::size_t rows) noexcept { return std::max<std::size_t>(16, 2 * rows); }

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
  null_numbers(column, row_, row_ + 1);
  return true;
}

bool BlockWriter::fill_codes(BlockColumn& column) const {
  if (column.filled > row_) return false;
  null_codes(column, row_, row_ + 1);
  return true;
}

// Null up to row `end`, and room up to row `room`.
void BlockWriter::null_numbers(BlockColumn& column, std::size_t end, std::size_t room) {
  if (room > column.room) {
    column.room = room_for(room);
    column.valid.resize(column.room, 1);
    column.numbers.resize(column.room);
  }
  if (column.filled >= end) return;
  column.has_nulls = true;
  std::fill(column.valid.data() + column.filled, column.valid.data() + end, std::uint8_t{0});
  std::fill(column.numbers.data() + column.filled, column.numbers.data() + end, std::int64_t{0});
}

void BlockWriter::null_codes(BlockColumn& column, std::size_t end, std::size_t room) {
  if (room > column.room) {
    column.room = room_for(room);
    column.codes.resize(column.room);
  }
  if (column.filled < end) std::fill(column.codes.data() + column.filled, column.codes.data() + end, -1);
}

TextCache::Entry BlockWriter::entry_of(Column column, binxml::Value value) {
  const auto decode = [&](std::string& text) { return normalise_text(column, value, text); };
  return find_decoded(static_cast<std::size_t>(column), static_cast<std::uint8_t>(value.type), value.bytes, decode);
}

std::int32_t* BlockWriter::codes(Column column) {
  BlockColumn& to = columns_[static_cast<std::size_t>(column)];
  const std::size_t end = row_ + run_;
  null_codes(to, end, end);
  to.filled = end;
  return to.codes.data() + row_;
}

NumberCells BlockWriter::numbers(Column column) {
  BlockColumn& to = columns_[static_cast<std::size_t>(column)];
  const std::size_t end = row_ + run_;
  null_numbers(to, end, end);
  to.filled = end;
  return {to.numbers.data() + row_, to.valid.data() + row_};
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

}  // namespace ntlmscan::columns
