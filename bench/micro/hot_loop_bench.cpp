// The hot loop, stage by stage: each benchmark counts what it found and fails where that is not what is there.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "chunk_input.hpp"
#include "columns/event_rows.hpp"
#include "evtx/layout.hpp"
#include "evtx/record_walk.hpp"
#include "plan/record_reader.hpp"
#include "scan/chunk_reader.hpp"
#include "scan/event_visitor.hpp"
#include "scan/open_file.hpp"

namespace ntlmscan::bench {
namespace {

constexpr std::uint64_t kSeed = 1;

struct Found {
  std::size_t records = 0;
  std::size_t rows = 0;
  std::size_t planned = 0;  ///< records read without the general walker
};

// Calls visit(chunk, its header) for each chunk of the input.
template <class Visit>
void each_chunk(const ChunkInput& input, Visit visit) {
  const Bytes bytes(input.bytes);
  for (std::size_t at = 0; at < bytes.size(); at += evtx::kChunkSize) {
    const Bytes chunk = bytes.slice_unchecked(at, evtx::kChunkSize);
    visit(chunk, evtx::read_chunk_header(chunk));
  }
}

// Times `pass`, which goes once over the input and returns what it found, and reports bytes, records and rows.
template <class Pass>
void measure(benchmark::State& state, const ChunkInput& input, Found expected, Pass pass) {
  if (input.bytes.empty()) return state.SkipWithError("no chunks of that kind");
  Found found;
  for (auto _ : state) {
    found = pass();
    if (found.records != expected.records || found.rows != expected.rows) {
      const std::string message = "found " + std::to_string(found.records) + " records and " +
                                  std::to_string(found.rows) + " rows, not " + std::to_string(expected.records) +
                                  " and " + std::to_string(expected.rows);
      state.SkipWithError(message.c_str());
      return;
    }
  }
  const auto passes = static_cast<double>(state.iterations());
  const auto records = static_cast<double>(input.records);
  state.SetBytesProcessed(static_cast<std::int64_t>(input.bytes.size()) * state.iterations());
  state.SetLabel(input.real ? "real chunks" : "made by the fixture writer");
  state.counters["records"] = records;
  state.counters["rows"] = static_cast<double>(found.rows);
  state.counters["planned"] = static_cast<double>(found.planned);
  state.counters["records/s"] = benchmark::Counter(records * passes, benchmark::Counter::kIsRate);
  state.counters["s/record"] =
      benchmark::Counter(records * passes, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

// Where the records of a chunk lie, so that reading can be timed without the walk.
struct Walked {
  Bytes chunk;
  std::vector<evtx::Record> records;
};

std::vector<Walked> walked(const ChunkInput& input) {
  std::vector<Walked> all;
  std::vector<Fault> faults;
  each_chunk(input, [&](Bytes chunk, const evtx::ChunkHeader& header) {
    Walked one{chunk, {}};
    evtx::RecordWalk walk(chunk, header, FileOffset{}, false, faults);
    while (const auto record = walk.next()) one.records.push_back(*record);
    all.push_back(std::move(one));
  });
  return all;
}

// Reads every record of `chunks`; row(record, whole) is called for those that are kept, end_chunk() behind each chunk.
template <class Row, class EndChunk>
Found read_all(const std::vector<Walked>& chunks, plan::RecordReader& reader, Row row, EndChunk end_chunk) {
  Found found;
  for (const Walked& one : chunks) {
    reader.begin_chunk(one.chunk);
    for (const evtx::Record& record : one.records) {
      const std::size_t at = raw(record.at);
      const auto verdict = reader.read(at + evtx::kRecordHeaderSize, at + record.size - evtx::kRecordTrailerSize);
      ++found.records;
      found.planned += reader.planned() ? 1 : 0;
      if (verdict != plan::Verdict::kKept && verdict != plan::Verdict::kPartial) continue;
      ++found.rows;
      row(record, verdict == plan::Verdict::kKept);
    }
    end_chunk();
  }
  return found;
}

void checksum(benchmark::State& state, Kind kind) {
  const ChunkInput& input = chunk_input(kind);
  const std::size_t chunks = input.bytes.size() / evtx::kChunkSize;
  measure(state, input, {chunks, 0}, [&] {
    Found sound;
    each_chunk(input, [&](Bytes, const evtx::ChunkHeader& header) { sound.records += header.ok() ? 1 : 0; });
    return sound;
  });
}

void checksum_walk(benchmark::State& state, Kind kind) {
  const ChunkInput& input = chunk_input(kind);
  std::vector<Fault> faults;
  measure(state, input, {input.records, 0}, [&] {
    Found found;
    each_chunk(input, [&](Bytes chunk, const evtx::ChunkHeader& header) {
      evtx::RecordWalk walk(chunk, header, FileOffset{}, false, faults);
      while (walk.next()) ++found.records;
    });
    return found;
  });
}

void reject(benchmark::State& state, Kind kind) {
  const ChunkInput& input = chunk_input(kind);
  const std::vector<Walked> chunks = walked(input);
  plan::Selection nothing;
  nothing.all = false;
  plan::RecordReader reader(nothing, false);
  measure(state, input, {input.records, 0}, [&] {
    return read_all(
        chunks, reader, [](const evtx::Record&, bool) {}, [] {});
  });
}

void keep(benchmark::State& state, Kind kind) {
  const ChunkInput& input = chunk_input(kind);
  const std::vector<Walked> chunks = walked(input);
  const plan::Selection everything;
  plan::RecordReader reader(everything, false);
  measure(state, input, {input.records, input.rows}, [&] {
    return read_all(
        chunks, reader, [](const evtx::Record&, bool) {}, [] {});
  });
}

void keep_rows(benchmark::State& state, Kind kind) {
  const ChunkInput& input = chunk_input(kind);
  const std::vector<Walked> chunks = walked(input);
  const plan::Selection everything;
  plan::RecordReader reader(everything, false);
  columns::EventRows rows(kSeed, 0);
  columns::Block block(Table::kEvents);
  measure(state, input, {input.records, input.rows}, [&] {
    rows.begin(block, "bench.evtx", "live");
    const auto add = [&](const evtx::Record& record, bool whole) {
      rows.add({.byte_offset = raw(record.at), .header_id = record.id, .written = record.written}, reader.extraction(),
               whole);
    };
    Found found = read_all(chunks, reader, add, [&] { rows.flush(); });
    found.rows = block.rows;
    return found;
  });
}

// All of it but the merge and the output: read calls on a cached file, checksums, walk, rows, what coverage needs.
void read_units(benchmark::State& state, Kind kind) {
  const ChunkInput& input = chunk_input(kind);
  const std::shared_ptr<scanning::OpenFile> file =
      scanning::open_file({.path = log_of(kind), .name = "bench", .named = true, .bytes = {}});
  const plan::Selection everything;
  scanning::EventVisitor visitor(everything, false, kSeed, 0);
  scanning::ChunkReader reader(visitor);
  scanning::UnitResult result;
  measure(state, input, {input.records, input.rows}, [&] {
    Found found;
    for (std::uint64_t first = 0; first < file->chunk_count; first += scanning::kChunksPerUnit) {
      result.clear();
      result.unit.file = file;
      result.unit.first_chunk = first;
      result.unit.chunks = std::min(scanning::kChunksPerUnit, file->chunk_count - first);
      reader.run(result);
      found.records += result.records;
      found.rows += result.events.rows;
      found.planned += result.planned;
    }
    return found;
  });
}

#define NTLMSCAN_BENCH_KINDS(stage)                                                   \
  BENCHMARK_CAPTURE(stage, mixed, Kind::kMixed)->Unit(benchmark::kMicrosecond);       \
  BENCHMARK_CAPTURE(stage, security, Kind::kSecurity)->Unit(benchmark::kMicrosecond); \
  BENCHMARK_CAPTURE(stage, ntlm, Kind::kNtlm)->Unit(benchmark::kMicrosecond)

NTLMSCAN_BENCH_KINDS(checksum);
NTLMSCAN_BENCH_KINDS(checksum_walk);
NTLMSCAN_BENCH_KINDS(reject);
NTLMSCAN_BENCH_KINDS(keep);
NTLMSCAN_BENCH_KINDS(keep_rows);
NTLMSCAN_BENCH_KINDS(read_units);

}  // namespace
}  // namespace ntlmscan::bench
