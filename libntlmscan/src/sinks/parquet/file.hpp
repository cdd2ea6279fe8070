// A table as a Parquet file: one row group a batch.
#pragma once

#include <cstdint>
#include <string>

#include "sinks/parquet/column_chunk.hpp"
#include "sinks/parquet/footer.hpp"
#include "sinks/table_encoder.hpp"

namespace ntlmscan::sinks::parquet {

/// Flat and optional columns, version 1 data pages, zstd. Memory: one column chunk and the footer.
class ParquetEncoder final : public TableEncoder {
 public:
  explicit ParquetEncoder(Table table) : footer_(table) {}

  [[nodiscard]] Status begin(ByteWriter& out) override;
  [[nodiscard]] Status write(const Batch& batch, ByteWriter& out) override;
  [[nodiscard]] Status end(ByteWriter& out) override;

 private:
  Footer footer_;
  ColumnEncoder encoder_;
  EncodedColumn chunk_;
  std::int64_t position_ = 0;
};

}  // namespace ntlmscan::sinks::parquet
