// Rows of the events table as lines of JSON.
#include <benchmark/benchmark.h>

#include <algorithm>

#include "counted.hpp"
#include "row_input.hpp"
#include "sinks/ndjson.hpp"

namespace ntlmscan::bench {
namespace {

constexpr std::size_t kRows = 4096;

class LineCounter final : public sinks::ByteWriter {
 public:
  [[nodiscard]] Status write(std::string_view bytes) override {
    lines += static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
    size += bytes.size();
    return {};
  }
  std::size_t lines = 0;
  std::size_t size = 0;
};

// range(0): one column in so many has values, as most are null in a row of any one event.
void ndjson_line(benchmark::State& state) {
  const auto definitions = table_columns(Table::kEvents);
  Batch batch(Table::kEvents);
  batch.rows = kRows;
  for (std::size_t i = 0; i < definitions.size(); i += static_cast<std::size_t>(state.range(0)))
    batch.columns[i] = column_of(definitions[i].type, kRows);
  std::size_t size = 0;
  count_items(state, kRows, [&] {
    LineCounter out;
    const auto encoder = sinks::ndjson_encoder(Table::kEvents);
    const bool written = encoder->begin(out).ok() && encoder->write(batch, out).ok() && encoder->end(out).ok();
    size = out.size;
    return written ? out.lines : 0;
  });
  state.SetBytesProcessed(static_cast<std::int64_t>(size) * static_cast<std::int64_t>(state.iterations()));
}

BENCHMARK(ndjson_line)->Arg(1)->Arg(4)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace ntlmscan::bench
