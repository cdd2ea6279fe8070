// One Parquet column chunk by type: values to pages, compression and statistics included.
#include <benchmark/benchmark.h>

#include "counted.hpp"
#include "row_input.hpp"
#include "sinks/parquet/column_chunk.hpp"

namespace ntlmscan::bench {
namespace {

void parquet_column(benchmark::State& state, ColumnType type) {
  const ColumnData column = column_of(type, kBatchRows);
  sinks::parquet::ColumnEncoder encoder;
  sinks::parquet::EncodedColumn encoded;
  count_items(state, kBatchRows, [&] {
    encoded.clear();
    const bool written = encoder.encode(type, column, kBatchRows, encoded).ok();
    return written && !encoded.bytes.empty() ? kBatchRows : 0;
  });
  state.counters["encoded"] = static_cast<double>(encoded.bytes.size());
}

BENCHMARK_CAPTURE(parquet_column, bool, ColumnType::kBool)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(parquet_column, int32, ColumnType::kInt32)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(parquet_column, int64, ColumnType::kInt64)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(parquet_column, time, ColumnType::kTime)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(parquet_column, dictionary_text, ColumnType::kDictText)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(parquet_column, plain_text, ColumnType::kJson)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace ntlmscan::bench
