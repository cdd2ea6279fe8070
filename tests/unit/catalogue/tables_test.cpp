// The catalogue as a whole: complete, without contradictions, with the groups and outcomes of the schema.
#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "catalogue/lookup.hpp"

namespace ntlmscan::catalogue {
namespace {

using Id = std::pair<std::string_view, int>;

constexpr std::string_view kNtlm = "Microsoft-Windows-NTLM";
constexpr std::string_view kSecurityNetlogon = "Microsoft-Windows-Security-Netlogon";
constexpr std::string_view kAuditing = "Microsoft-Windows-Security-Auditing";
constexpr std::string_view kNetlogon = "NETLOGON";
constexpr std::string_view kLsaSrv = "LsaSrv";

template <class Wanted>
std::set<int> ids_where(Wanted wanted) {
  std::set<int> ids;
  for (const EventDef* event : all_events()) {
    if (wanted(*event)) ids.insert(event->event_id);
  }
  return ids;
}

std::set<int> ids_with(OutcomeRule rule) {
  return ids_where([rule](const EventDef& event) { return event.outcome == rule; });
}

std::set<int> ids_in(Group group) {
  return ids_where([group](const EventDef& event) { return event.group == group; });
}

std::set<int> ids_seen_by(Vantage vantage, std::string_view provider) {
  return ids_where([=](const EventDef& event) { return event.vantage == vantage && event.provider == provider; });
}

TEST(CatalogueTables, Hold105EntriesEachOnce) {
  std::set<std::tuple<std::string_view, int, int>> keys;
  for (const EventDef* event : all_events()) keys.emplace(event->provider, event->event_id, event->version);
  EXPECT_EQ(all_events().size(), 105U);
  EXPECT_EQ(keys.size(), 105U);
}

TEST(CatalogueTables, CountEntriesByProvider) {
  std::map<std::string, int> counts;
  for (const EventDef* event : all_events()) ++counts[std::string(event->provider)];
  const std::map<std::string, int> expected{{"Microsoft-Windows-NTLM", 23},
                                            {"Microsoft-Windows-Security-Netlogon", 10},
                                            {"Microsoft-Windows-Security-Auditing", 28},
                                            {"Microsoft-Windows-Security-Kerberos", 4},
                                            {"Microsoft-Windows-Kerberos-Key-Distribution-Center", 1},
                                            {"NETLOGON", 14},
                                            {"LsaSrv", 13},
                                            {"Microsoft-Windows-Eventlog", 5},
                                            {"Microsoft-Windows-Kernel-General", 2},
                                            {"EventLog", 5}};
  EXPECT_EQ(counts, expected);
}

TEST(CatalogueTables, FieldCountsAreThoseOfTheTemplates) {
  const std::map<std::tuple<std::string_view, int, int>, std::size_t> expected{{{kNtlm, 8001, 0}, 9},
                                                                               {{kNtlm, 8002, 0}, 6},
                                                                               {{kNtlm, 8003, 0}, 8},
                                                                               {{kSecurityNetlogon, 8004, 0}, 5},
                                                                               {{kNtlm, 4020, 0}, 21},
                                                                               {{kNtlm, 4022, 0}, 19},
                                                                               {{kSecurityNetlogon, 4030, 0}, 19},
                                                                               {{kSecurityNetlogon, 4032, 0}, 17},
                                                                               {{kAuditing, 4624, 0}, 20},
                                                                               {{kAuditing, 4624, 1}, 21},
                                                                               {{kAuditing, 4624, 2}, 27},
                                                                               {{kAuditing, 4624, 3}, 28},
                                                                               {{kAuditing, 4625, 0}, 21},
                                                                               {{kAuditing, 4648, 0}, 14},
                                                                               {{kAuditing, 4768, 0}, 14},
                                                                               {{kAuditing, 4768, 1}, 15},
                                                                               {{kAuditing, 4768, 2}, 24},
                                                                               {{kAuditing, 4769, 0}, 11},
                                                                               {{kAuditing, 4769, 1}, 13},
                                                                               {{kAuditing, 4769, 2}, 21},
                                                                               {{kAuditing, 4771, 0}, 11},
                                                                               {{kAuditing, 4616, 0}, 10},
                                                                               {{kAuditing, 4616, 1}, 8},
                                                                               {{kAuditing, 5140, 1}, 11},
                                                                               {{kAuditing, 6272, 0}, 23},
                                                                               {{kAuditing, 6273, 0}, 25}};
  for (const EventDef* event : all_events()) {
    const auto row = expected.find({event->provider, event->event_id, event->version});
    if (row == expected.end()) continue;
    EXPECT_EQ(event->fields.size(), row->second) << event->event_id << " version " << int{event->version};
  }
}

TEST(CatalogueTables, TwinsNameEachOtherAndShareTheirFields) {
  for (const EventDef* event : all_events()) {
    if (event->twin == 0) continue;
    const EventDef* twin = find_event(event->provider, event->twin, 0);
    ASSERT_NE(twin, nullptr) << event->event_id;
    EXPECT_EQ(twin->twin, event->event_id);
    EXPECT_EQ(twin->fields.data(), event->fields.data()) << event->event_id;
  }
}

TEST(CatalogueTables, WeaknessTwinsAreTheFourOddIdsThatNeverSayBlocked) {
  EXPECT_EQ(ids_where([](const EventDef& event) { return event.weakness; }), (std::set<int>{4021, 4023, 4031, 4033}));
  EXPECT_EQ(find_event(kNtlm, 4021, 0)->outcome, OutcomeRule::kInfo);
  EXPECT_EQ(find_event(kNtlm, 4023, 0)->outcome, OutcomeRule::kByStatus);
}

TEST(CatalogueTables, SymbolsAndTitlesTellEventsApart) {
  std::map<std::string_view, Id> symbols;
  for (const EventDef* event : all_events()) {
    const Id id{event->provider, event->event_id};
    EXPECT_FALSE(event->title.empty()) << event->event_id;
    EXPECT_EQ(symbols.emplace(event->symbol, id).first->second, id) << event->symbol;
  }
}

TEST(CatalogueTables, OutcomesAreThoseOfTheSchema) {
  EXPECT_EQ(ids_with(OutcomeRule::kWouldBlock), (std::set<int>{301, 4024, 4026, 8001, 8002, 8003, 8004, 8005, 8006}));
  EXPECT_EQ(ids_with(OutcomeRule::kBlocked), (std::set<int>{100, 101, 4001, 4002, 4003, 4004, 4005, 4006, 4010, 4011,
                                                            4013, 4014, 4015, 4025, 4027, 6040}));
  EXPECT_EQ(ids_with(OutcomeRule::kFailed), (std::set<int>{4771, 4777, 4822, 4823}));
  EXPECT_EQ(ids_with(OutcomeRule::kFailure), (std::set<int>{4625}));
  EXPECT_EQ(ids_with(OutcomeRule::kAllowed), (std::set<int>{4624, 4648}));
  EXPECT_EQ(ids_with(OutcomeRule::kByStatus), (std::set<int>{4776, 4022, 4023, 4030, 4031, 4032, 4033}));
  EXPECT_EQ(find_event("Microsoft-Windows-Security-Kerberos", 100, 0)->outcome, OutcomeRule::kInfo);
}

TEST(CatalogueTables, GroupsAreThoseOfTheSchema) {
  EXPECT_EQ(ids_in(Group::kKerberos),
            (std::set<int>{3, 4, 11, 100, 101, 4768, 4769, 4771, 40960, 40961, 40962, 40965, 40966, 40967, 40969}));
  EXPECT_EQ(ids_in(Group::kSession), (std::set<int>{4634, 4647, 4648, 4672, 4740, 5140}));
  EXPECT_EQ(ids_in(Group::kNetlogon), (std::set<int>{5826, 5827, 5828, 5829, 5830, 5831, 5832, 5833, 5834, 5835}));
  EXPECT_EQ(ids_in(Group::kLog),
            (std::set<int>{12, 13, 104, 1100, 1101, 1102, 1104, 4608, 4616, 4719, 6005, 6006, 6008, 6009, 6011}));
  EXPECT_EQ(ids_in(Group::kByLogon), (std::set<int>{4624, 4625}));
  EXPECT_EQ(ids_in(Group::kNtlm).size(), 49U);
}

TEST(CatalogueTables, VantagesAreThoseOfTheSchema) {
  EXPECT_EQ(ids_where([](const EventDef& event) { return event.vantage == Vantage::kAuthority; }),
            (std::set<int>{4740, 4776, 4777}));
  EXPECT_EQ(ids_where([](const EventDef& event) { return event.vantage == Vantage::kNone; }), ids_in(Group::kLog));
  EXPECT_EQ(ids_seen_by(Vantage::kServer, kLsaSrv), (std::set<int>{6038, 6039, 6040}));
  EXPECT_EQ(ids_seen_by(Vantage::kClient, kLsaSrv),
            (std::set<int>{6036, 6037, 6041, 40960, 40961, 40962, 40965, 40966, 40967, 40969}));
  EXPECT_EQ(ids_seen_by(Vantage::kServer, kNtlm), (std::set<int>{8002, 8003, 4002, 4003, 4011, 4022, 4023}));
  EXPECT_EQ(ids_seen_by(Vantage::kDc, kSecurityNetlogon).size(), 10U);
}

TEST(CatalogueTables, ProtocolStaysOpenWhereTheEventIsNoAuthentication) {
  for (const std::uint16_t id :
       std::initializer_list<std::uint16_t>{4648, 4634, 4647, 4672, 4740, 5140, 4608, 4616, 4719, 6272, 6273}) {
    EXPECT_EQ(find_event(kAuditing, id, 0)->protocol, ProtocolRule::kNone) << id;
  }
  for (const std::uint16_t id : std::initializer_list<std::uint16_t>{6036, 6037, 6038, 6039, 6040, 6041}) {
    EXPECT_EQ(find_event(kLsaSrv, id, 0)->protocol, ProtocolRule::kNtlm) << id;
  }
}

TEST(CatalogueTables, OnlyStatusBearersHaveAStatusSpace) {
  for (const EventDef* event : all_events()) {
    const bool has_status = std::any_of(event->fields.begin(), event->fields.end(),
                                        [](const FieldDef& field) { return field.column == Column::kStatus; });
    EXPECT_EQ(has_status, event->status_kind != StatusKind::kNone) << event->provider << " " << event->event_id;
  }
}

TEST(CatalogueTables, QuirksAreMarked) {
  EXPECT_EQ(ids_where([](const EventDef& event) { return event.quirk == Quirk::kExplicitCredentials; }),
            (std::set<int>{4648}));
  EXPECT_EQ(ids_where([](const EventDef& event) { return event.quirk == Quirk::kRotatedTarget; }),
            (std::set<int>{4022, 4023}));
}

TEST(CatalogueTables, ClassicProvidersAreReadByPosition) {
  const std::set<std::string_view> classic{"LsaSrv", "NETLOGON", "EventLog",
                                           "Microsoft-Windows-Kerberos-Key-Distribution-Center"};
  for (const EventDef* event : all_events()) {
    EXPECT_EQ(event->names_by_position, classic.contains(event->provider)) << event->provider << event->event_id;
  }
  EXPECT_EQ(find_event(kNetlogon, 5834, 0)->fields.size(), 9U);
}

}  // namespace
}  // namespace ntlmscan::catalogue
