// Which records of a chunk are live, whole and damaged.
#include "evtx/record_walk.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "unit/evtx/walk_chunk.hpp"

namespace ntlmscan::evtx {
namespace {

using fixtures::LogFile;
using fixtures::LogOptions;
using Ids = std::vector<std::uint64_t>;
using Codes = std::vector<FaultCode>;

LogOptions unflushed(std::uint32_t records) {
  LogOptions options;
  options.unflushed_records = records;
  return options;
}

enum class Sums : std::uint8_t { kRepaired, kStale };
enum class File : std::uint8_t { kClean, kDirty };

struct Case {
  std::string name;
  LogOptions options;
  std::function<void(LogFile&)> damage;
  Sums sums;
  File file;
  Ids ids;
  Codes lost;
  Codes notes;
};

void put_size(LogFile& log, std::size_t index, std::uint32_t size) {
  put(log, log.records[index].file_offset + 4, size, 4);
}
void put_copy(LogFile& log, std::size_t index, std::uint32_t size) {
  put(log, log.records[index].file_offset + log.records[index].size - 4, size, 4);
}
void put_id(LogFile& log, std::size_t index, std::uint64_t id) { put(log, log.records[index].file_offset + 8, id, 8); }
void wipe(LogFile& log, std::size_t index) {
  const auto& record = log.records[index];
  for (std::uint32_t i = 0; i < record.size; ++i) log.bytes[record.file_offset + i] = 0;
}
void put_free_space(LogFile& log, std::uint32_t at) { put(log, kChunkAt + kChunkFreeSpace, at, 4); }

const std::vector<Case>& cases() {
  static const auto nothing = [](LogFile&) {};
  static const Ids all = {1, 2, 3, 4, 5, 6};
  static const Codes broken = {FaultCode::kRecordDamaged};
  static const Codes mended = {FaultCode::kRecordSizeCopy};
  static const std::vector<Case> table = {
      {"clean", {}, nothing, Sums::kRepaired, File::kClean, all, {}, {}},
      {"no checksums",
       [] {
         LogOptions o;
         o.checksums = false;
         return o;
       }(),
       nothing,
       Sums::kStale,
       File::kClean,
       all,
       {},
       {}},
      {"slack of a clean log", unflushed(2), nothing, Sums::kRepaired, File::kClean, {1, 2, 3, 4}, {}, {}},
      {"tail of a dirty log", unflushed(2), nothing, Sums::kRepaired, File::kDirty, all, {}, {}},
      {"empty chunk of a dirty log", unflushed(6), nothing, Sums::kRepaired, File::kDirty, all, {}, {}},
      {"empty chunk of a clean log", unflushed(6), nothing, Sums::kRepaired, File::kClean, {}, {}, {}},
      {"tail of other ids",
       unflushed(2),
       [](LogFile& log) { put_id(log, 4, 50), put_id(log, 5, 51); },
       Sums::kRepaired,
       File::kDirty,
       {1, 2, 3, 4},
       {},
       {}},
      {"tail with one damaged id",
       unflushed(3),
       [](LogFile& log) { put_id(log, 4, 99); },
       Sums::kRepaired,
       File::kDirty,
       {1, 2, 3, 4, 99, 6},
       {},
       {}},
      {"damaged id in front of the tail",
       unflushed(2),
       [](LogFile& log) { put_id(log, 3, 1u << 30); },
       Sums::kStale,
       File::kDirty,
       {1, 2, 3, 1u << 30, 5, 6},
       {},
       {}},
      {"damaged id that equals the last one",
       {},
       [](LogFile& log) { put_id(log, 2, 6); },
       Sums::kRepaired,
       File::kClean,
       {1, 2, 6, 4, 5, 6},
       {},
       {}},
      {"tail ends at damage",
       unflushed(3),
       [](LogFile& log) { put_size(log, 4, 8), put_copy(log, 4, 8); },
       Sums::kRepaired,
       File::kDirty,
       {1, 2, 3, 4},
       {},
       {}},
      {"zeros in the middle",
       {},
       [](LogFile& log) { wipe(log, 2); },
       Sums::kRepaired,
       File::kClean,
       {1, 2, 4, 5, 6},
       broken,
       {}},
      {"zeros at the start",
       {},
       [](LogFile& log) { wipe(log, 0); },
       Sums::kRepaired,
       File::kClean,
       {2, 3, 4, 5, 6},
       broken,
       {}},
      {"zeros at the end",
       {},
       [](LogFile& log) { wipe(log, 5); },
       Sums::kRepaired,
       File::kClean,
       {1, 2, 3, 4, 5},
       broken,
       {}},
      {"zeros in place of all",
       {},
       [](LogFile& log) {
         for (std::size_t i = 0; i < 6; ++i) wipe(log, i);
       },
       Sums::kRepaired,
       File::kClean,
       {},
       broken,
       {}},
      {"size 0", {}, [](LogFile& log) { put_size(log, 2, 0); }, Sums::kRepaired, File::kClean, all, {}, mended},
      {"size beyond the chunk",
       {},
       [](LogFile& log) { put_size(log, 2, 0x20000); },
       Sums::kRepaired,
       File::kClean,
       all,
       {},
       mended},
      {"size of all ones",
       {},
       [](LogFile& log) { put_size(log, 2, 0xFFFFFFF8); },
       Sums::kRepaired,
       File::kClean,
       all,
       {},
       mended},
      {"size copy", {}, [](LogFile& log) { put_copy(log, 2, 1); }, Sums::kRepaired, File::kClean, all, {}, mended},
      {"size copy of the last record",
       {},
       [](LogFile& log) { put_copy(log, 5, 1); },
       Sums::kRepaired,
       File::kClean,
       all,
       {},
       mended},
      {"signature",
       {},
       [](LogFile& log) { put(log, log.records[2].file_offset, 0, 4); },
       Sums::kRepaired,
       File::kClean,
       all,
       {},
       mended},
      {"size and copy",
       {},
       [](LogFile& log) { put_size(log, 2, 0), put_copy(log, 2, 0); },
       Sums::kRepaired,
       File::kClean,
       {1, 2, 4, 5, 6},
       broken,
       {}},
      {"fragment header",
       {},
       [](LogFile& log) { put(log, log.records[2].file_offset + 24, 0, 4); },
       Sums::kRepaired,
       File::kClean,
       {1, 2, 4, 5, 6},
       broken,
       {}},
      {"two breaks",
       {},
       [](LogFile& log) { wipe(log, 1), wipe(log, 4); },
       Sums::kRepaired,
       File::kClean,
       {1, 3, 4, 6},
       {FaultCode::kRecordDamaged, FaultCode::kRecordDamaged},
       {}},
      {"free space too early, sum stale",
       {},
       [](LogFile& log) { put_free_space(log, 512); },
       Sums::kStale,
       File::kClean,
       all,
       {},
       {}},
      {"free space inside a record, sum stale",
       {},
       [](LogFile& log) { put_free_space(log, log.records[3].offset + 40); },
       Sums::kStale,
       File::kClean,
       all,
       {},
       {}},
      {"free space beyond the chunk",
       {},
       [](LogFile& log) { put_free_space(log, 70'000); },
       Sums::kRepaired,
       File::kClean,
       all,
       {},
       {}},
      {"free space zero", {}, [](LogFile& log) { put_free_space(log, 0); }, Sums::kRepaired, File::kClean, all, {}, {}},
      {"header sum",
       {},
       [](LogFile& log) { put(log, kChunkAt + kChunkHeaderChecksum, 1, 4); },
       Sums::kStale,
       File::kClean,
       all,
       {},
       {}},
      {"untrusted end and a hole",
       {},
       [](LogFile& log) { put_free_space(log, 70'000), wipe(log, 2); },
       Sums::kRepaired,
       File::kClean,
       {1, 2, 4, 5, 6},
       broken,
       {}},
      {"untrusted end, last records gone",
       {},
       [](LogFile& log) { put_free_space(log, 70'000), wipe(log, 4), wipe(log, 5); },
       Sums::kRepaired,
       File::kClean,
       {1, 2, 3, 4},
       broken,
       {}},
  };
  return table;
}

TEST(RecordWalk, Tables) {
  for (const Case& c : cases()) {
    SCOPED_TRACE(c.name);
    LogFile log = small_log(6, c.options);
    c.damage(log);
    if (c.sums == Sums::kRepaired && c.options.checksums) fix_checksums(log);
    const Walked walked = walk(chunk_of(log), c.file == File::kDirty);
    EXPECT_EQ(walked.ids, c.ids);
    EXPECT_EQ(walked.codes(Severity::kLost), c.lost);
    EXPECT_EQ(walked.codes(Severity::kNote), c.notes);
  }
}

TEST(RecordWalk, TellsWhereARecordLies) {
  const LogFile log = small_log();
  const Walked walked = walk(chunk_of(log), false);
  ASSERT_EQ(walked.records.size(), 6u);
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(raw(walked.records[i].at), log.records[i].offset);
    EXPECT_EQ(walked.records[i].size, log.records[i].size);
    EXPECT_EQ(walked.records[i].written, fixtures::carrier_event(i + 1).system.created);
  }
}

TEST(RecordWalk, ALossCoversTheRecordExactly) {
  LogFile log = small_log();
  wipe(log, 2);
  fix_checksums(log);
  const Walked walked = walk(chunk_of(log), false);
  ASSERT_EQ(walked.faults.size(), 1u);
  EXPECT_EQ(walked.faults[0].byte_offset, log.records[2].file_offset);
  EXPECT_EQ(walked.faults[0].bytes, log.records[2].size);
}

TEST(RecordWalk, OldRecordsBehindTheEndAreNotTakenWhateverTheHeaderSays) {
  LogFile log = small_log(150);
  ASSERT_EQ(log.chunk_offsets.size(), 2u);
  Ids own;
  for (const auto& record : log.records) {
    if (record.chunk == 1) own.push_back(record.record_id);
  }
  for (const std::uint32_t free_space : {70'000u, 0u, 512u, 65'536u}) {
    put(log, log.chunk_offsets[1] + kChunkFreeSpace, free_space, 4);  // its checksum is stale now
    const Walked walked = walk(chunk_of(log, 1), true);
    EXPECT_EQ(walked.ids, own) << free_space;
  }
}

TEST(RecordWalk, ASwallowedRecordStaysHidden) {
  LogFile log = small_log();
  swallow_next(log, 2);
  EXPECT_EQ(walk(chunk_of(log), false).ids, (Ids{1, 2, 3, 5, 6}));
}

// The stream ends at any byte of the chunk: whole records are kept, the rest is one loss up to the end.
TEST(RecordWalk, CutAtEveryByte) {
  const LogFile log = small_log();
  const std::uint32_t live_end = log.records[5].offset + log.records[5].size;
  for (std::uint32_t size = 8; size < live_end + 40; ++size) {
    const Walked walked = walk(chunk_of(log).first(size), false);
    Ids whole;
    std::uint32_t end = kChunkHeaderSize;
    for (const auto& record : log.records) {
      if (record.offset + record.size > size) break;
      whole.push_back(record.record_id);
      end = record.offset + record.size;
    }
    ASSERT_EQ(walked.ids, whole) << size;
    if (size >= live_end) {
      ASSERT_TRUE(walked.faults.empty()) << size;
      continue;
    }
    const std::uint32_t from = size < kChunkHeaderSize ? 0 : end;
    ASSERT_EQ(walked.faults.size(), 1u) << size;
    ASSERT_EQ(walked.faults[0].code, FaultCode::kChunkCut) << size;
    ASSERT_EQ(walked.faults[0].byte_offset, kChunkAt + from) << size;
    ASSERT_EQ(walked.faults[0].bytes, size - from) << size;
  }
}

}  // namespace
}  // namespace ntlmscan::evtx
