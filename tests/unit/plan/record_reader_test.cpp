// What is kept of a log, and what a reader says of records it cannot read whole.
#include "plan/record_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "evtx_writer/moment.hpp"
#include "evtx_writer/odd_records.hpp"
#include "extraction_text.hpp"
#include "log_records.hpp"

namespace ntlmscan::plan {
namespace {

using fixtures::Shape;

constexpr std::string_view kAuditing = "Microsoft-Windows-Security-Auditing";
constexpr std::uint64_t kMoment = fixtures::filetime_of(2026, 3, 2);

Selection only(std::initializer_list<std::uint16_t> ids, bool ntlm_group = false) {
  Selection selection;
  selection.all = false;
  selection.ntlm_group = ntlm_group;
  for (const std::uint16_t id : ids) selection.ids.set(id);
  return selection;
}

TEST(Selection, AnswersByIdAndTime) {
  const Selection all;
  EXPECT_TRUE(all.wants_id(8001));
  EXPECT_TRUE(all.by_id(8001));
  EXPECT_FALSE(all.wants_id(9999));  // no event of the catalogue
  EXPECT_TRUE(only({8001}).wants_id(8001));
  EXPECT_FALSE(only({8001}).wants_id(8002));
  EXPECT_FALSE(only({9999}).wants_id(9999));
  EXPECT_TRUE(only({}, true).wants_id(4624));
  EXPECT_FALSE(only({}, true).by_id(4624));
  EXPECT_TRUE(only({4624}, true).by_id(4624));
  Selection times;
  EXPECT_TRUE(times.wants_time(0));
  times.since_filetime = 100;
  times.until_filetime = 200;
  EXPECT_TRUE(times.wants_time(std::nullopt));
  EXPECT_FALSE(times.wants_time(99));
  EXPECT_TRUE(times.wants_time(100));
  EXPECT_TRUE(times.wants_time(199));
  EXPECT_FALSE(times.wants_time(200));
}

TEST(ChosenIds, HoldsThoseThatWereSet) {
  ChosenIds ids;
  for (const std::uint16_t id : std::initializer_list<std::uint16_t>{0, 63, 64, 65535}) {
    EXPECT_FALSE(ids[id]) << id;
    ids.set(id);
    EXPECT_TRUE(ids[id]) << id;
  }
  for (const std::uint16_t id : std::initializer_list<std::uint16_t>{1, 62, 65, 65534}) EXPECT_FALSE(ids[id]) << id;
}

fixtures::EventSpec event(std::string_view provider, std::uint16_t id, std::string_view package = {}) {
  fixtures::EventSpec spec = fixtures::make_event(provider, id);
  spec.system.record_id = 1;
  spec.system.created = kMoment;
  spec.system.computer = "DC1";
  if (!package.empty()) spec.set("AuthenticationPackageName", package);
  return spec;
}

Verdict verdict(const fixtures::EventSpec& spec, const Selection& selection) {
  Verdict first = Verdict::kDamaged;
  for (const Shape shape : {Shape::kLive, Shape::kExported, Shape::kLiteral}) {
    for (const bool walker_only : {false, true}) {
      const LogRecords log = records_of({record_of(spec, shape)});
      RecordReader reader(selection, walker_only);
      reader.begin_chunk(log.chunk_of(0));
      const Verdict now = reader.read(log.begin(0), log.end(0));
      if (shape == Shape::kLive && !walker_only) first = now;
      EXPECT_EQ(static_cast<int>(now), static_cast<int>(first));
    }
  }
  return first;
}

TEST(RecordReader, KeepsWhatIsChosen) {
  struct Case {
    const char* what;
    fixtures::EventSpec spec;
    Selection selection;
    bool kept;
  };
  Selection later;
  later.since_filetime = kMoment + 1;
  Selection until;
  until.until_filetime = kMoment + 1;
  const Case cases[] = {
      {"an event of the catalogue", event(kAuditing, 4634), {}, true},
      {"an id nobody knows", event(kAuditing, 9999), {}, false},
      {"a known id of a foreign provider", event("Contoso-Service", 8001), {}, false},
      {"the provider in other letters", event("MICROSOFT-windows-ntlm", 8001), {}, true},
      {"one id", event(kAuditing, 4634), only({4634}), true},
      {"another id", event(kAuditing, 4634), only({4624}), false},
      {"@ntlm, by event", event(kAuditing, 4776), only({}, true), true},
      {"@ntlm, an NTLM logon", event(kAuditing, 4624, "NTLM"), only({}, true), true},
      {"@ntlm, an NTLM failure", event(kAuditing, 4625, "NTLM"), only({}, true), true},
      {"@ntlm, a Kerberos logon", event(kAuditing, 4624, "Kerberos"), only({}, true), false},
      {"@ntlm and the id, a Kerberos logon", event(kAuditing, 4624, "Kerberos"), only({4624}, true), true},
      {"@ntlm, a session", event(kAuditing, 4634), only({}, true), false},
      {"too early", event(kAuditing, 4634), later, false},
      {"early enough", event(kAuditing, 4634), until, true},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.what);
    EXPECT_EQ(verdict(one.spec, one.selection) == Verdict::kKept, one.kept);
  }
}

TEST(RecordReader, RemembersProvidersWithoutMixingThem) {
  fixtures::LogWriter log;
  constexpr std::string_view kProviders[] = {"Microsoft-Windows-NTLM", "Contoso-Service", "Microsoft-Windows-NTLM"};
  for (const std::string_view provider : kProviders) append(log, event(provider, 8001), Shape::kLive);
  const LogRecords records(log.finish());
  const Selection all;
  RecordReader reader(all, false);
  reader.begin_chunk(records.chunk_of(0));
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(reader.read(records.begin(i), records.end(i)) == Verdict::kKept, i != 1) << i;
  }
}

TEST(RecordReader, RemembersVersionsApart) {
  fixtures::LogWriter log;
  constexpr std::uint8_t kVersions[] = {0, 2, 3, 0, 9};
  for (const std::uint8_t version : kVersions) {
    fixtures::EventSpec spec = event(kAuditing, 4624);
    spec.system.version = version;
    append(log, spec, Shape::kLive);
  }
  const LogRecords records(log.finish());
  const Selection all;
  RecordReader reader(all, false);
  reader.begin_chunk(records.chunk_of(0));
  constexpr std::uint8_t kFound[] = {0, 2, 3, 0, 3};  // the newest entry serves what is newer still
  for (std::size_t i = 0; i < 5; ++i) {
    ASSERT_EQ(reader.read(records.begin(i), records.end(i)), Verdict::kKept);
    EXPECT_EQ(reader.extraction().event->version, kFound[i]) << i;
  }
}

// A provider that has only its GUID is known by it.
TEST(RecordReader, KnowsAProviderByItsGuid) {
  fixtures::EventSpec spec = event("Microsoft-Windows-NTLM", 8001);
  spec.system.provider.clear();
  EXPECT_EQ(verdict(spec, {}), Verdict::kKept);
  spec.system.provider_guid = fixtures::guid_from_text("00000000-0000-0000-0000-000000000001");
  EXPECT_EQ(verdict(spec, {}), Verdict::kRejected);
}

// Of a rejected record what coverage is told of it, else the verdict alone. Behind other records of the chunk.
std::string next_rejected(RecordReader& reader, std::size_t begin, std::size_t end) {
  const Verdict verdict = reader.read(begin, end);
  std::string out = "verdict " + std::to_string(static_cast<int>(verdict));
  if (verdict != Verdict::kRejected) return out;
  out.append(reader.forwarded() ? " forwarded" : "");
  for (const SystemField field : {SystemField::kEventId, SystemField::kTimeCreated, SystemField::kRecordId,
                                  SystemField::kChannel, SystemField::kComputer}) {
    out.append(" ").append(value_line(reader.system(field)));
  }
  return out;
}

std::string rejected(RecordReader& reader, Bytes chunk, std::size_t begin, std::size_t end) {
  reader.begin_chunk(chunk);
  return next_rejected(reader, begin, end);
}

// A record without template is rejected by System alone, however its payload looks, with what the walker knows of it.
TEST(RecordReader, RejectsLiteralRecordsAsTheWalkerDoes) {
  const Selection other = only({9998});
  RecordReader planned(other, false);
  RecordReader walking(other, true);
  std::size_t count = 0;
  for (const fixtures::EventRow* row : fixtures::all_events()) {
    for (const bool rendered : {false, true}) {
      fixtures::EventSpec spec = event(row->provider, row->id);
      if (rendered) spec.rendering.emplace();
      const LogRecords log = records_of({record_of(spec, Shape::kLiteral)});
      const std::string ours = rejected(planned, log.chunk_of(0), log.begin(0), log.end(0));
      EXPECT_EQ(ours, rejected(walking, log.chunk_of(0), log.begin(0), log.end(0))) << row->id;
      EXPECT_TRUE(ours.starts_with("verdict 0 forwarded ")) << ours;
      ++count;
    }
  }
  EXPECT_GT(count, 100U);
}

TEST(RecordReader, RejectsDamagedLiteralRecordsAsTheWalkerDoes) {
  const LogRecords log = records_of({record_of(fixtures::carrier_event(1), Shape::kLiteral)});
  const Selection other = only({8002});
  RecordReader planned(other, false);
  RecordReader walking(other, true);
  const Bytes chunk = log.chunk_of(0);
  std::size_t kept_from_damage = 0;
  for (std::size_t end = log.begin(0); end < log.place(0).binxml_end; ++end) {
    const std::string ours = rejected(planned, chunk, log.begin(0), end);
    ASSERT_EQ(ours, rejected(walking, chunk, log.begin(0), end)) << "cut at " << end;
    kept_from_damage += ours.starts_with("verdict 0") ? 1U : 0U;
  }
  EXPECT_GT(kept_from_damage, 100U);
  std::vector<std::uint8_t> bytes(chunk.data(), chunk.data() + chunk.size());
  for (std::size_t at = log.begin(0); at < log.place(0).binxml_end; ++at) {
    for (const int flip : {0x01, 0x10, 0x40, 0xFF}) {
      bytes[at] ^= static_cast<std::uint8_t>(flip);
      ASSERT_EQ(rejected(planned, Bytes(bytes), log.begin(0), log.end(0)),
                rejected(walking, Bytes(bytes), log.begin(0), log.end(0)))
          << "byte " << at << " by " << flip;
      bytes[at] ^= static_cast<std::uint8_t>(flip);
    }
  }
}

// Records of one event that differ in what System holds and in the sizes of their values, again and again.
LogRecords neighbours(Shape shape) {
  fixtures::LogWriter log;
  for (std::uint64_t i = 0; i < 24; ++i) {
    fixtures::EventSpec spec = event(kAuditing, 4634);
    spec.system.record_id = 998 + i;
    spec.system.created = kMoment + i;
    spec.system.computer = i % 8 < 6 ? "DC1" : "DC1.contoso.local";
    if (i % 3 == 2) spec.system.user_id = fixtures::values::sid("S-1-5-18");
    if (i % 5 == 4) spec.system.activity_id = fixtures::values::guid({});
    spec.set("TargetUserName", std::string(i % 4, 'u'));
    append(log, spec, shape);
  }
  return LogRecords(log.finish());
}

// What is remembered of records before must not show: neither in sound records nor in damaged ones behind them.
TEST(RecordReader, RejectsNeighboursAsTheWalkerDoes) {
  const Selection other = only({8002});
  for (const Shape shape : {Shape::kLive, Shape::kExported, Shape::kLiteral}) {
    const LogRecords log = neighbours(shape);
    RecordReader planned(other, false);
    RecordReader walking(other, true);
    planned.begin_chunk(log.chunk_of(0));
    walking.begin_chunk(log.chunk_of(0));
    for (std::size_t i = 0; i < log.size(); ++i) {
      const std::string ours = next_rejected(planned, log.begin(i), log.end(i));
      EXPECT_EQ(ours, next_rejected(walking, log.begin(i), log.end(i))) << i;
      EXPECT_TRUE(ours.starts_with("verdict 0")) << ours;
      EXPECT_EQ(planned.planned(), shape != Shape::kLiteral);
    }
  }
}

TEST(RecordReader, RejectsDamagedNeighboursAsTheWalkerDoes) {
  const Selection other = only({8002});
  for (const Shape shape : {Shape::kLive, Shape::kExported, Shape::kLiteral}) {
    const LogRecords log = neighbours(shape);
    const Bytes chunk = log.chunk_of(0);
    RecordReader planned(other, false);
    RecordReader walking(other, true);
    std::vector<std::uint8_t> bytes(chunk.data(), chunk.data() + chunk.size());
    const auto compare = [&](std::size_t record, std::size_t end, const std::string& what) {
      planned.begin_chunk(Bytes(bytes));
      for (std::size_t i = 0; i < record; ++i) static_cast<void>(planned.read(log.begin(i), log.end(i)));
      ASSERT_EQ(next_rejected(planned, log.begin(record), end), rejected(walking, Bytes(bytes), log.begin(record), end))
          << "shape " << static_cast<int>(shape) << " record " << record << what;
    };
    for (const std::size_t record : {3U, 5U}) {
      for (std::size_t at = log.begin(record); at < log.place(record).binxml_end; ++at) {
        for (const int flip : {0x01, 0x40, 0xFF}) {
          bytes[at] ^= static_cast<std::uint8_t>(flip);
          compare(record, log.end(record), " byte " + std::to_string(at - log.begin(record)));
          bytes[at] ^= static_cast<std::uint8_t>(flip);
        }
        compare(record, at, " cut at " + std::to_string(at - log.begin(record)));
      }
    }
  }
}

// Whether a record repeats the computer and channel of the one before is told without decoding them.
TEST(RecordReader, TellsWhenTheLogChanges) {
  const Selection other = only({8002});
  const LogRecords log = neighbours(Shape::kLive);
  RecordReader reader(other, false);
  reader.begin_chunk(log.chunk_of(0));
  std::string before;
  std::size_t repeated = 0;
  for (std::size_t i = 0; i < log.size(); ++i) {
    static_cast<void>(reader.read(log.begin(i), log.end(i)));
    const std::string now =
        value_line(reader.system(SystemField::kComputer)) + value_line(reader.system(SystemField::kChannel));
    if (i > 0 && reader.repeats_log()) {
      EXPECT_EQ(now, before) << i;
      ++repeated;
    }
    before = now;
  }
  EXPECT_GT(repeated, 2U);
}

TEST(RecordReader, SaysWhatIsDamaged) {
  const LogRecords log = records_of({record_of(fixtures::carrier_event(1), Shape::kLiteral)});
  const Selection all;
  RecordReader reader(all, false);
  reader.begin_chunk(log.chunk_of(0));
  EXPECT_EQ(reader.read(log.begin(0), log.end(0)), Verdict::kKept);
  std::size_t partial = 0;
  std::size_t damaged = 0;
  for (std::size_t end = log.begin(0); end < log.place(0).binxml_end - 1U; ++end) {
    const Verdict cut = reader.read(log.begin(0), end);
    ASSERT_TRUE(cut == Verdict::kPartial || cut == Verdict::kDamaged) << end;
    ASSERT_TRUE(cut == Verdict::kPartial || partial == 0) << "System was read in front of " << end;
    (cut == Verdict::kPartial ? partial : damaged) += 1;
  }
  EXPECT_GT(partial, 100U);
  EXPECT_GT(damaged, 100U);
}

}  // namespace
}  // namespace ntlmscan::plan
