// The row loop that NDJSON and CSV share: constant text and cells in turn.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "binxml/text_buffer.hpp"
#include "sinks/table_encoder.hpp"

namespace ntlmscan::sinks {

/// How one text format writes rows. Texts are the format's own: quoted, escaped.
struct RowFormat {
  std::string header;              ///< before the first row
  std::vector<std::string> leads;  ///< before the cell of each column
  std::string_view row_end;
  std::string_view null;
  bool quoted_times;  ///< times, and columns marked as_string, stand in quotes
  void (*append_text)(std::string_view text, binxml::TextBuffer& out);
  void (*append_json)(std::string_view text, binxml::TextBuffer& out);
};

/// Entries of dictionary columns are written out once per batch (plain texts seldom repeat), columns without any value merge into the text between cells.
class RowEncoder final : public TableEncoder {
 public:
  RowEncoder(Table table, RowFormat format);

  [[nodiscard]] Status begin(ByteWriter& out) override;
  [[nodiscard]] Status write(const Batch& batch, ByteWriter& out) override;
  [[nodiscard]] Status end(ByteWriter& out) override;

 private:
  /// A column with values, and what stands between it and the one before.
  struct Cell {
    std::string lead;
    const ColumnDef* definition;
    const ColumnData* column;
    TextPool entries;  ///< the dictionary as the format writes it
  };

  void lay_out(const Batch& batch);
  void write_out(const TextPool& dictionary, TextPool& entries);
  void append_cell(const Cell& cell, std::size_t row);
  void append_text_cell(const Cell& cell, std::int32_t code);
  void append_number_cell(const ColumnDef& definition, std::int64_t value);

  Table table_;
  RowFormat format_;
  std::vector<Cell> cells_;  ///< the first used_ of them serve the batch in hand
  std::size_t used_ = 0;
  std::string tail_;  ///< behind the last cell with values
  binxml::TextBuffer text_;
  binxml::TextBuffer entry_;
};

}  // namespace ntlmscan::sinks
