// Rows of table `coverage` as a scan writes them: hours, ids, gaps, and what came by forwarding.
#include <gtest/gtest.h>

#include <memory>

#include "evtx_writer/literal_event.hpp"
#include "unit/scan/made_logs.hpp"

namespace ntlmscan::scanning {
namespace {

using fixtures::EventSpec;
using fixtures::Shape;
using Lines = std::vector<std::string>;

constexpr std::int64_t kMorningMicros = 1'772'438'400'000'000;  // kMorning since 1970
constexpr std::uint64_t kHourMs = 3'600'000;
constexpr Shape kLive = Shape::kLive;
constexpr Shape kLiteral = Shape::kLiteral;

struct Stamp {
  std::uint64_t id;
  std::uint64_t milliseconds;  ///< after kMorning
  Shape shape = Shape::kLive;
  std::string channel = "Security";
  std::string computer = "PC1";
};

EventSpec event_of(const Stamp& stamp) {
  EventSpec event = short_event(stamp.id, kMorning + stamp.milliseconds * fixtures::kTicksPerMillisecond);
  event.system.channel = stamp.channel;
  event.system.computer = stamp.computer;
  return event;
}

fixtures::LogFile log_of_stamps(const std::vector<Stamp>& stamps) {
  fixtures::LogWriter log;
  for (const Stamp& stamp : stamps) append(log, event_of(stamp), stamp.shape);
  return log.finish();
}

std::string span(const support::Row& row, const char* first, const char* last, std::int64_t from, std::int64_t unit) {
  const auto shown = [&](const char* column) { return std::to_string((row.number(column) - from) / unit); };
  return row.has(first) ? shown(first) + ".." + shown(last) : std::string("none");
}

// `computer channel hour records ids first..last in ms gap`, then `forwarded` where it is.
std::string line_of(const support::Row& row) {
  const std::string hour =
      row.has("hour") ? std::to_string((row.number("hour") - kMorningMicros) / 3'600'000'000) : "none";
  std::string out = row["computer"] + " " + row["channel"] + " h" + hour + " n" + row["records"] + " ids " +
                    span(row, "first_record_id", "last_record_id", 0, 1) + " ms " +
                    span(row, "first_time", "last_time", kMorningMicros, 1000) + " gap " +
                    (row.has("largest_gap_seconds") ? row["largest_gap_seconds"] : "none");
  return row["forwarded"] == "1" ? out + " forwarded" : out;
}

Lines coverage_of(const support::Scanned& scanned) {
  Lines out;
  for (const support::Row& row : scanned.tables.rows(Table::kCoverage)) out.push_back(line_of(row));
  return out;
}

struct Case {
  std::string name;
  std::string file;
  std::vector<Stamp> stamps;
  Lines rows;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> table = {
      {"one record has no gap", "Security.evtx", {{7, 500}}, {"PC1 Security h0 n1 ids 7..7 ms 500..500 gap 0"}},
      {"largest gap in order",
       "Security.evtx",
       {{1, 0}, {2, 10'000}, {3, 610'000}, {4, 630'000}},
       {"PC1 Security h0 n4 ids 1..4 ms 0..630000 gap 600"}},
      {"largest gap out of order",
       "Security.evtx",
       {{1, 0}, {2, 610'000}, {3, 10'000}, {4, 630'000}},
       {"PC1 Security h0 n4 ids 1..4 ms 0..630000 gap 600"}},
      {"a gap that a late record closes",
       "Security.evtx",
       {{1, 0}, {2, 3'000'000}, {3, 1'000'000}, {4, 2'000'000}},
       {"PC1 Security h0 n4 ids 1..4 ms 0..3000000 gap 1000"}},
      {"whole seconds", "Security.evtx", {{1, 0}, {2, 2'999}}, {"PC1 Security h0 n2 ids 1..2 ms 0..2999 gap 2"}},
      {"hours begin at their first tick",
       "Security.evtx",
       {{1, kHourMs - 1}, {2, kHourMs}, {3, 3 * kHourMs}},
       {"PC1 Security h0 n1 ids 1..1 ms 3599999..3599999 gap 0",
        "PC1 Security h1 n1 ids 2..2 ms 3600000..3600000 gap 0",
        "PC1 Security h3 n1 ids 3..3 ms 10800000..10800000 gap 0"}},
      {"lowest and highest id, whatever the order",
       "Security.evtx",
       {{9, 0}, {4, 1'000}, {6, 2'000}},
       {"PC1 Security h0 n3 ids 4..9 ms 0..2000 gap 1"}},
      {"a row per computer",
       "Security.evtx",
       {{1, 0, kLive, "Security", "PC2"}, {2, 0}, {3, 5'000, kLive, "Security", "PC2"}},
       {"PC1 Security h0 n1 ids 2..2 ms 0..0 gap 0", "PC2 Security h0 n2 ids 1..3 ms 0..5000 gap 5"}},
      {"literal records are forwarded",
       "x.evtx",
       {{1, 0, kLiteral}},
       {"PC1 Security h0 n1 ids 1..1 ms 0..0 gap 0 forwarded"}},
      {"a foreign channel in a log named after one",
       "Security.evtx",
       {{1, 0}, {2, 0, kLive, "System"}},
       {"PC1 Security h0 n1 ids 1..1 ms 0..0 gap 0", "PC1 System h0 n1 ids 2..2 ms 0..0 gap 0 forwarded"}},
      {"%4 stands for a slash, case is nothing",
       "microsoft-windows-NTLM%4Operational.EVTX",
       {{1, 0, kLive, "Microsoft-Windows-NTLM/Operational"}, {2, 0}},
       {"PC1 Microsoft-Windows-NTLM/Operational h0 n1 ids 1..1 ms 0..0 gap 0",
        "PC1 Security h0 n1 ids 2..2 ms 0..0 gap 0 forwarded"}},
      {"a log of any other name may hold what it likes",
       "case-17.evtx",
       {{1, 0}, {2, 0, kLive, "System"}},
       {"PC1 Security h0 n1 ids 1..1 ms 0..0 gap 0", "PC1 System h0 n1 ids 2..2 ms 0..0 gap 0"}},
      {"the collector's log",
       "ForwardedEvents.evtx",
       {{1, 0}, {2, 0, kLive, "System"}},
       {"PC1 Security h0 n1 ids 1..1 ms 0..0 gap 0 forwarded", "PC1 System h0 n1 ids 2..2 ms 0..0 gap 0 forwarded"}},
  };
  return table;
}

TEST(CoverageRows, Tables) {
  for (const Case& c : cases()) {
    SCOPED_TRACE(c.name);
    const sinks::ScratchFolder folder;
    put_bytes(folder / c.file, log_of_stamps(c.stamps).bytes);
    EXPECT_EQ(coverage_of(support::scan_paths({folder / c.file})), c.rows);
  }
}

TEST(CoverageRows, CountWhatIsNotKept) {
  const auto log = log_of_stamps({{1, 0}, {2, 1'000}, {3, 2'000}});
  ScanOptions options;
  options.events = "1";
  options.since = kMorning + 2 * kTicksPerSecond;
  const support::Scanned scanned = support::scan_bytes(log.bytes, options);
  EXPECT_TRUE(scanned.events().empty());
  EXPECT_EQ(coverage_of(scanned), (Lines{"PC1 Security h0 n3 ids 1..3 ms 0..2000 gap 1"}));
}

TEST(CoverageRows, AGapReachesAcrossChunksAndUnits) {
  const auto rows = coverage_of(support::scan_bytes(chunked_log(20).bytes));
  EXPECT_EQ(rows, (Lines{"PC1 Microsoft-Windows-NTLM/Operational h0 n60 ids 1..60 ms 1000..60000 gap 1"}));
}

TEST(CoverageRows, RenderedTextMeansForwarding) {
  fixtures::Element rendered("RenderingInfo");
  rendered.attribute("Culture", "en-US").add(fixtures::Element("Message").text("NTLM was blocked"));
  fixtures::Fragment payload;
  payload.pieces.emplace_back(std::make_shared<const fixtures::Element>(fixtures::Element("EventData")));
  payload.pieces.emplace_back(std::make_shared<const fixtures::Element>(std::move(rendered)));
  fixtures::LogWriter log;
  ASSERT_TRUE(log.append(record_with_payload(event_of({1, 0}), kLive, payload)));
  ASSERT_TRUE(append(log, event_of({2, 0, kLive, "System"}), kLive));
  const support::Scanned scanned = support::scan_bytes(log.finish().bytes);
  EXPECT_EQ(coverage_of(scanned),
            (Lines{"PC1 Security h0 n1 ids 1..1 ms 0..0 gap 0 forwarded", "PC1 System h0 n1 ids 2..2 ms 0..0 gap 0"}));
  ASSERT_EQ(scanned.events().size(), 2u);
  EXPECT_EQ(scanned.events()[0]["forwarded"], "1");
  EXPECT_EQ(scanned.events()[1]["forwarded"], "0");
}

// The literal form of an event without one child of System.
fixtures::RecordSpec without(const EventSpec& event, std::u16string_view name) {
  fixtures::Element root = literal_event(event);
  fixtures::Element system = **std::get_if<std::shared_ptr<const fixtures::Element>>(&root.children[0]);
  std::erase_if(system.children, [&](const fixtures::Piece& piece) {
    const auto* child = std::get_if<std::shared_ptr<const fixtures::Element>>(&piece);
    return child != nullptr && (*child)->name == name;
  });
  root.children[0] = std::make_shared<const fixtures::Element>(std::move(system));
  fixtures::RecordSpec record;
  record.record_id = event.system.record_id;
  record.content.pieces.emplace_back(std::make_shared<const fixtures::Element>(std::move(root)));
  return record;
}

TEST(CoverageRows, RecordsWithoutATimeHaveOneOfTheirOwnAndAreKept) {
  fixtures::LogWriter log;
  ASSERT_TRUE(log.append(without(event_of({5, 0}), u"TimeCreated")));
  ASSERT_TRUE(append(log, event_of({6, 9'000}), kLiteral));
  ScanOptions options;
  options.since = kMorning + kTicksPerSecond * 60;
  const support::Scanned scanned = support::scan_bytes(log.finish().bytes, options);
  EXPECT_EQ(coverage_of(scanned), (Lines{"PC1 Security hnone n1 ids 5..5 ms none gap none forwarded",
                                         "PC1 Security h0 n1 ids 6..6 ms 9000..9000 gap 0 forwarded"}));
  ASSERT_EQ(numbers(scanned, "record_id"), (std::vector<std::uint64_t>{5}));
  EXPECT_FALSE(scanned.events()[0].has("time"));
}

TEST(CoverageRows, WhereNoComputerIsNamedTheCellIsNull) {
  fixtures::LogWriter log;
  ASSERT_TRUE(log.append(without(event_of({5, 0}), u"Computer")));
  const support::Scanned scanned = support::scan_bytes(log.finish().bytes);
  ASSERT_EQ(scanned.tables.rows(Table::kCoverage).size(), 1u);
  EXPECT_FALSE(scanned.tables.rows(Table::kCoverage)[0].has("computer"));
  ASSERT_EQ(scanned.events().size(), 1u);
  EXPECT_FALSE(scanned.events()[0].has("computer"));
}

}  // namespace
}  // namespace ntlmscan::scanning
