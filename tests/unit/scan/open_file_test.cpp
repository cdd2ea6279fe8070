// What inputs are taken for, and where the chunks of a log are found.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "evtx_writer/tampering.hpp"
#include "unit/scan/made_logs.hpp"

namespace ntlmscan::scanning {
namespace {

using fixtures::LogFile;
using fixtures::LogOptions;
using Codes = std::vector<std::string>;

struct Case {
  std::string name;
  LogOptions options;
  std::function<void(LogFile&)> damage;
  std::vector<std::uint64_t> ids;
  Codes lost;
  Codes notes;
  std::string state;
};

void zero(LogFile& log, std::size_t from, std::size_t count) {
  std::fill_n(log.bytes.begin() + static_cast<std::ptrdiff_t>(from), count, std::uint8_t{0});
}
void insert(LogFile& log, std::size_t at, std::size_t count, std::uint8_t byte) {
  log.bytes.insert(log.bytes.begin() + static_cast<std::ptrdiff_t>(at), count, byte);
}
void keep(LogFile& log, std::size_t size) { log.bytes.resize(size); }
void erase(LogFile& log, std::size_t at, std::size_t count) {
  log.bytes.erase(log.bytes.begin() + static_cast<std::ptrdiff_t>(at),
                  log.bytes.begin() + static_cast<std::ptrdiff_t>(at + count));
}
LogOptions with_growth() {
  LogOptions options;
  options.growth = 8;
  return options;
}
LogOptions with_count(std::uint16_t chunks) {
  LogOptions options;
  options.stale_header = fixtures::StaleHeader{0, 0, 1, chunks};
  return options;
}

const std::vector<std::uint64_t> kAll = {1, 2, 3, 4, 5, 6, 7, 8, 9};  // three a chunk
const Codes kGone = {"file_header_damaged"};

const std::vector<Case>& whole_files() {
  static const std::vector<Case> table = {
      {"sound", {}, [](LogFile&) {}, kAll, {}, {}, "ok"},
      {"unused chunks at the end", with_growth(), [](LogFile&) {}, kAll, {}, {}, "ok"},
      {"zeros behind the last chunk",
       {},
       [](LogFile& log) { insert(log, log.bytes.size(), 1000, 0); },
       kAll,
       {},
       {},
       "ok"},
      {"a zeroed chunk",
       {},
       [](LogFile& log) { zero(log, kHeader + kChunk, kChunk); },
       {1, 2, 3, 7, 8, 9},
       {},
       {},
       "ok"},
      {"bytes behind the last chunk",
       {},
       [](LogFile& log) { insert(log, log.bytes.size(), 1000, 7); },
       kAll,
       {"chunk_cut"},
       {},
       "partial"},
      {"the header names too few chunks", with_count(1), [](LogFile&) {}, kAll, {}, {}, "ok"},
      {"the header names no chunk", with_count(0), [](LogFile&) {}, kAll, {}, {}, "ok"},
      {"the header names too many", with_count(7), [](LogFile&) {}, kAll, {"file_cut"}, {}, "partial"},
      {"cut behind a chunk",
       {},
       [](LogFile& log) { keep(log, kHeader + 2 * kChunk); },
       {1, 2, 3, 4, 5, 6},
       {"file_cut"},
       {},
       "partial"},
      {"cut inside a chunk",
       {},
       [](LogFile& log) { keep(log, log.records[4].file_offset + 8); },
       {1, 2, 3, 4},
       {"file_cut", "chunk_cut"},
       {},
       "partial"},
      {"cut inside slack", {}, [](LogFile& log) { keep(log, kHeader + 3 * kChunk - 8000); }, kAll, {}, {}, "ok"},
      {"nothing but the header", {}, [](LogFile& log) { keep(log, kHeader); }, {}, {"file_cut"}, {}, "failed"},
      {"cut inside the header",
       {},
       [](LogFile& log) { keep(log, 2000); },
       {},
       {"file_cut"},
       {"file_header_cut"},
       "failed"},
      {"nothing but the magic",
       {},
       [](LogFile& log) { keep(log, 8); },
       {},
       {"file_cut"},
       {"file_header_cut"},
       "failed"},
      {"chunk without magic",
       {},
       [](LogFile& log) { zero(log, kHeader + kChunk, 8); },
       {1, 2, 3, 7, 8, 9},
       {"chunk_without_header"},
       {},
       "partial"},
      {"no chunk with magic",
       {},
       [](LogFile& log) {
         for (std::size_t i = 0; i < 3; ++i) log.bytes[kHeader + i * kChunk] ^= 1;
       },
       {},
       {"chunk_without_header", "chunk_without_header", "chunk_without_header"},
       {},
       "failed"},
      {"header sum", {}, [](LogFile& log) { log.bytes[124] ^= 1; }, kAll, {}, {"file_header_checksum"}, "ok"},
      {"unknown version",
       {},
       [](LogFile& log) { log.bytes[36] = 9, fix_checksums(log); },
       kAll,
       {},
       {"file_version"},
       "ok"},
      {"header zeroed", {}, [](LogFile& log) { zero(log, 0, kHeader); }, kAll, {}, kGone, "ok"},
      {"header of text",
       {},
       [](LogFile& log) { std::fill_n(log.bytes.begin(), kHeader, std::uint8_t{'x'}); },
       kAll,
       {},
       kGone,
       "ok"},
      {"header magic damaged", {}, [](LogFile& log) { log.bytes[3] ^= 0x20; }, kAll, {}, kGone, "ok"},
      {"everything 8 bytes later", {}, [](LogFile& log) { insert(log, 0, 8, 0); }, kAll, {}, kGone, "ok"},
      {"a header and more in front of it",
       {},
       [](LogFile& log) { insert(log, 0, 8, 7); },
       kAll,
       {"bytes_between_chunks"},
       kGone,
       "partial"},
      {"a header of another size",
       {},
       [](LogFile& log) { zero(log, 0, 8), erase(log, 512, kHeader - 512); },
       kAll,
       {},
       kGone,
       "ok"},
      {"no header at all", {}, [](LogFile& log) { erase(log, 0, kHeader); }, kAll, {}, kGone, "ok"},
      {"other bytes between found chunks",
       {},
       [](LogFile& log) { zero(log, 0, kHeader), insert(log, kHeader + kChunk, 64, 7); },
       kAll,
       {"bytes_between_chunks"},
       kGone,
       "partial"},
      {"zeros between found chunks",
       {},
       [](LogFile& log) { zero(log, 0, kHeader), insert(log, kHeader + kChunk, 64, 0); },
       kAll,
       {},
       kGone,
       "ok"},
      {"found chunks, the last one cut",
       {},
       [](LogFile& log) { zero(log, 0, kHeader), keep(log, log.records[7].file_offset + 8); },
       {1, 2, 3, 4, 5, 6, 7},
       {"chunk_cut"},
       kGone,
       "partial"},
  };
  return table;
}

std::size_t count_of_bytes(const support::Scanned& scanned) {
  std::size_t bytes = 0;
  for (const support::Row& fault : scanned.faults()) {
    if (fault["severity"] == "lost") bytes += static_cast<std::size_t>(fault.number("bytes"));
  }
  return bytes;
}

TEST(OpenFile, WholeFiles) {
  for (const Case& c : whole_files()) {
    SCOPED_TRACE(c.name);
    LogFile log = chunked_log(3, c.options);
    c.damage(log);
    const sinks::ScratchFolder folder;
    put_bytes(folder / "logs/x.evtx", log.bytes);
    const support::Scanned named = support::scan_paths({folder / "logs/x.evtx"});
    ASSERT_TRUE(named.summary.ok());
    EXPECT_EQ(numbers(named, "record_id"), c.ids);
    EXPECT_EQ(named.fault_codes("lost"), c.lost);
    EXPECT_EQ(named.fault_codes("note"), c.notes);
    const support::Row& row = named.tables.rows(Table::kFiles).at(0);
    EXPECT_EQ(row["state"], c.state);
    EXPECT_EQ(row.number("size"), static_cast<std::int64_t>(log.bytes.size()));
    EXPECT_EQ(row.number("bytes_skipped"), static_cast<std::int64_t>(count_of_bytes(named)));
    for (const support::Row& event : named.events()) EXPECT_EQ(event["origin"], "live");
    // Found in a folder instead of named: the same log.
    EXPECT_EQ(all_tables(support::scan_paths({folder / "logs"}).tables), all_tables(named.tables));
  }
}

TEST(OpenFile, AChunkWithoutMagicIsLostWhole) {
  LogFile log = chunked_log(3);
  log.bytes[kHeader + kChunk + 2] ^= 0xFF;
  const support::Scanned scanned = support::scan_bytes(log.bytes);
  ASSERT_EQ(scanned.faults().size(), 1u);
  EXPECT_EQ(scanned.faults()[0].number("byte_offset"), static_cast<std::int64_t>(kHeader + kChunk));
  EXPECT_EQ(scanned.faults()[0].number("bytes"), static_cast<std::int64_t>(kChunk));
}

TEST(OpenFile, OffsetsOfShiftedChunksAreThoseOfTheFile) {
  for (const std::size_t shift :
       {std::size_t{8}, std::size_t{512}, std::size_t{1} << 20, (std::size_t{1} << 20) - kHeader}) {
    LogFile log = chunked_log(2);
    insert(log, 0, shift, 0);
    const auto offsets = numbers(support::scan_bytes(log.bytes), "byte_offset");
    ASSERT_EQ(offsets.size(), log.records.size()) << shift;
    for (std::size_t i = 0; i < offsets.size(); ++i) EXPECT_EQ(offsets[i], log.records[i].file_offset + shift);
  }
}

struct Other {
  std::string name;
  std::vector<std::uint8_t> bytes;
  std::string code;  ///< of the fault where the file was named
};

TEST(OpenFile, WhatIsNoLogIsAFaultWhenNamedAndPassedOverInAFolder) {
  const Other others[] = {
      {"empty", {}, "input_empty"},
      {"one byte", {'E'}, "not_evtx"},
      {"text", std::vector<std::uint8_t>(200, 'a'), "not_evtx"},
      {"almost the magic", {'E', 'l', 'f', 'F', 'i', 'l', 'e'}, "not_evtx"},
      {"many zeros", std::vector<std::uint8_t>(300'000, 0), "not_evtx"},
      {"chunk magic at an odd place", {'x', 'E', 'l', 'f', 'C', 'h', 'n', 'k', 0}, "not_evtx"},
  };
  for (const Other& other : others) {
    SCOPED_TRACE(other.name);
    const sinks::ScratchFolder folder;
    put_bytes(folder / "logs/x.evtx", other.bytes);
    const support::Scanned named = support::scan_paths({folder / "logs/x.evtx"});
    ASSERT_TRUE(named.summary.ok());
    EXPECT_EQ(named.fault_codes("lost"), Codes{other.code});
    EXPECT_EQ(count_of_bytes(named), other.bytes.size());
    EXPECT_EQ(named.summary.value().files_failed, 1u);
    EXPECT_EQ(named.tables.rows(Table::kFiles).at(0)["state"], "failed");
    const support::Scanned found = support::scan_paths({folder / "logs"});
    ASSERT_TRUE(found.summary.ok());
    EXPECT_EQ(found.summary.value().files, 0u);
    EXPECT_EQ(all_tables(found.tables), all_tables(support::CollectSink()));
  }
}

TEST(OpenFile, AMissingInputIsAFaultInItsPlace) {
  const sinks::ScratchFolder folder;
  put_bytes(folder / "a.evtx", chunked_log(1).bytes);
  const std::string missing = folder / "b.evtx";
  const support::Scanned scanned = support::scan_paths({missing, folder / "a.evtx"});
  ASSERT_TRUE(scanned.summary.ok());
  EXPECT_EQ(scanned.events().size(), 3u);
  EXPECT_EQ(scanned.fault_codes("lost"), Codes{"input_missing"});
  EXPECT_EQ(scanned.faults()[0]["source"], missing);
  ASSERT_EQ(scanned.tables.rows(Table::kFiles).size(), 2u);
  const support::Row& row = scanned.tables.rows(Table::kFiles)[0];
  EXPECT_EQ(row["source"], missing);
  EXPECT_EQ(row["state"], "failed");
  EXPECT_FALSE(row.has("header_ok"));
}

TEST(OpenFile, ARingIsReadInTheOrderOfTheFile) {
  LogOptions options;
  options.rotate = 1;
  const support::Scanned scanned = support::scan_bytes(chunked_log(3, options).bytes);
  EXPECT_EQ(numbers(scanned, "record_id"), (std::vector<std::uint64_t>{4, 5, 6, 7, 8, 9, 1, 2, 3}));
  EXPECT_TRUE(scanned.faults().empty());
}

TEST(OpenFile, WithoutInputsNothingHappens) {
  const support::Scanned scanned = support::scan_paths({});
  ASSERT_TRUE(scanned.summary.ok());
  EXPECT_EQ(scanned.summary.value().files, 0u);
  EXPECT_TRUE(scanned.tables.finished());
}

}  // namespace
}  // namespace ntlmscan::scanning
