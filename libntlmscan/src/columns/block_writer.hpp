// Cells of one row after the other, or of a run of rows column by column, with look-ups of texts by raw value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "binxml/value_table.hpp"
#include "columns/block.hpp"
#include "columns/normalise.hpp"
#include "columns/text_cache.hpp"

namespace ntlmscan::columns {

/// Cells of a number column: one is set by its number and a 1 in `valid`.
struct NumberCells {
  std::int64_t* numbers = nullptr;
  std::uint8_t* valid = nullptr;

  void set(std::size_t row, std::int64_t value) const noexcept {
    numbers[row] = value;
    valid[row] = 1;
  }
};

/// What a place in a row was the last time; valid for the writer that filled it, at any time.
struct Memo {
  TextCache::Entry entry;
  std::uint64_t dictionary = 0;
};

/// Fills blocks cell by cell. A cell that is set twice keeps its first value. Its dictionaries live on from block to
/// block and may hold the same text twice (two raw forms of it); the row group makes them distinct.
class BlockWriter {
 public:
  /// `number` tells the writers of one run apart.
  BlockWriter(Table table, std::uint64_t seed, std::uint32_t number);

  /// Rows go into `block`, which is cleared, from now on. Dictionaries that have grown large are begun anew.
  void begin(Block& block);

  /// Changes whenever the codes given so far have lost their meaning.
  [[nodiscard]] std::uint64_t dictionary() const noexcept { return dictionary_; }

  void end_row() noexcept { block_->rows = ++row_; }

  // A run of rows column by column: begin_rows(), then the columns' cells, by the number of the row in the run and in
  // any order, then end_rows(). What is not set stays null.
  void begin_rows(std::size_t count) noexcept { run_ = count; }
  void end_rows() noexcept { block_->rows = row_ += run_; }
  /// The cells of the run in a text column; a code of the dictionary at hand, or -1. The same at every call.
  [[nodiscard]] std::int32_t* codes(Column column);
  [[nodiscard]] NumberCells numbers(Column column);

  [[gnu::always_inline]] void set_number(std::size_t column, std::int64_t value) {
    BlockColumn& to = columns_[column];
    if ((to.filled != row_ || row_ >= to.room) && !fill_numbers(to)) return;
    to.numbers.data()[row_] = value;
    to.filled = row_ + 1;
  }
  [[gnu::always_inline]] void set_code(std::size_t column, std::int32_t code) {
    BlockColumn& to = columns_[column];
    if ((to.filled != row_ || row_ >= to.room) && !fill_codes(to)) return;
    to.codes.data()[row_] = code;
    to.filled = row_ + 1;
  }
  /// Text known to be UTF-8.
  void set_text(std::size_t column, std::string_view utf8) { set_code(column, code_of(column, utf8)); }
  /// Its code in a column; holds while dictionary() does.
  [[nodiscard]] std::int32_t code_of(std::size_t column, std::string_view utf8);

  /// A recorded value for a text column, decoded and normalised once per distinct form.
  Normal set_value(Column column, const binxml::Value& value, Memo& memo) {
    if (value.type == binxml::ValueType::kNull || value.bytes.empty()) return Normal::kNull;
    const auto decode = [&](std::string& text) { return normalise_text(column, value, text); };
    const TextCache::Entry& entry =
        entry_of(static_cast<std::size_t>(column), static_cast<std::uint8_t>(value.type), value.bytes, memo, decode);
    if (entry.code >= 0) set_code(column, entry.code);
    return entry.normal;
  }
  Normal set_value(Column column, const binxml::Value& value) {
    Memo none;
    return set_value(column, value, none);
  }

  /// The dictionary's entry of the text that `decode(std::string&)` makes of (tag, raw), which the memo then holds:
  /// called only where those bytes are new in the column.
  template <class Decode>
  const TextCache::Entry& entry_of(std::size_t column, std::uint8_t tag, Bytes raw, Memo& memo, Decode decode) {
    if (memo.entry.tag != tag || memo.dictionary != dictionary_ || !memo.entry.raw.equals(raw)) {
      memo = {find_decoded(column, tag, raw, decode), dictionary_};
    }
    return memo.entry;
  }
  /// The dictionary's entry of a value that is not empty.
  [[nodiscard]] TextCache::Entry entry_of(Column column, binxml::Value value);

  /// A cell of a number column, by the number of its row from the current one on.
  [[nodiscard]] std::optional<std::int64_t> number(Column column, std::size_t row = 0) const noexcept {
    const BlockColumn& from = columns_[static_cast<std::size_t>(column)];
    const std::size_t at = row_ + row;
    if (at >= from.filled || from.valid[at] == 0) return std::nullopt;
    return from.numbers[at];
  }

  [[gnu::always_inline]] void set_number(Column column, std::int64_t value) {
    set_number(static_cast<std::size_t>(column), value);
  }
  void set_text(Column column, std::string_view utf8) { set_text(static_cast<std::size_t>(column), utf8); }
  [[gnu::always_inline]] void set_code(Column column, std::int32_t code) {
    set_code(static_cast<std::size_t>(column), code);
  }

 private:
  // Bounds of what the dictionaries of all columns hold when a block begins.
  static constexpr std::size_t kMostEntries = std::size_t{1} << 16;
  static constexpr std::size_t kMostBytes = std::size_t{2} << 20;

  template <class Decode>
  const TextCache::Entry& find_decoded(std::size_t column, std::uint8_t tag, Bytes raw, Decode decode) {
    bool added = false;
    TextCache::Entry& entry = caches_[column].find_or_add(tag, raw, key_, added);
    if (!added) return entry;
    scratch_.clear();
    entry.normal = decode(scratch_);
    if (entry.normal == Normal::kSame || entry.normal == Normal::kLossy) entry.code = add_text(column);
    return entry;
  }
  [[nodiscard]] bool fill_numbers(BlockColumn& column) const;
  [[nodiscard]] bool fill_codes(BlockColumn& column) const;
  static void null_numbers(BlockColumn& column, std::size_t end, std::size_t room);
  static void null_codes(BlockColumn& column, std::size_t end, std::size_t room);
  [[nodiscard]] std::int32_t add_text(std::size_t column);
  [[nodiscard]] bool overgrown() const noexcept;

  Block* block_ = nullptr;
  BlockColumn* columns_ = nullptr;  // of block_
  std::size_t row_ = 0;             // the current one, block_->rows
  std::size_t run_ = 0;             // rows that are written column by column from there on
  HashKey key_;
  std::uint32_t number_;
  std::uint64_t dictionary_ = 1;
  std::vector<TextCache> caches_;
  std::vector<std::int32_t> next_code_;
  std::string scratch_;
};

}  // namespace ntlmscan::columns
