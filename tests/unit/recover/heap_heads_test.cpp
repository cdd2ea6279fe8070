// Heads of heap blocks over old records: which words are taken for heads, and that no value under one comes out.
#include "recover/heap_heads.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "unit/scan/made_logs.hpp"

namespace ntlmscan::recover {
namespace {

using support::Row;
using Chunk = std::vector<std::uint8_t>;

constexpr std::uint16_t kHeap = 0xA374;

// As Windows would: the byte in the middle stays as it was.
void write_head(Chunk& chunk, std::size_t base, std::size_t at, std::uint16_t number, std::uint16_t heap = kHeap) {
  const auto high = static_cast<std::uint16_t>(heap ^ (at >> 4));
  const std::uint16_t low = 0x82B5;
  const auto put = [&](std::size_t offset, unsigned byte) {
    chunk[base + at + offset] = static_cast<std::uint8_t>(byte);
  };
  put(0, low & 0xFF);
  put(1, low >> 8);
  put(2, high & 0xFF);
  put(3, high >> 8);
  put(5, number & 0xFF);
  put(6, number >> 8);
  put(7, 0x80);
}

std::vector<std::size_t> heads_of(const Chunk& chunk, std::size_t from = 512) {
  HeapHeads heads;
  heads.begin(Bytes(chunk), from);
  const auto all = heads.within(0, chunk.size());
  return {all.begin(), all.end()};
}

TEST(HeapHeads, AreThoseThatAgreeOnTheirHeap) {
  Chunk chunk(65536);
  const std::vector<std::size_t> places = {1000, 1096, 40008, 65528};
  for (std::size_t i = 0; i < places.size(); ++i) {
    write_head(chunk, 0, places[i], static_cast<std::uint16_t>(200 + 20 * i));
  }
  write_head(chunk, 0, 2008, 7, 0x1111);  // of another heap, alone
  EXPECT_EQ(heads_of(chunk), places);
  EXPECT_EQ(heads_of(chunk, 1001), (std::vector<std::size_t>{1096, 40008, 65528}));
  EXPECT_TRUE(heads_of(chunk, 1100).empty()) << "two may agree by chance";
}

TEST(HeapHeads, StandAtOddMultiplesOfEightAndEndInAHighNumber) {
  Chunk chunk(65536);
  for (const std::size_t at : {1008u, 1024u, 1040u}) write_head(chunk, 0, at, 1);
  for (const std::size_t at : {2008u, 2024u, 2040u}) write_head(chunk, 0, at, 0x400);
  EXPECT_TRUE(heads_of(chunk).empty());
}

TEST(HeapHeads, AreAskedForByTheBytesThatTheyShare) {
  Chunk chunk(65536);
  for (const std::size_t at : {1000u, 1016u, 1032u}) write_head(chunk, 0, at, 1);
  HeapHeads heads;
  heads.begin(Bytes(chunk), 512);
  EXPECT_EQ(heads.within(1007, 1017).size(), 2u);
  EXPECT_EQ(heads.within(1008, 1016).size(), 0u);
  EXPECT_EQ(heads.within(1016, 1016).size(), 0u);
  EXPECT_EQ(heads.within(1039, 5000).size(), 1u);
  EXPECT_EQ(heads.within(1040, 5000).size(), 0u);
}

// A log of one chunk with one live record on top of nineteen old ones.
Chunk with_old_records(fixtures::Shape shape) {
  fixtures::LogWriter log;
  for (std::uint64_t id = 1; id <= 20; ++id) append(log, scanning::short_event(id), shape);
  log.close_chunk();
  append(log, scanning::short_event(21), shape);
  const fixtures::LogFile file = log.finish();
  Chunk bytes(file.bytes.begin(), file.bytes.begin() + scanning::kHeader);
  const auto chunk = file.bytes.begin() + static_cast<std::ptrdiff_t>(file.chunk_offsets[1]);
  bytes.insert(bytes.end(), chunk, chunk + static_cast<std::ptrdiff_t>(scanning::kChunk));
  return bytes;
}

std::map<std::string, Row> old_rows(const Chunk& log) {
  ScanOptions options;
  options.recover = true;
  std::map<std::string, Row> rows;
  const support::Scanned scanned = support::scan_bytes(log, options);
  for (const Row& row : scanned.events()) {
    if (row["origin"] == "slack") rows.emplace(row["byte_offset"], row);
  }
  return rows;
}

// A value that is not what it was without the head.
std::string wrong_column(const Row& row, const Row& sound) {
  for (const ColumnDef& column : table_columns(Table::kEvents)) {
    const std::string_view about[] = {"source", "decoded_by", "inferred"};
    if (std::find(std::begin(about), std::end(about), column.name) != std::end(about)) continue;
    if (row.has(column.name) && row[column.name] != sound[column.name]) return std::string(column.name);
  }
  return {};
}

struct Outcome {
  std::size_t rows = 0;
  std::size_t most = 0;
};

// A head at `at`, and three that tell its heap.
void try_head(const Chunk& log, std::size_t at, const std::map<std::string, Row>& sound, Outcome& outcome) {
  constexpr std::size_t kHeader = scanning::kHeader;
  Chunk spoilt = log;
  for (const std::size_t other : {65000u, 65096u, 65192u}) write_head(spoilt, kHeader, other, 3);
  write_head(spoilt, kHeader, at, 0x17);
  const auto rows = old_rows(spoilt);
  outcome.rows += rows.size();
  outcome.most += sound.size();
  EXPECT_GE(rows.size() + 1, sound.size()) << at << ": one record at most has the head";
  for (const auto& [offset, row] : rows) {
    ASSERT_TRUE(sound.count(offset)) << at;
    EXPECT_EQ(wrong_column(row, sound.at(offset)), "") << at << " " << offset;
  }
}

TEST(HeapHeads, AnywhereInOldRecordsLeaveNoWrongValue) {
  for (const auto shape : {fixtures::Shape::kLive, fixtures::Shape::kExported}) {
    const Chunk log = with_old_records(shape);
    const auto sound = old_rows(log);
    ASSERT_GE(sound.size(), 15u);
    const std::size_t first = std::stoul(sound.begin()->first) - scanning::kHeader;
    Outcome outcome;
    for (std::size_t at = (first + 7) / 16 * 16 + 8; at < first + 2400; at += 16) {
      try_head(log, at, sound, outcome);
    }
    // A record is lost where the head takes its signature, its id, the beginning of its content or the event's number.
    EXPECT_GT(outcome.rows, outcome.most - outcome.most / sound.size() / 3);
  }
}

}  // namespace
}  // namespace ntlmscan::recover
