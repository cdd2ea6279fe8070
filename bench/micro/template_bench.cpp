// Template definitions parsed and compiled: what a chunk costs before its first record of each template is read.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <vector>

#include "binxml/stream.hpp"
#include "catalogue/lookup.hpp"
#include "chunk_input.hpp"
#include "counted.hpp"
#include "evtx/layout.hpp"
#include "plan/compile.hpp"

namespace ntlmscan::bench {
namespace {

constexpr std::size_t kBuckets = 128 + 64 * 4;  // 32 offsets of definitions behind those of 64 names
constexpr std::size_t kBucketCount = 32;
constexpr std::size_t kMostInBucket = 64;  // a chain that turns back on itself ends here

struct Definition {
  Bytes chunk;
  std::uint32_t at = 0;
  std::uint32_t id = 0;
};

void follow(Bytes chunk, std::uint32_t at, std::vector<Definition>& all) {
  for (std::size_t i = 0; i < kMostInBucket && at != 0 && chunk.fits(at, binxml::kDefinitionHeader); ++i) {
    all.push_back({chunk, at, chunk.u32_unchecked(at + binxml::kDefinitionGuid)});
    at = chunk.u32_unchecked(at);
  }
}

// All definitions of the chunks that parse, as their headers list them.
std::vector<Definition> definitions() {
  const Bytes bytes(chunk_input(Kind::kMixed).bytes);
  std::vector<Definition> all;
  for (std::size_t at = 0; at < bytes.size(); at += evtx::kChunkSize) {
    const Bytes chunk = bytes.slice_unchecked(at, evtx::kChunkSize);
    for (std::size_t bucket = 0; bucket < kBucketCount; ++bucket)
      follow(chunk, chunk.u32_unchecked(kBuckets + 4 * bucket), all);
  }
  binxml::Stream parsed;
  const auto damaged = [&](const Definition& one) {
    binxml::parse_definition(one.chunk, one.at, one.id, parsed);
    return parsed.error != binxml::ParseError::kNone;
  };
  all.erase(std::remove_if(all.begin(), all.end(), damaged), all.end());
  return all;
}

std::vector<binxml::Stream> streams(const std::vector<Definition>& all) {
  std::vector<binxml::Stream> parsed(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) binxml::parse_definition(all[i].chunk, all[i].at, all[i].id, parsed[i]);
  return parsed;
}

void template_parse(benchmark::State& state) {
  const std::vector<Definition> all = definitions();
  binxml::Stream parsed;
  count_items(state, all.size(), [&] {
    std::size_t sound = 0;
    for (const Definition& one : all) {
      binxml::parse_definition(one.chunk, one.at, one.id, parsed);
      sound += parsed.error == binxml::ParseError::kNone ? 1 : 0;
    }
    return sound;
  });
}

// Each is compiled as an outer template and most are none: what is timed is what finding that out takes, too.
void template_compile_outer(benchmark::State& state) {
  const std::vector<binxml::Stream> parsed = streams(definitions());
  const auto regular = [&] {
    return static_cast<std::size_t>(std::count_if(
        parsed.begin(), parsed.end(), [](const binxml::Stream& one) { return plan::compile_outer(one).regular; }));
  };
  const std::size_t expected = regular();
  state.counters["definitions"] = static_cast<double>(parsed.size());
  count_items(state, expected, regular);
}

void template_compile_payload(benchmark::State& state) {
  const std::vector<binxml::Stream> parsed = streams(definitions());
  const catalogue::EventDef* const event = catalogue::find_event("Microsoft-Windows-Security-Auditing", 4624, 2);
  if (event == nullptr) return state.SkipWithError("no event 4624 in the catalogue");
  const auto regular = [&] {
    return static_cast<std::size_t>(std::count_if(parsed.begin(), parsed.end(), [&](const binxml::Stream& one) {
      return plan::compile_payload(one, *event).regular;
    }));
  };
  const std::size_t expected = regular();
  state.counters["definitions"] = static_cast<double>(parsed.size());
  count_items(state, expected, regular);
}

BENCHMARK(template_parse)->Unit(benchmark::kMicrosecond);
BENCHMARK(template_compile_outer)->Unit(benchmark::kMicrosecond);
BENCHMARK(template_compile_payload)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace ntlmscan::bench
