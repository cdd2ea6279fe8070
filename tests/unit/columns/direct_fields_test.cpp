// A payload that goes straight into its row gives the row that a list of its fields gives.
#include "columns/direct_fields.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "catalogue/lookup.hpp"
#include "evtx_writer/odd_records.hpp"
#include "unit/columns/event_cells.hpp"
#include "unit/plan/extraction_text.hpp"

namespace ntlmscan::columns {
namespace {

namespace values = fixtures::values;

// What any field may hold, whatever its type should be: values that are null, lossy, placeholders or of another type.
std::vector<fixtures::Value> odd_values() {
  const auto text = [](const char* utf8) { return values::text(utf8); };
  fixtures::Value half = text("alice");
  half.bytes.pop_back();
  return {values::null(),
          values::null(6),
          text(""),
          text("-"),
          text("alice"),
          values::text("alice", fixtures::Ending::kNul),
          values::ansi("alice"),
          text("\\\\HOST"),
          text("::ffff:1.2.3.4"),
          text("::1"),
          text("007"),
          text("3221225581"),
          text("0xc000006d"),
          text("0xC000006D"),
          text("%%1842"),
          text("NTLM V2 "),
          text("Kerberos"),
          text("NtLmSsp  "),
          half,
          values::u8(3),
          values::i32(-1073741715),
          values::u64(UINT64_MAX),
          values::boolean(true),
          values::hex64(0x1234),
          values::f64(0.5),
          values::sid("S-1-5-18"),
          values::guid({}),
          values::filetime(kCreated),
          values::binary({1, 2, 3})};
}

// All rounds together give every field every value; neighbouring fields hold different ones.
fixtures::EventSpec odd_event(const fixtures::EventRow& row, std::size_t round) {
  static const std::vector<fixtures::Value> odd = odd_values();
  fixtures::EventSpec spec = event(row.provider, row.id, row.version);
  for (std::size_t i = 0; i < spec.fields.size(); ++i) spec.fields[i].value = odd[(i + round) % odd.size()];
  return spec;
}

// One way of adding rows, with what it remembers from run to run.
struct Way {
  explicit Way(std::uint32_t number) : rows(1, number) {}
  EventRows rows;
  Block block{Table::kEvents};
  support::BlockText text{Table::kEvents};

  void begin() { rows.begin(block, "case/Security.evtx", "live"); }
  void add(const plan::Extraction& x, std::uint64_t id) {
    rows.add({.byte_offset = 4608 * id, .header_id = id, .written = kCreated}, x, true);
  }
  [[nodiscard]] std::vector<std::string> end() {
    rows.flush();
    return text.rows(block);
  }
};

struct Seen {
  std::size_t direct = 0;
  std::size_t listed = 0;
};

// Both ways for the records of each chunk at once, which is how they come, and `alone` for one record at a time.
void compare(const plan::LogRecords& log, Seen& seen, bool alone = false) {
  const plan::Selection all;
  plan::RecordReader reader(all, false);
  Way direct(0);
  Way listed(1);
  for (std::size_t i = 0; i < log.size(); ++i) {
    const bool first = i == 0 || log.place(i).chunk != log.place(i - 1).chunk;
    if (first) reader.begin_chunk(log.chunk_of(i));
    if (first || alone) {
      direct.begin();
      listed.begin();
    }
    ASSERT_EQ(reader.read(log.begin(i), log.end(i)), plan::Verdict::kKept);
    const plan::Extraction& x = reader.extraction();
    plan::Extraction list = x;
    list.fields = plan::fields_of(x);
    list.direct = {};
    (x.direct.plan != nullptr ? seen.direct : seen.listed) += 1;
    direct.add(x, i);
    listed.add(list, i);
    const bool last = i + 1 == log.size() || log.place(i).chunk != log.place(i + 1).chunk;
    if (last || alone) {
      ASSERT_EQ(direct.end(), listed.end()) << "up to record " << i;
    }
  }
}

TEST(DirectFields, GiveTheRowOfAListForEveryEventAndValue) {
  fixtures::LogWriter log;
  for (std::size_t round = 0; round < odd_values().size(); ++round) {
    for (const fixtures::EventRow* row : fixtures::all_events())
      append(log, odd_event(*row, round), fixtures::Shape::kExported);
  }
  const plan::LogRecords records(log.finish());
  Seen seen;
  compare(records, seen);
  EXPECT_GT(seen.direct, 1500U);
  compare(records, seen, true);
}

// The same event over and over: what is remembered of the row before must not show in a row that differs.
TEST(DirectFields, RememberNothingThatChanged) {
  for (const std::uint16_t id : {std::uint16_t{4624}, std::uint16_t{4625}, std::uint16_t{4776}}) {
    fixtures::LogWriter log;
    for (std::size_t round = 0; round < 3 * odd_values().size(); ++round) {
      for (const std::size_t step : {round, round, round + 7, round}) {
        append(log, odd_event(*fixtures::find_event(kAuditing, id), step), fixtures::Shape::kExported);
      }
    }
    Seen seen;
    compare(plan::LogRecords(log.finish()), seen);
    EXPECT_EQ(seen.listed, 0U);
  }
}

// Payloads of several plans lie among each other, with rows in between that are not written column by column.
TEST(DirectFields, KeepTheOrderOfMixedRecords) {
  const auto odd = [](std::uint64_t id) {
    fixtures::Element root("EventData");
    for (const std::uint16_t slot : {std::uint16_t{0}, std::uint16_t{1}}) {
      root.add(plan::data_element("UserName", fixtures::normal_hole(slot, fixtures::kString)));
    }
    return fixtures::templated_payload(id, std::move(root), {values::text("alice"), values::text("bob")});
  };
  std::vector<fixtures::RecordSpec> records;
  for (std::uint64_t i = 0; i < 60; ++i) {
    const std::uint16_t ids[] = {4624, 4776, 4625, 4624};
    if (i % 7 == 3) records.push_back(odd(i));
    records.push_back(
        record_of(odd_event(*fixtures::find_event(kAuditing, ids[i % 4]), i), fixtures::Shape::kExported));
  }
  Seen seen;
  compare(plan::records_of(records), seen);
  EXPECT_EQ(seen.direct, 60U);
  EXPECT_GT(seen.listed, 5U);
}

// More rows in a chunk than wait at a time, of records as short as they get.
TEST(DirectFields, AreWrittenWhenTooManyWait) {
  Way direct(0);
  Way listed(1);
  const plan::LogRecords log =
      plan::records_of({fixtures::record_of(event(kAuditing, 4624), fixtures::Shape::kExported)});
  const plan::Selection all;
  plan::RecordReader reader(all, false);
  reader.begin_chunk(log.chunk_of(0));
  ASSERT_EQ(reader.read(log.begin(0), log.end(0)), plan::Verdict::kKept);
  const plan::Extraction& x = reader.extraction();
  plan::Extraction list = x;
  list.fields = plan::fields_of(x);
  list.direct = {};
  direct.begin();
  listed.begin();
  for (std::uint64_t id = 0; id < 5000; ++id) {
    direct.add(x, id);
    listed.add(list, id);
  }
  EXPECT_EQ(direct.end(), listed.end());
}

// Packages change from row to row while all else stays: so does the protocol.
TEST(DirectFields, TellTheProtocolOfEveryRow) {
  constexpr const char* kPackages[] = {"NTLM", "Kerberos", "NTLM", "", "Negotiate", "Kerberos", "Kerberos", "NTLM"};
  fixtures::LogWriter log;
  for (const char* package : kPackages) {
    append(log, event(kAuditing, 4624).set("AuthenticationPackageName", package), fixtures::Shape::kExported);
  }
  Seen seen;
  compare(plan::LogRecords(log.finish()), seen);
  EXPECT_EQ(seen.direct, std::size(kPackages));
}

// An array that no field asks for makes the payload go by way of the list.
TEST(DirectFields, AreNotUsedBesideAnArray) {
  const auto record = [](fixtures::Value more) {
    fixtures::Element root("EventData");
    root.add(plan::data_element("UserName", fixtures::normal_hole(0, fixtures::kString)));
    return fixtures::templated_payload(1, std::move(root), {values::text("alice"), std::move(more)});
  };
  const std::string items[] = {"a", "b"};
  const std::string plain = row_of(record(values::text("x")));
  EXPECT_EQ(cell(plain, "user_name"), "alice");
  EXPECT_EQ(row_of(record(values::text_array(items))), plain);
  Seen seen;
  compare(plan::records_of({record(values::text("x")), record(values::text_array(items))}), seen);
  EXPECT_EQ(seen.direct, 1U);
  EXPECT_EQ(seen.listed, 1U);
}

// A null leaves such a field out, also where it would have no column.
TEST(DirectFields, LeaveOutOptionalNulls) {
  fixtures::Element root("EventData");
  root.add(plan::data_element("UserName", fixtures::optional_hole(0, fixtures::kString)));
  root.add(plan::data_element("Unheard", fixtures::optional_hole(1, fixtures::kString)));
  std::vector<fixtures::RecordSpec> records;
  for (const fixtures::Value& value : {values::text("x"), values::null(), values::text(""), values::null(4)}) {
    records.push_back(fixtures::templated_payload(records.size() + 1, root, {value, value}));
  }
  EXPECT_EQ(cell(row_of(records[0]), "extra"), "{\"Unheard\":\"x\"}");
  EXPECT_EQ(cell(row_of(records[1]), "extra"), "null");
  Seen seen;
  compare(plan::records_of(records), seen);
  EXPECT_EQ(seen.direct, records.size());
}

// Two fields of one name need numbers: such a payload goes by way of the list.
TEST(DirectFields, AreNotUsedForNamesThatComeTwice) {
  fixtures::Element root("EventData");
  for (const std::uint16_t slot : {std::uint16_t{0}, std::uint16_t{1}}) {
    root.add(plan::data_element("UserName", fixtures::normal_hole(slot, fixtures::kString)));
  }
  Seen seen;
  compare(plan::records_of({fixtures::templated_payload(1, root, {values::text("alice"), values::text("bob")})}), seen);
  EXPECT_EQ(seen.direct, 0U);
}

// Columns are filled by System, by the payload and by the catalogue in turn; none may belong to two of them.
TEST(DirectFields, HaveColumnsThatNothingElseFills) {
  for (const catalogue::EventDef* event : catalogue::all_events()) {
    for (const catalogue::FieldDef& field : event->fields) {
      if (field.column == kNoColumn) continue;
      const bool words = field.column == Column::kWeakness || field.column == Column::kStatusName;
      EXPECT_TRUE(field.column >= Column::kNtlmVersion && field.column < Column::kExtra && !words)
          << event->event_id << " " << field.name;
    }
  }
}

}  // namespace
}  // namespace ntlmscan::columns
