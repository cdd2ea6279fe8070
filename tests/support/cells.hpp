// Rows of one batch as text, to compare two ways of making them.
#pragma once

#include <string>

#include "ntlmscan/batch.hpp"

namespace ntlmscan::support {

/// `name=value` of the cells of `row` that are not null, one a line; the batch need not be sealed.
[[nodiscard]] inline std::string row_text(const Batch& batch, std::size_t row) {
  std::string out;
  const auto defs = table_columns(batch.table);
  for (std::size_t i = 0; i < defs.size(); ++i) {
    const ColumnData& column = batch.columns[i];
    const bool coded = is_coded(defs[i].type);
    const bool null = coded ? row >= column.codes.size() || column.codes[row] < 0
                            : row >= column.valid.size() || column.valid[row] == 0;
    if (null) continue;
    out.append(defs[i].name).append("=");
    if (coded)
      out.append(column.text[static_cast<std::size_t>(column.codes[row])]);
    else
      out.append(std::to_string(column.numbers[row]));
    out.push_back('\n');
  }
  return out;
}

}  // namespace ntlmscan::support
