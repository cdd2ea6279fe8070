// A table as a Parquet file: one row group a batch.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sinks/parquet/column_chunk.hpp"
#include "sinks/parquet/footer.hpp"
#include "sinks/table_encoder.hpp"

namespace ntlmscan::sinks::parquet {

/// Flat and optional columns, version 1 data pages, zstd. Memory: one column chunk, or with several threads those of a
/// row group; what each thread's encoder keeps; the footer. The bytes are the same for any number of threads.
class ParquetEncoder final : public TableEncoder {
 public:
  /// More threads than this would wait for each other, and each has buffers of a megabyte or two.
  static constexpr unsigned kMostThreads = 8;

  ParquetEncoder(Table table, unsigned threads);

  [[nodiscard]] Status begin(ByteWriter& out) override;
  [[nodiscard]] Status write(const Batch& batch, ByteWriter& out) override;
  [[nodiscard]] Status end(ByteWriter& out) override;

 private:
  [[nodiscard]] Status write_chunk(std::size_t column, const EncodedColumn& chunk, std::size_t rows, ByteWriter& out);
  [[nodiscard]] Status write_by_threads(const Batch& batch, ByteWriter& out);

  Footer footer_;
  std::vector<ColumnEncoder> encoders_;  ///< one a thread
  std::vector<EncodedColumn> chunks_;    ///< of one row group; with one thread only the first is used
  std::vector<Status> states_;           ///< of their encoding
  std::int64_t position_ = 0;
};

}  // namespace ntlmscan::sinks::parquet
