// Rows on their way from the thread that read them to the row group: cells, and the texts that are new in them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "ntlmscan/batch.hpp"

namespace ntlmscan::columns {

/// One column: the first `filled` rows, null behind them.
struct BlockColumn {
  std::size_t filled = 0;
  std::size_t room = 0;               ///< rows that the vectors in use have places for
  std::vector<std::int32_t> codes;    ///< text columns: of the writer's dictionary; -1 is null
  std::vector<std::int64_t> numbers;  ///< the others
  std::vector<std::uint8_t> valid;    ///< 1 from `filled` on: setting a number need not touch it
  bool has_nulls = false;             ///< among the numbers
  TextPool fresh;  ///< texts that this block adds to the writer's dictionary, in the order of their codes
};

/// Filled by one BlockWriter at a time. A writer's dictionary is the texts of all its blocks one behind the other, so
/// its blocks must be read in the order in which they were written.
struct Block {
  explicit Block(Table of) : table(of), columns(table_columns(of).size()) {}

  Table table;
  std::size_t rows = 0;
  std::uint32_t writer = 0;
  std::uint64_t dictionary = 0;  ///< counts the dictionaries of that writer: a new number is a new, empty one
  std::vector<BlockColumn> columns;

  void clear() noexcept {
    rows = 0;
    for (BlockColumn& column : columns) {
      if (column.has_nulls) std::fill_n(column.valid.begin(), column.filled, std::uint8_t{1});
      column.has_nulls = false;
      column.filled = 0;
      column.fresh.clear();
    }
  }
};

}  // namespace ntlmscan::columns
