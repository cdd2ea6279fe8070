// Rows of blocks as text, by way of a row group.
#pragma once

#include <string>
#include <vector>

#include "columns/group_builder.hpp"
#include "support/cells.hpp"

namespace ntlmscan::support {

/// Must see every block of a writer, in order: a block holds only the texts that are new in it.
class BlockText {
 public:
  explicit BlockText(Table table) : group_(table, 1) {}

  [[nodiscard]] std::vector<std::string> rows(const columns::Block& block) {
    group_.clear();
    group_.take_texts(block);
    group_.append(block, 0, block.rows);
    const Batch& batch = group_.seal();
    std::vector<std::string> rows;
    for (std::size_t row = 0; row < batch.rows; ++row) rows.push_back(row_text(batch, row));
    return rows;
  }

 private:
  columns::GroupBuilder group_;
};

}  // namespace ntlmscan::support
