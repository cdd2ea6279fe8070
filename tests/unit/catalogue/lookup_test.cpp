// Finding entries: by provider, never by id alone; versions; spellings.
#include "catalogue/lookup.hpp"

#include <gtest/gtest.h>

#include <array>
#include <initializer_list>
#include <set>

namespace ntlmscan::catalogue {
namespace {

constexpr std::string_view kNtlm = "Microsoft-Windows-NTLM";
constexpr std::string_view kSecurityNetlogon = "Microsoft-Windows-Security-Netlogon";
constexpr std::string_view kAuditing = "Microsoft-Windows-Security-Auditing";

TEST(FindEvent, KnowsOthersWithTheSameIdAsStrangers) {
  EXPECT_EQ(find_event("Microsoft-Windows-Store", 8001, 0), nullptr);
  EXPECT_EQ(find_event("Microsoft-Windows-AppLocker", 8002, 0), nullptr);
  EXPECT_EQ(find_event("Microsoft-Windows-GroupPolicy", 4016, 0), nullptr);
  EXPECT_EQ(find_event("", 8001, 0), nullptr);
}

TEST(FindEvent, FindsTheDomainControllersEventsUnderNetlogonOnly) {
  for (const std::uint16_t id :
       std::initializer_list<std::uint16_t>{8004, 8005, 8006, 4004, 4005, 4006, 4030, 4031, 4032, 4033}) {
    EXPECT_NE(find_event(kSecurityNetlogon, id, 0), nullptr) << id;
    EXPECT_EQ(find_event(kNtlm, id, 0), nullptr) << id;
  }
}

TEST(FindEvent, TellsApartProvidersThatShareAnId) {
  EXPECT_EQ(find_event(kNtlm, 100, 0)->symbol, "ntlm_protected_user_block");
  EXPECT_EQ(find_event("Microsoft-Windows-Security-Kerberos", 100, 0)->symbol, "kerberos_spn_missing");
  EXPECT_EQ(find_event("Microsoft-Windows-Kernel-General", 12, 0)->symbol, "system_started");
}

TEST(FindEvent, TakesTheNewestVersionThatIsNotNewer) {
  struct Case {
    std::uint16_t id;
    std::uint32_t asked;
    int found;
  };
  constexpr Case kCases[] = {{4624, 0, 0},   {4624, 1, 1}, {4624, 2, 2}, {4624, 3, 3},          {4624, 4, 3},
                             {4624, 255, 3}, {4769, 7, 2}, {4616, 0, 0}, {4616, 9, 1},          {4776, 5, 0},
                             {5140, 1, 1},   {5140, 2, 1}, {5140, 0, 1}, {4624, 0xFFFFFFFFU, 3}};
  for (const Case& c : kCases) {
    const EventDef* event = find_event(kAuditing, c.id, c.asked);
    ASSERT_NE(event, nullptr) << c.id;
    EXPECT_EQ(int{event->version}, c.found) << c.id << " asked " << c.asked;
  }
}

TEST(FindEvent, ComparesProvidersWithoutCase) {
  EXPECT_NE(find_event("microsoft-windows-ntlm", 8001, 0), nullptr);
  EXPECT_NE(find_event("Netlogon", 5816, 0), nullptr);
  EXPECT_NE(find_event("Eventlog", 6005, 0), nullptr);
  EXPECT_NE(find_event("Microsoft-Windows-EventLog", 1102, 0), nullptr);
}

TEST(FindEvent, KnowsOtherNamesOfAProvider) {
  EXPECT_EQ(find_event("LSA (LsaSrv)", 6038, 0), find_event("LsaSrv", 6038, 0));
  EXPECT_EQ(find_event("Kerberos", 3, 0), find_event("Microsoft-Windows-Security-Kerberos", 3, 0));
  EXPECT_EQ(find_event("KDC", 11, 0), find_event("Microsoft-Windows-Kerberos-Key-Distribution-Center", 11, 0));
  EXPECT_NE(find_event("KDC", 11, 0), nullptr);
}

TEST(FindEvent, FindsEveryEntryByItsOwnKey) {
  for (const EventDef* event : all_events()) {
    EXPECT_EQ(find_event(event->provider, event->event_id, event->version), event) << event->event_id;
  }
}

TEST(AnyEventWithId, IsTrueForExactlyTheIdsOfTheTables) {
  std::set<int> known;
  for (const EventDef* event : all_events()) known.insert(event->event_id);
  for (int id = 0; id < 65536; ++id) {
    EXPECT_EQ(any_event_with_id(static_cast<std::uint16_t>(id)), known.contains(id)) << id;
  }
}

TEST(FindField, ComparesWithoutBlanksAndCase) {
  const EventDef& event = *find_event(kNtlm, 4020, 0);
  ASSERT_NE(find_field(event, "Mic Status"), nullptr);
  EXPECT_EQ(find_field(event, "Mic Status")->column, Column::kMicStatus);
  EXPECT_EQ(find_field(event, "MicStatus"), find_field(event, "Mic Status"));
  EXPECT_EQ(find_field(event, " micstatus "), find_field(event, "Mic Status"));
  EXPECT_EQ(find_field(event, "USERNAME")->column, Column::kUserName);
  EXPECT_EQ(find_field(event, "AvFlags"), nullptr);
  EXPECT_EQ(find_field(event, "AvlFlags")->column, Column::kAvFlags);
}

TEST(FindField, DoesNotTakeAPieceOfAName) {
  const EventDef& event = *find_event(kNtlm, 8001, 0);
  for (const std::string_view name : {"", " ", "User", "UserNameX", "CallerPID2"}) {
    EXPECT_EQ(find_field(event, name), nullptr) << name;
  }
  EXPECT_EQ(find_field(*find_event(kNtlm, 4026, 0), ""), nullptr);
}

TEST(ProviderOfGuid, ReadsTheBytesAsStored) {
  constexpr std::array<std::uint8_t, 16> kStored{0x0D, 0x30, 0x43, 0xAC, 0xCC, 0x5F, 0x00, 0x48,
                                                 0x8E, 0x99, 0x1B, 0xD3, 0xF8, 0x5F, 0x03, 0x20};
  EXPECT_EQ(provider_of_guid(kStored), kNtlm);
  constexpr std::array<std::uint8_t, 16> kAuditingStored{0x25, 0x96, 0x84, 0x54, 0x78, 0x54, 0x94, 0x49,
                                                         0xA5, 0xBA, 0x3E, 0x3B, 0x03, 0x28, 0xC3, 0x0D};
  EXPECT_EQ(provider_of_guid(kAuditingStored), kAuditing);
  EXPECT_EQ(provider_of_guid(std::array<std::uint8_t, 16>{}), "");
}

}  // namespace
}  // namespace ntlmscan::catalogue
