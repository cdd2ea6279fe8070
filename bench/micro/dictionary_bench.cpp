// Look-ups in the dictionary of a text column: values that are there, and values that are new.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "bytes/utf16.hpp"
#include "columns/text_cache.hpp"
#include "counted.hpp"

namespace ntlmscan::bench {
namespace {

constexpr columns::HashKey kKey{1};
constexpr std::uint8_t kTag = 1;
constexpr std::size_t kLookups = 4096;

std::vector<std::string> texts(std::size_t count) {
  std::vector<std::string> all(count);
  for (std::size_t i = 0; i < count; ++i) append_utf16(all[i], "CONTOSO\\account-" + std::to_string(i));
  return all;
}

std::size_t look_up(columns::TextCache& cache, const std::vector<std::string>& all) {
  std::size_t added_texts = 0;
  for (std::size_t i = 0; i < kLookups; ++i) {
    bool added = false;
    columns::TextCache::Entry& entry = cache.find_or_add(kTag, Bytes::of(all[i % all.size()]), kKey, added);
    if (added) entry.code = static_cast<std::int32_t>(added_texts++);
    benchmark::DoNotOptimize(entry.code);
  }
  return added_texts;
}

// range(0): how many texts there are, looked up in turn.
void dictionary_hit(benchmark::State& state) {
  const std::vector<std::string> all = texts(static_cast<std::size_t>(state.range(0)));
  columns::TextCache cache;
  look_up(cache, all);
  count_items(state, kLookups, [&] { return kLookups - look_up(cache, all); });
}

void dictionary_miss(benchmark::State& state) {
  const std::vector<std::string> all = texts(kLookups);
  columns::TextCache cache;
  count_items(state, kLookups, [&] {
    cache.clear();
    return look_up(cache, all);
  });
}

BENCHMARK(dictionary_hit)->Arg(1)->Arg(64)->Arg(kLookups)->Unit(benchmark::kMicrosecond);
BENCHMARK(dictionary_miss)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace ntlmscan::bench
