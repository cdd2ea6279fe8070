// The metadata at the end of a Parquet file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "ntlmscan/schema.hpp"
#include "sinks/parquet/column_chunk.hpp"

namespace ntlmscan::sinks::parquet {

/// Gathers what the footer says about row groups, in its final form: about 100 bytes a column chunk.
class Footer {
 public:
  explicit Footer(Table table) : table_(table) {}

  /// One column chunk of the row group in progress; `offset` is where it begins in the file.
  void add_column(std::size_t column, const EncodedColumn& chunk, std::size_t rows, std::int64_t offset);
  /// Ends the row group in progress.
  void end_row_group(std::size_t rows);
  /// FileMetaData, its length and the closing magic.
  void append_to(std::string& out) const;

 private:
  Table table_;
  std::size_t row_groups_ = 0;
  std::int64_t rows_ = 0;
  std::string groups_;   ///< RowGroup structures, complete
  std::string columns_;  ///< ColumnChunk structures of the row group in progress
  std::int64_t group_offset_ = -1;
  std::int64_t group_bytes_ = 0;
  std::int64_t group_uncompressed_ = 0;
};

}  // namespace ntlmscan::sinks::parquet
