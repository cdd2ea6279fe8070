// Which records become rows: --events, --since, --until; and what a dump takes for a choice.
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>

#include "scenarios/catalogue.hpp"
#include "unit/scan/made_logs.hpp"

namespace ntlmscan::scanning {
namespace {

using fixtures::EventSpec;
using fixtures::Shape;
using Numbers = std::vector<std::uint64_t>;

EventSpec logon(std::uint64_t record_id, std::uint16_t event_id, const char* package, const char* process,
                const char* lm) {
  EventSpec event = fixtures::make_event("Microsoft-Windows-Security-Auditing", event_id);
  event.system.record_id = record_id;
  event.system.created = kMorning;
  event.system.computer = "FS1";
  event.set("AuthenticationPackageName", package).set("LogonProcessName", process);
  return event.set("LmPackageName", lm).set("TargetUserName", "alice");
}

fixtures::LogFile logons(Shape shape) {
  EventSpec stranger = short_event(8);
  stranger.system.provider = "Contoso-Backup";
  stranger.system.provider_guid = {};
  stranger.system.event_id = 4624;
  EventSpec rejected = short_event(9);
  rejected.system.event_id = 9999;
  return log_of({logon(1, 4624, "NTLM", "NtLmSsp ", "NTLM V2"), logon(2, 4624, "Kerberos", "Kerberos", "-"),
                 logon(3, 4624, "Negotiate", "User32 ", "-"), logon(4, 4624, "Negotiate", "Advapi  ", "NTLM V1"),
                 logon(5, 4625, "MICROSOFT_AUTHENTICATION_PACKAGE_V1_0", "Advapi  ", "-"),
                 logon(6, 4625, "-", "NtLmSsp ", "-"), short_event(7), stranger, rejected},
                shape);
}

struct Case {
  const char* events;
  Numbers scanned;
  Numbers dumped;
};

// The record ids of a dump: one JSON line each.
Numbers dumped_ids(const std::string& path, const ScanOptions& asked) {
  ScanOptions options = asked;
  options.inputs = {path};
  Numbers ids;
  const auto write = [&](std::string_view text) -> Status {
    constexpr std::string_view kName = "\"record_id\":";
    for (std::size_t at = text.find(kName); at != std::string_view::npos; at = text.find(kName, at + 1)) {
      ids.push_back(std::stoull(std::string(text.substr(at + kName.size(), 20))));
    }
    return {};
  };
  EXPECT_TRUE(dump(options, DumpFormat::kNdjson, write, [](std::string_view, const Fault&) { return Status(); }).ok());
  return ids;
}

TEST(Selection, Tables) {
  const Case cases[] = {
      {"", {1, 2, 3, 4, 5, 6, 7}, {1, 2, 3, 4, 5, 6, 7, 8, 9}},
      {"  ", {1, 2, 3, 4, 5, 6, 7}, {1, 2, 3, 4, 5, 6, 7, 8, 9}},
      {"@ntlm", {1, 4, 5, 6, 7}, {1, 4, 5, 6, 7}},
      {"4624", {1, 2, 3, 4}, {1, 2, 3, 4, 8}},
      {"4625,4010", {5, 6, 7}, {5, 6, 7}},
      {" 4625 , 4010 ", {5, 6, 7}, {5, 6, 7}},
      {"4000-4624", {1, 2, 3, 4, 7}, {1, 2, 3, 4, 7, 8}},
      {"4625 - 4625", {5, 6}, {5, 6}},
      {"@ntlm,4624", {1, 2, 3, 4, 5, 6, 7}, {1, 2, 3, 4, 5, 6, 7, 8}},
      {"9999", {}, {9}},
      {"0-65535", {1, 2, 3, 4, 5, 6, 7}, {1, 2, 3, 4, 5, 6, 7, 8, 9}},
      {"1", {}, {}},
  };
  for (const Shape shape : {Shape::kLive, Shape::kExported, Shape::kLiteral}) {
    const support::LogOnDisk file(logons(shape).bytes);
    for (const Case& c : cases) {
      SCOPED_TRACE(std::string(c.events) + " in shape " + std::to_string(static_cast<int>(shape)));
      ScanOptions options;
      options.events = c.events;
      EXPECT_EQ(numbers(file.scan(options), "record_id"), c.scanned);
      options.walker_only = true;
      EXPECT_EQ(numbers(file.scan(options), "record_id"), c.scanned);
      EXPECT_EQ(dumped_ids(file.path(), options), c.dumped);
    }
  }
}

TEST(Selection, RefusesWhatItCannotUnderstand) {
  const support::LogOnDisk file(logons(Shape::kLive).bytes);
  for (const char* events : {"x", "@", "@kerberos", "4624x", "65536", "-1", "4-", "-", "8006-8001", "4624,,4625",
                             ",4624", "4624;4625", "1-2-3", "0x1210", "4 624", "+4624"}) {
    SCOPED_TRACE(events);
    ScanOptions options;
    options.events = events;
    const support::Scanned scanned = file.scan(options);
    ASSERT_FALSE(scanned.summary.ok());
    EXPECT_EQ(scanned.summary.error().code, FaultCode::kBadArgument);
    EXPECT_TRUE(scanned.tables.rows(Table::kFiles).empty());
    options.inputs = {file.path()};
    const auto dumped = dump(
        options, DumpFormat::kXml, [](std::string_view) { return Status(); },
        [](std::string_view, const Fault&) { return Status(); });
    ASSERT_FALSE(dumped.ok());
    EXPECT_EQ(dumped.error().code, FaultCode::kBadArgument);
  }
}

TEST(Selection, EveryEventOfTheCatalogueAnswersToItsId) {
  for (const Shape shape : {Shape::kLive, Shape::kLiteral}) {
    const fixtures::CollectedLog log = catalogue_log(shape);
    const support::LogOnDisk file(log.write().bytes);
    const support::Scanned everything = file.scan();
    EXPECT_EQ(everything.events().size(), log.events.size());
    std::map<std::string, std::string> rows_of;  // by id
    for (const support::Row& row : everything.events()) rows_of[row["event_id"]] += row.text();
    std::set<std::uint16_t> ids;
    for (const EventSpec& event : log.events) ids.insert(event.system.event_id);
    for (const std::uint16_t id : ids) {
      ScanOptions options;
      options.events = std::to_string(id);
      const std::string& expected = rows_of[options.events];
      std::string got;
      const support::Scanned chosen = file.scan(options);
      for (const support::Row& row : chosen.events()) got += row.text();
      EXPECT_EQ(got, expected) << id;
    }
  }
}

struct Window {
  std::optional<std::uint64_t> since;
  std::optional<std::uint64_t> until;
  Numbers ids;
};

TEST(Selection, TheWindowIsHalfOpen) {
  const auto at = [](std::uint64_t second) { return kMorning + second * kTicksPerSecond; };
  const auto log = log_of({short_event(1, at(10)), short_event(2, at(20)), short_event(3, at(30))});
  const support::LogOnDisk file(log.bytes);
  const Window windows[] = {
      {std::nullopt, std::nullopt, {1, 2, 3}},
      {at(20), std::nullopt, {2, 3}},
      {at(20) + 1, std::nullopt, {3}},
      {std::nullopt, at(20), {1}},
      {std::nullopt, at(20) + 1, {1, 2}},
      {at(20), at(30), {2}},
      {at(20), at(20), {}},
      {at(31), std::nullopt, {}},
      {std::nullopt, at(10), {}},
      {at(30), at(10), {}},
  };
  for (const Window& window : windows) {
    ScanOptions options;
    options.since = window.since;
    options.until = window.until;
    EXPECT_EQ(numbers(file.scan(options), "record_id"), window.ids);
    options.walker_only = true;
    EXPECT_EQ(numbers(file.scan(options), "record_id"), window.ids);
    EXPECT_EQ(dumped_ids(file.path(), options), window.ids);
  }
}

}  // namespace
}  // namespace ntlmscan::scanning
