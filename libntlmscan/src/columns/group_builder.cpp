// Concatenation of blocks, column by column.
#include "columns/group_builder.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>

namespace ntlmscan::columns {
namespace {

constexpr std::int32_t kUnmapped = INT32_MIN;

// Few rows, as those of a small log, touch little memory, and many are moved three times at most.
constexpr std::size_t kRooms[] = {64, 512, 4096};

template <class T>
void make_room(std::vector<T>& column, std::size_t rows) {
  if (rows <= column.capacity()) return;
  const auto* const room = std::lower_bound(std::begin(kRooms), std::end(kRooms), rows);
  column.reserve(room == std::end(kRooms) ? kBatchRows : *room);
}

// Columns that say where a row comes from have one value in all rows of a block.
bool is_constant(const std::int32_t* codes, std::size_t count) noexcept {
  return std::memcmp(codes, codes + 1, (count - 1) * sizeof *codes) == 0;
}

}  // namespace

void GroupBuilder::take_texts(const Block& block) {
  if (writers_.size() <= block.writer) writers_.resize(block.writer + 1);
  Writer& writer = writers_[block.writer];
  if (writer.dictionary != block.dictionary) writer = {block.dictionary, std::vector<Known>(block.columns.size())};
  for (std::size_t i = 0; i < block.columns.size(); ++i) {
    const TextPool& fresh = block.columns[i].fresh;
    if (fresh.size() == 0) continue;
    Known& known = writer.columns[i];
    for (std::size_t k = 0; k < fresh.size(); ++k) known.texts.push_back(fresh[k]);
    if (known.to_group.empty()) known.to_group.push_back(-1);
    known.to_group.resize(1 + known.texts.size(), kUnmapped);
  }
}

void GroupBuilder::append(const Block& block, std::size_t from, std::size_t count) {
  const auto defs = table_columns(batch_.table);
  for (std::size_t i = 0; i < defs.size(); ++i) {
    const BlockColumn& source = block.columns[i];
    const bool text = is_coded(defs[i].type);
    const std::size_t end = std::min(from + count, source.filled);
    if (from >= end) continue;
    if (text) {
      append_codes(i, source, writers_[block.writer].columns[i], from, end);
      if (defs[i].type != ColumnType::kDictText) count_plain(i, end - from);
    } else {
      append_numbers(batch_.columns[i], source, from, end);
    }
  }
  batch_.rows += count;
}

void GroupBuilder::append_numbers(ColumnData& to, const BlockColumn& from, std::size_t begin, std::size_t end) {
  const auto part = [&](const auto& values) {
    return std::pair(values.begin() + static_cast<std::ptrdiff_t>(begin),
                     values.begin() + static_cast<std::ptrdiff_t>(end));
  };
  make_room(to.valid, batch_.rows + end - begin);
  make_room(to.numbers, batch_.rows + end - begin);
  to.valid.resize(batch_.rows, 0);
  to.numbers.resize(batch_.rows, 0);
  const auto valid = part(from.valid);
  const auto numbers = part(from.numbers);
  to.valid.insert(to.valid.end(), valid.first, valid.second);
  to.numbers.insert(to.numbers.end(), numbers.first, numbers.second);
}

// Most codes were seen before: they are mapped without a branch, and those that are new here in a second pass.
void GroupBuilder::append_codes(std::size_t column, const BlockColumn& from, Known& known, std::size_t begin,
                                std::size_t end) {
  std::vector<std::int32_t>& target = batch_.columns[column].codes;
  make_room(target, batch_.rows + end - begin);
  target.resize(batch_.rows, -1);
  const std::int32_t* const codes = from.codes.data() + begin;
  if (is_constant(codes, end - begin)) {  // as all are where the writer has no text for the column
    return target.resize(batch_.rows + end - begin, codes[0] < 0 ? -1 : map_code(column, known, codes[0]));
  }
  target.resize(batch_.rows + end - begin);
  std::int32_t* const cells = target.data() + batch_.rows;
  const std::int32_t* const to_group = known.to_group.data() + 1;  // -1 maps to -1
  std::int32_t lowest = 0;
  for (std::size_t i = 0; i < end - begin; ++i) {
    const std::int32_t merged = to_group[codes[i]];
    cells[i] = merged;
    lowest = std::min(lowest, merged);
  }
  if (lowest != kUnmapped) return;
  for (std::size_t i = 0; i < end - begin; ++i) {
    if (cells[i] == kUnmapped) cells[i] = map_code(column, known, codes[i]);
  }
}

std::int32_t GroupBuilder::map_code(std::size_t column, Known& known, std::int32_t code) {
  const auto entry = static_cast<std::size_t>(code);
  std::int32_t& merged = known.to_group[1 + entry];
  if (merged == kUnmapped) merged = merged_code(column, known.texts[entry]);
  return merged;
}

// Plain texts may be written out once for each row.
void GroupBuilder::count_plain(std::size_t column, std::size_t rows) noexcept {
  const ColumnData& data = batch_.columns[column];
  for (std::size_t row = data.codes.size() - rows; row < data.codes.size(); ++row) {
    if (data.codes[row] >= 0) plain_ += data.text[static_cast<std::size_t>(data.codes[row])].size();
  }
}

std::int32_t GroupBuilder::merged_code(std::size_t column, std::string_view text) {
  bool added = false;
  TextCache::Entry& entry = caches_[column].find_or_add(0, Bytes::of(text), key_, added);
  if (added) {
    entry.code = static_cast<std::int32_t>(batch_.columns[column].text.size());
    batch_.columns[column].text.push_back(text);
    text_ += text.size();
  }
  return entry.code;
}

Batch& GroupBuilder::seal() {
  batch_.seal();
  return batch_;
}

bool GroupBuilder::compact() const noexcept {
  std::size_t room = 0;
  for (const ColumnData& column : batch_.columns)
    room = std::max({room, column.codes.capacity(), column.numbers.capacity()});
  return 2 * batch_.rows >= room;
}

void GroupBuilder::clear() {
  text_ = plain_ = 0;
  batch_.clear();
  batch_.columns.resize(caches_.size());  // none are left where they were moved away
  for (TextCache& cache : caches_) cache.clear();
  for (Writer& writer : writers_) {
    for (Known& known : writer.columns) {
      if (!known.to_group.empty()) std::fill(known.to_group.begin() + 1, known.to_group.end(), kUnmapped);
    }
  }
}

}  // namespace ntlmscan::columns
