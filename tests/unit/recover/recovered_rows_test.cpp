// Old records of made logs as rows: where they lay, where their names came from, and what they do not change.
#include <gtest/gtest.h>

#include <algorithm>

#include "evtx_writer/tampering.hpp"
#include "unit/scan/made_logs.hpp"

namespace ntlmscan::recover {
namespace {

using fixtures::LogFile;
using fixtures::Shape;
using scanning::short_event;
using support::Row;
using support::Scanned;

ScanOptions recovering() {
  ScanOptions options;
  options.recover = true;
  return options;
}

std::vector<Row> not_live(const Scanned& scanned) {
  std::vector<Row> rows;
  for (const Row& row : scanned.events()) {
    if (row["origin"] != "live") rows.push_back(row);
  }
  return rows;
}

// A chunk of many records, then one of few that overwrites its front: `few` records stay on top.
LogFile with_slack(std::size_t few, Shape shape, const std::function<fixtures::EventSpec(std::uint64_t)>& make) {
  fixtures::LogWriter log;
  for (std::uint64_t id = 1; id <= 20; ++id) append(log, make(id), shape);
  log.close_chunk();
  for (std::uint64_t id = 21; id < 21 + few; ++id) append(log, make(id), shape);
  return log.finish();
}

// The second chunk alone, with its slack, as a log of its own.
std::vector<std::uint8_t> second_chunk(const LogFile& log) {
  std::vector<std::uint8_t> bytes(log.bytes.begin(), log.bytes.begin() + scanning::kHeader);
  const auto chunk = log.bytes.begin() + static_cast<std::ptrdiff_t>(log.chunk_offsets[1]);
  bytes.insert(bytes.end(), chunk, chunk + static_cast<std::ptrdiff_t>(scanning::kChunk));
  return bytes;
}

// All columns but those that say where a row came from.
void same_but_for_place(const Row& old, const Row& live) {
  for (const ColumnDef& column : table_columns(Table::kEvents)) {
    const std::string_view place[] = {"source", "byte_offset", "origin", "decoded_by", "inferred"};
    if (std::find(std::begin(place), std::end(place), column.name) != std::end(place)) continue;
    EXPECT_EQ(old[column.name], live[column.name]) << column.name;
    EXPECT_EQ(old.has(column.name), live.has(column.name)) << column.name;
  }
}

TEST(RecoveredRows, OfSlackWhoseTemplateIsStillThereEqualTheLiveOnes) {
  for (const Shape shape : {Shape::kLive, Shape::kExported}) {
    const LogFile log = with_slack(1, shape, [](std::uint64_t id) { return short_event(id); });
    const Scanned live = support::scan_bytes(log.bytes);
    const Scanned scanned = support::scan_bytes(log.bytes, recovering());
    const std::vector<Row> old = not_live(scanned);
    // The new first record has the size of the old one, so that all behind it are whole.
    ASSERT_EQ(old.size(), 19u);
    for (std::size_t i = 0; i < old.size(); ++i) {
      EXPECT_EQ(old[i]["origin"], "slack");
      EXPECT_EQ(old[i]["decoded_by"], "chunk");
      EXPECT_FALSE(old[i].has("inferred"));
      same_but_for_place(old[i], live.events()[i + 1]);
    }
  }
}

TEST(RecoveredRows, ChangeNeitherCoverageNorTheCountOfLiveRecords) {
  const LogFile log = with_slack(3, Shape::kLive, [](std::uint64_t id) { return short_event(id); });
  const Scanned live = support::scan_bytes(log.bytes);
  const Scanned scanned = support::scan_bytes(log.bytes, recovering());
  EXPECT_EQ(scanned.tables.rows(Table::kCoverage).size(), live.tables.rows(Table::kCoverage).size());
  const Row& file = scanned.tables.rows(Table::kFiles).at(0);
  EXPECT_EQ(file["records"], live.tables.rows(Table::kFiles).at(0)["records"]);
  EXPECT_EQ(file["records_recovered"], std::to_string(not_live(scanned).size()));
  EXPECT_EQ(file["state"], "ok");
  EXPECT_EQ(live.tables.rows(Table::kFiles).at(0)["records_recovered"], "0");
}

// Another event lies on top: the templates of the old records are overwritten.
LogFile overwritten() {
  fixtures::LogWriter log;
  for (std::uint64_t id = 1; id <= 20; ++id) append(log, short_event(id), Shape::kLive);
  log.close_chunk();
  fixtures::EventSpec event = fixtures::make_event("Microsoft-Windows-Security-Auditing", 4624);
  event.system.record_id = 900;
  event.system.created = scanning::kMorning;
  event.system.computer = "PC1";
  append(log, event, Shape::kLive);
  return log.finish();
}

TEST(RecoveredRows, WithoutTheirTemplateAreNamedByTheCatalogue) {
  const LogFile log = overwritten();
  const std::vector<std::uint8_t> bytes = second_chunk(log);
  const Scanned live = support::scan_bytes(log.bytes);
  const std::vector<Row> old = not_live(support::scan_bytes(bytes, recovering()));
  ASSERT_GE(old.size(), 15u);
  for (const Row& row : old) {
    EXPECT_EQ(row["decoded_by"], "catalogue");
    EXPECT_FALSE(row.has("inferred"));  // the outer template is that of the new record, too
    same_but_for_place(row, live.events().at(static_cast<std::size_t>(row.number("record_id")) - 1));
  }
}

// Records of a classic source on top, whose outer template is another one.
std::vector<std::uint8_t> under_classic_records(const std::vector<std::string>& computers) {
  fixtures::LogWriter log;
  for (std::uint64_t id = 1; id <= 20; ++id) append(log, short_event(id), Shape::kLive);
  log.close_chunk();
  for (const std::string& computer : computers) {
    fixtures::EventSpec event = fixtures::make_event("NETLOGON", 5823);
    event.system.record_id = 900;
    event.system.created = scanning::kMorning;
    event.system.computer = computer;
    append(log, event, Shape::kLive);
  }
  return second_chunk(log.finish());
}

TEST(RecoveredRows, TakeTheComputerOfTheirNeighboursOnlyWhereTheyAgree) {
  const std::vector<Row> agreed = not_live(support::scan_bytes(under_classic_records({"PC1", "PC1"}), recovering()));
  const std::vector<Row> disputed = not_live(support::scan_bytes(under_classic_records({"PC1", "PC2"}), recovering()));
  ASSERT_FALSE(agreed.empty());
  for (const Row& row : agreed) {
    EXPECT_EQ(row["computer"], "PC1");
    EXPECT_EQ(row["inferred"], "computer");
  }
  ASSERT_FALSE(disputed.empty());
  for (const Row& row : disputed) {
    EXPECT_FALSE(row.has("computer"));
    EXPECT_FALSE(row.has("inferred"));
    EXPECT_EQ(row["channel"], "Microsoft-Windows-NTLM/Operational");
    EXPECT_EQ(row["process_name"], "lsass.exe");
  }
}

// Zeros into `words` aligned words of the channel of the record at `record`.
void overwrite_channel(std::vector<std::uint8_t>& bytes, std::size_t record, std::size_t words) {
  const std::string name("N\0T\0L\0M\0/\0O\0p\0e\0r\0a\0t\0i\0o\0n\0a\0l\0", 32);
  const auto from = bytes.begin() + static_cast<std::ptrdiff_t>(record);
  const auto found = std::search(from, bytes.end(), name.begin(), name.end());
  ASSERT_NE(found, bytes.end());
  const std::size_t at = (static_cast<std::size_t>(found - bytes.begin()) + 7) / 8 * 8;
  for (std::size_t i = 0; i < 8 * words; ++i) bytes[at + i] = 0;
}

TEST(RecoveredRows, TakeAChannelThatWasOverwrittenFromOthersOfTheirProvider) {
  const std::vector<std::uint8_t> sound = second_chunk(overwritten());
  const std::vector<Row> before = not_live(support::scan_bytes(sound, recovering()));
  ASSERT_GE(before.size(), 15u);
  std::vector<std::uint8_t> bytes = sound;
  overwrite_channel(bytes, static_cast<std::size_t>(before[3].number("byte_offset")), 1);
  overwrite_channel(bytes, static_cast<std::size_t>(before[5].number("byte_offset")), 2);
  const std::vector<Row> old = not_live(support::scan_bytes(bytes, recovering()));
  ASSERT_EQ(old.size(), before.size());
  EXPECT_EQ(old[3]["channel"], "Microsoft-Windows-NTLM/Operational");
  EXPECT_EQ(old[3]["inferred"], "channel");
  same_but_for_place(old[3], before[3]);
  EXPECT_FALSE(old[5].has("channel")) << "of two words nobody knows what they were";
  EXPECT_FALSE(old[5].has("inferred"));
  EXPECT_EQ(old[5]["process_name"], before[5]["process_name"]);
  same_but_for_place(old[4], before[4]);
}

TEST(RecoveredRows, LackAChannelThatWasOverwrittenWhereOthersDiffer) {
  std::vector<std::uint8_t> bytes = second_chunk(overwritten());
  const std::vector<Row> before = not_live(support::scan_bytes(bytes, recovering()));
  overwrite_channel(bytes, static_cast<std::size_t>(before[3].number("byte_offset")), 1);
  const std::string other("n\0a\0l\0", 6);
  const auto from = bytes.begin() + static_cast<std::ptrdiff_t>(before[5].number("byte_offset"));
  const auto found = std::search(from, bytes.end(), other.begin(), other.end());
  ASSERT_NE(found, bytes.end());
  *found = 'x';
  const std::vector<Row> old = not_live(support::scan_bytes(bytes, recovering()));
  EXPECT_FALSE(old[3].has("channel"));
  EXPECT_EQ(old[5]["channel"], "Microsoft-Windows-NTLM/Operatioxal");
}

TEST(RecoveredRows, KeepTheirOwnTimeWhereThatOfTheirHeaderWasOverwritten) {
  std::vector<std::uint8_t> bytes = second_chunk(overwritten());
  const std::vector<Row> before = not_live(support::scan_bytes(bytes, recovering()));
  const auto at = static_cast<std::size_t>(before[3].number("byte_offset"));
  for (std::size_t i = 16; i < 24; ++i) bytes[at + i] = 0xE9;
  const std::vector<Row> old = not_live(support::scan_bytes(bytes, recovering()));
  ASSERT_EQ(old.size(), before.size());
  EXPECT_EQ(old[3]["time"], before[3]["time"]);
  EXPECT_EQ(old[3]["process_name"], before[3]["process_name"]);
  EXPECT_FALSE(old[3].has("time_written"));
}

TEST(RecoveredRows, HiddenInAnotherRecordSayWhereTheyLay) {
  LogFile log = scanning::chunked_log(2);
  const Scanned whole = support::scan_bytes(log.bytes);
  swallow_next(log, 3);
  const Scanned scanned = support::scan_bytes(log.bytes, recovering());
  ASSERT_EQ(scanned.events().size(), whole.events().size());
  const Row& hidden = scanned.events()[4];
  EXPECT_EQ(hidden["origin"], "hidden");
  EXPECT_EQ(hidden["decoded_by"], "chunk");
  same_but_for_place(hidden, whole.events()[4]);
  EXPECT_TRUE(std::is_sorted(scanned.events().begin(), scanned.events().end(), [](const Row& a, const Row& b) {
    return a.number("byte_offset") < b.number("byte_offset");
  }));
}

TEST(RecoveredRows, CandidatesThatContradictThemselvesAreFaultsOfRecovery) {
  LogFile log = with_slack(1, Shape::kLive, [](std::uint64_t id) { return short_event(id); });
  const Scanned before = support::scan_bytes(log.bytes, recovering());
  const auto at = static_cast<std::size_t>(not_live(before).back().number("byte_offset"));
  const auto size = log.bytes[at + 4] + 256u * log.bytes[at + 5];
  log.bytes[at + size - 4] ^= 8;
  const Scanned after = support::scan_bytes(log.bytes, recovering());
  EXPECT_EQ(not_live(after).size() + 1, not_live(before).size());
  EXPECT_EQ(after.fault_codes("recovery"), std::vector<std::string>{"recovery_candidate"});
  EXPECT_EQ(after.summary.value().faults_lost, 0u);
}

TEST(RecoveredRows, AreTheSameWhoeverReadsThem) {
  const LogFile log = overwritten();
  ScanOptions walker = recovering();
  walker.walker_only = true;
  const Scanned plans = support::scan_bytes(log.bytes, recovering());
  const Scanned documents = support::scan_bytes(log.bytes, walker);
  ASSERT_EQ(plans.events().size(), documents.events().size());
  for (std::size_t i = 0; i < plans.events().size(); ++i) {
    EXPECT_EQ(plans.events()[i].text("source"), documents.events()[i].text("source"));
  }
}

TEST(RecoveredRows, AreLinesOfADump) {
  const support::LogOnDisk disk(under_classic_records({"PC1"}));
  const support::Dumped json = disk.dump(DumpFormat::kNdjson, recovering());
  EXPECT_NE(json.text.find(R"("origin":"slack","decoded_by":"catalogue","inferred":"computer","Event":{)"),
            std::string::npos);
  EXPECT_EQ(json.summary.value().records_recovered + 1, json.summary.value().rows);
  const support::Dumped xml = disk.dump(DumpFormat::kXml, recovering());
  EXPECT_NE(xml.text.find(R"(</Event><!-- origin="slack" decoded_by="catalogue" inferred="computer" -->)"),
            std::string::npos);
}

}  // namespace
}  // namespace ntlmscan::recover
