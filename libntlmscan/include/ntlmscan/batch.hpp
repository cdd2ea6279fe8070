// A batch of rows of one table, column by column: what sinks and bindings receive.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ntlmscan/schema.hpp"

namespace ntlmscan {

/// UTF-8 texts laid end to end. Text i is bytes [ends[i], ends[i + 1]). Without a text it holds no memory: most columns
/// of most batches have none.
class TextPool {
 public:
  [[nodiscard]] std::size_t size() const noexcept { return ends_.empty() ? 0 : ends_.size() - 1; }
  [[nodiscard]] std::string_view operator[](std::size_t i) const noexcept {
    return std::string_view(bytes_).substr(ends_[i], ends_[i + 1] - ends_[i]);
  }
  /// One more than texts, beginning with 0; none where there is no text.
  [[nodiscard]] const std::vector<std::uint32_t>& ends() const noexcept { return ends_; }
  [[nodiscard]] const std::string& bytes() const noexcept { return bytes_; }

  void push_back(std::string_view text) {
    if (ends_.empty()) begin();
    bytes_.append(text);
    ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
  }
  void clear() noexcept {
    ends_.clear();
    bytes_.clear();
  }

 private:
  static constexpr std::size_t kFewEnds = 16;

  void begin() {
    ends_.reserve(kFewEnds);
    ends_.push_back(0);
  }

  std::vector<std::uint32_t> ends_;
  std::string bytes_;
};

/// True of the types whose values are held as codes: kDictText, kText and kJson, which differ only in what they are
/// for the outside.
[[nodiscard]] constexpr bool is_coded(ColumnType type) noexcept { return type <= ColumnType::kJson; }

/// One column of a batch. After Batch::seal() its vectors hold one entry per row, or none at all:
/// an empty column is null in every row.
///
/// | type            | data                                                       | null         |
/// |-----------------|------------------------------------------------------------|--------------|
/// | texts, JSON     | codes[row] indexes `text`, whose entries are distinct       | code -1      |
/// | numbers, times  | numbers[row]; bools as 0 and 1                             | valid[row]=0 |
struct ColumnData {
  std::vector<std::int32_t> codes;
  std::vector<std::int64_t> numbers;
  std::vector<std::uint8_t> valid;
  TextPool text;

  /// True where no row of the batch has a value.
  [[nodiscard]] bool all_null() const noexcept { return codes.empty() && valid.empty(); }
};

/// Rows of one table. columns.size() == table_columns(table).size().
struct Batch {
  Table table = Table::kEvents;
  std::size_t rows = 0;
  std::vector<ColumnData> columns;

  explicit Batch(Table of = Table::kEvents) : table(of), columns(table_columns(of).size()) {}

  /// Pads columns that have some values with nulls up to `rows`.
  void seal();
  /// Drops all rows and dictionaries, keeps the memory.
  void clear() noexcept;
};

}  // namespace ntlmscan
