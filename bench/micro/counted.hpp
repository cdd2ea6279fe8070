// How the benchmarks of single stages report: items a pass, time an item, and a failure where the count is wrong.
#pragma once

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>

namespace ntlmscan::bench {

/// Times `pass`, which works through all of the input and returns how many items it found there: always `items`.
template <class Pass>
void count_items(benchmark::State& state, std::size_t items, Pass pass) {
  std::size_t found = 0;
  for (auto _ : state) {
    found = pass();
    benchmark::DoNotOptimize(found);
    if (found != items) {
      state.SkipWithError("another number of items than there are");
      return;
    }
  }
  const auto all = static_cast<std::int64_t>(items) * static_cast<std::int64_t>(state.iterations());
  state.SetItemsProcessed(all);
  state.counters["items"] = static_cast<double>(items);
  state.counters["s/item"] =
      benchmark::Counter(static_cast<double>(all), benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

}  // namespace ntlmscan::bench
