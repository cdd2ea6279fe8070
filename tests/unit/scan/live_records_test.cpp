// The table `Where the bytes lay` of docs/schema.md, row `live`: which records a scan takes without recovery.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "evtx_writer/tampering.hpp"
#include "unit/scan/made_logs.hpp"

namespace ntlmscan::scanning {
namespace {

using fixtures::LogFile;
using fixtures::LogOptions;
using Places = std::vector<std::size_t>;  // indices into LogFile::records

struct Case {
  std::string name;
  std::function<LogFile()> log;
  Places live;
  std::vector<std::string> lost;
};

// The third chunk holds one record where the second one held three: two old ones stay behind it.
LogFile with_slack(LogOptions options = {}) {
  fixtures::LogWriter log(options);
  for (std::uint64_t id = 1; id <= 7; ++id) {
    append(log, short_event(id, kMorning + id * kTicksPerSecond), fixtures::Shape::kLive);
    if (id % 3 == 0) log.close_chunk();
  }
  return log.finish();
}

LogOptions dirty(std::uint32_t unflushed) {
  LogOptions options;
  options.dirty = true;
  options.unflushed_records = unflushed;
  return options;
}

LogOptions clean_but_unflushed() {
  LogOptions options;
  options.unflushed_records = 2;
  return options;
}

LogFile damaged(LogFile log, const std::function<void(LogFile&)>& damage) {
  damage(log);
  return log;
}

void wipe(LogFile& log, std::size_t index) {
  const auto& record = log.records[index];
  std::fill_n(log.bytes.begin() + static_cast<std::ptrdiff_t>(record.file_offset), record.size, std::uint8_t{0});
}

LogFile beyond_the_count() {
  LogOptions options;
  options.dirty = true;
  options.stale_header = fixtures::StaleHeader{0, 0, 4, 1};
  return chunked_log(3, options);
}

LogFile with_a_break() {
  return damaged(chunked_log(2), [](LogFile& log) { wipe(log, 1), fix_checksums(log); });
}

LogFile cut_inside(std::size_t index, std::uint64_t bytes) {
  return damaged(chunked_log(2), [&](LogFile& log) { log.bytes.resize(log.records[index].file_offset + bytes); });
}

LogFile without_header() {
  return damaged(chunked_log(2), [](LogFile& log) { std::fill_n(log.bytes.begin(), kHeader, std::uint8_t{0}); });
}

LogFile with_hidden_record() {
  return damaged(chunked_log(2), [](LogFile& log) { swallow_next(log, 3); });
}

LogFile shifted_block() {
  return damaged(chunked_log(2), [](LogFile& log) {
    log.bytes.insert(log.bytes.begin() + static_cast<std::ptrdiff_t>(kHeader + kChunk), 16, std::uint8_t{7});
  });
}

const std::vector<Case>& cases() {
  static const Places seven = {0, 1, 2, 3, 4, 5, 6};
  static const std::vector<Case> table = {
      {"slack is not live", [] { return with_slack(); }, seven, {}},
      {"slack of a dirty log is not live", [] { return with_slack(dirty(0)); }, seven, {}},
      {"the tail of a dirty chunk is", [] { return chunked_log(2, dirty(2)); }, {0, 1, 2, 3, 4, 5}, {}},
      {"a dirty chunk whose header knows none", [] { return chunked_log(2, dirty(3)); }, {0, 1, 2, 3, 4, 5}, {}},
      {"behind the end of a clean chunk it is slack",
       [] { return chunked_log(2, clean_but_unflushed()); },
       {0, 1, 2, 3},
       {}},
      {"chunks beyond the recorded count", beyond_the_count, {0, 1, 2, 3, 4, 5, 6, 7, 8}, {}},
      {"records behind a break", with_a_break, {0, 2, 3, 4, 5}, {"record_damaged"}},
      {"whole records of a cut chunk", [] { return cut_inside(5, 0); }, {0, 1, 2, 3, 4}, {"chunk_cut"}},
      {"a record cut in its last byte", [] { return cut_inside(4, 100); }, {0, 1, 2, 3}, {"chunk_cut"}},
      {"chunks under a damaged file header", without_header, {0, 1, 2, 3, 4, 5}, {}},
      {"a record inside another's padding is hidden", with_hidden_record, {0, 1, 2, 3, 5}, {}},
      {"a chunk at a shifted place is damaged", shifted_block, {0, 1, 2}, {"chunk_without_header"}},
  };
  return table;
}

void expect_live(const Case& c, bool walker_only) {
  const LogFile log = c.log();
  ScanOptions options;
  options.walker_only = walker_only;
  const support::Scanned scanned = support::scan_bytes(log.bytes, options);
  ASSERT_TRUE(scanned.summary.ok());
  std::vector<std::uint64_t> expected;
  for (const std::size_t index : c.live) expected.push_back(log.records[index].file_offset);
  EXPECT_EQ(numbers(scanned, "byte_offset"), expected);
  EXPECT_EQ(scanned.fault_codes("lost"), c.lost);
  std::int64_t covered = 0;
  for (const support::Row& hour : scanned.tables.rows(Table::kCoverage)) covered += hour.number("records");
  EXPECT_EQ(covered, static_cast<std::int64_t>(c.live.size()));
  for (std::size_t i = 0; i < c.live.size() && i < scanned.events().size(); ++i) {
    EXPECT_EQ(scanned.events()[i]["origin"], "live");
    EXPECT_EQ(scanned.events()[i].number("record_id"), static_cast<std::int64_t>(log.records[c.live[i]].record_id));
    EXPECT_FALSE(scanned.events()[i].has("inferred"));
    EXPECT_FALSE(scanned.events()[i].has("duplicate"));
  }
}

TEST(LiveRecords, Tables) {
  for (const Case& c : cases()) {
    SCOPED_TRACE(c.name);
    expect_live(c, false);
    expect_live(c, true);
  }
}

TEST(LiveRecords, SlackStaysOutOfADumpAsWell) {
  const LogFile log = with_slack();
  const support::Dumped dumped = support::LogOnDisk(log.bytes).dump();
  EXPECT_EQ(dumped.summary.value().rows, log.records.size());
  EXPECT_TRUE(dumped.faults.empty());
}

TEST(LiveRecords, TheTimeOfTheHeaderIsNullWhereZero) {
  fixtures::EventSpec last = short_event(2);
  last.zero_written = true;
  const support::Scanned scanned = support::scan_bytes(log_of({short_event(1), last}).bytes);
  ASSERT_EQ(scanned.events().size(), 2u);
  EXPECT_EQ(scanned.events()[0]["time_written"], scanned.events()[0]["time"]);
  EXPECT_FALSE(scanned.events()[1].has("time_written"));
}

TEST(LiveRecords, TheIdIsThatOfSystemEvenWhereAnExportRenumbered) {
  fixtures::EventSpec event = short_event(4711);
  event.header_record_id = 1;
  const support::Scanned scanned = support::scan_bytes(log_of({event}, fixtures::Shape::kExported).bytes);
  EXPECT_EQ(numbers(scanned, "record_id"), (std::vector<std::uint64_t>{4711}));
  EXPECT_EQ(scanned.tables.rows(Table::kCoverage).at(0).number("first_record_id"), 4711);
}

}  // namespace
}  // namespace ntlmscan::scanning
