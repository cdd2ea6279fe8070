// The columns that hold where a record lay and what its System part says.
#include <gtest/gtest.h>

#include <string>

#include "event_cells.hpp"

namespace ntlmscan::columns {
namespace {

using fixtures::Shape;
namespace values = fixtures::values;

std::string system_cells(const std::string& row) { return row.substr(0, row.find("event=") + 6); }

constexpr const char* kExpected =
    "source=case/Security.evtx\nbyte_offset=4608\nrecord_id=7\norigin=live\ndecoded_by=chunk\nforwarded=0\n"
    "time=1772439330123456\nfiletime=134169129301234567\ntime_written=1772439331000000\ncomputer=SRV1.contoso.local\n"
    "channel=Microsoft-Windows-NTLM/Operational\nprovider=Microsoft-Windows-NTLM\nevent_id=8001\nversion=0\nlevel=4\n"
    "keywords=-9223372036854775808\nactivity_id=54849625-5478-4994-a5ba-3e3b0328c30d\nevent=";

fixtures::EventSpec audit() {
  fixtures::EventSpec spec = event(kNtlm, 8001);
  spec.system.created = kCreated + 1'234'567;
  spec.system.activity_id = values::guid(fixtures::guid_from_text("54849625-5478-4994-a5ba-3e3b0328c30d"));
  return spec;
}

const Place kPlace = {4608, 99, kCreated + 10'000'000};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

TEST(Place, FillsTheColumnsOfALiveRecord) {
  ASSERT_EQ(kCreated + 1'234'567, 134'169'129'301'234'567U);
  EXPECT_EQ(system_cells(row_of(record_of(audit(), Shape::kLive), kPlace)), kExpected);
  EXPECT_EQ(system_cells(row_of(record_of(audit(), Shape::kExported), kPlace)), kExpected);
}

TEST(Place, MarksLiteralRecords) {
  const std::string expected = replaced(replaced(kExpected, "=chunk", "=literal"), "forwarded=0", "forwarded=1");
  EXPECT_EQ(system_cells(row_of(record_of(audit(), Shape::kLiteral), kPlace)), expected);
}

TEST(Place, TakesTheHeadersIdOnlyWhereTheEventHasNone) {
  fixtures::RecordSpec record = record_of(audit(), Shape::kLive);
  EXPECT_EQ(cell(row_of(record, kPlace), "record_id"), "7");
  const auto& outer = std::get<std::shared_ptr<const fixtures::Instance>>(record.content.pieces.at(0));
  fixtures::Instance without = *outer;
  without.values.at(10) = values::null(8);
  record.content.pieces.at(0) = std::make_shared<const fixtures::Instance>(without);
  EXPECT_EQ(cell(row_of(record, kPlace), "record_id"), "99");
}

TEST(Place, KeepsOddTimes) {
  struct Case {
    std::uint64_t created, written;
    const char* filetime;
    const char* time;
    const char* time_written;
  };
  const Case cases[] = {
      {0, 0, "0", "-11644473600000000", "null"},
      {1, 10, "1", "-11644473600000000", "-11644473599999999"},
      {std::uint64_t{1} << 63, std::uint64_t{1} << 63, "-9223372036854775808", "null", "null"},
      {~std::uint64_t{0}, kCreated, "-1", "null", "1772439330000000"},
  };
  for (const Case& one : cases) {
    fixtures::EventSpec spec = audit();
    spec.system.created = one.created;
    const std::string row = row_of(record_of(spec, Shape::kExported), {0, 7, one.written});
    EXPECT_EQ(cell(row, "filetime"), one.filetime);
    EXPECT_EQ(cell(row, "time"), one.time);
    EXPECT_EQ(cell(row, "time_written"), one.time_written);
  }
}

TEST(Place, LeavesPayloadOutWhereItIsDamaged) {
  const plan::LogRecords log = plan::records_of({record_of(audit().set("UserName", "alice"), Shape::kLive)});
  const plan::Selection all;
  plan::RecordReader reader(all, false);
  reader.begin_chunk(log.chunk_of(0));
  ASSERT_EQ(reader.read(log.begin(0), log.end(0)), plan::Verdict::kKept);
  EventRows rows(1, 0);
  Block block(Table::kEvents);
  rows.begin(block, "x", "live");
  rows.add(kPlace, reader.extraction(), false);
  rows.add(kPlace, reader.extraction(), true);
  rows.flush();
  const std::vector<std::string> texts = support::BlockText(Table::kEvents).rows(block);
  const std::string& without = texts.at(0);
  EXPECT_EQ(cell(without, "computer"), "SRV1.contoso.local");
  EXPECT_EQ(cell(without, "event"), "ntlm_client_audit");
  EXPECT_EQ(cell(without, "user_name"), "null");
  EXPECT_EQ(cell(texts.at(1), "user_name"), "alice");
}

}  // namespace
}  // namespace ntlmscan::columns
