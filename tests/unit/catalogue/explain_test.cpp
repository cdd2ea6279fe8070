// What people are told: every event explained, versions folded, no advice that refuses a logon.
#include "ntlmscan/catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace ntlmscan {
namespace {

const FieldInfo* field_of(const EventInfo& event, std::string_view name) {
  const auto at =
      std::find_if(event.fields.begin(), event.fields.end(), [name](const FieldInfo& f) { return f.name == name; });
  return at == event.fields.end() ? nullptr : &*at;
}

TEST(Explain, FoldsTheVersionsOfOneEvent) {
  const auto found = explain_events(4624);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].versions, (std::vector<std::uint8_t>{0, 1, 2, 3}));
  EXPECT_EQ(found[0].fields.size(), 28U);
  EXPECT_EQ(field_of(found[0], "IpAddress")->first_version, 0);
  EXPECT_EQ(field_of(found[0], "ElevatedToken")->first_version, 2);
  EXPECT_EQ(field_of(found[0], "RemoteCredentialGuard")->first_version, 3);
  EXPECT_EQ(field_of(found[0], "IpAddress")->column, "client_address");
  EXPECT_EQ(field_of(found[0], "RemoteCredentialGuard")->column, "extra");
}

TEST(Explain, KeepsFieldsThatOnlyAnOldVersionHas) {
  const auto found = explain_events(4616);
  ASSERT_EQ(found.size(), 1U);
  const FieldInfo* date = field_of(found[0], "PreviousDate");
  ASSERT_NE(date, nullptr);
  EXPECT_EQ(date->last_version, 0);
  EXPECT_EQ(field_of(found[0], "PreviousTime")->last_version, 1);
}

TEST(Explain, GivesEveryProviderOfASharedId) {
  const auto found = explain_events(100);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].provider, "Microsoft-Windows-NTLM");
  EXPECT_EQ(found[1].provider, "Microsoft-Windows-Security-Kerberos");
  EXPECT_TRUE(explain_events(1).empty());
}

TEST(Explain, TellsTheTwinAndTheOutcome) {
  const auto audit = explain_events(8004);
  ASSERT_EQ(audit.size(), 1U);
  EXPECT_EQ(audit[0].twin, 4004);
  EXPECT_EQ(audit[0].outcome, "would_block");
  EXPECT_EQ(audit[0].vantage, "dc");
  EXPECT_NE(audit[0].cannot_say.find("Process"), std::string_view::npos);
  EXPECT_NE(audit[0].written_by.find("AuditNTLMInDomain"), std::string_view::npos);
}

TEST(Explain, LeavesNoEventWithoutItsSource) {
  for (const EventInfo& event : explain_all_events()) {
    EXPECT_FALSE(event.written_by.empty()) << event.id;
    if (event.group == "ntlm") {
      EXPECT_FALSE(event.cannot_say.empty()) << event.id;
    }
  }
  EXPECT_EQ(explain_all_events().size(), 97U);
}

TEST(AuditSettings, RecommendNothingThatRefuses) {
  for (const AuditSetting& setting : audit_settings()) {
    EXPECT_FALSE(setting.name.empty());
    EXPECT_FALSE(setting.values.empty()) << setting.name;
    for (const SettingValue& value : setting.values) {
      EXPECT_FALSE(value.refuses && value.data == setting.recommended) << setting.name;
      const bool shouts =
          value.effect.find("DENY") != std::string_view::npos || value.effect.find("REFUSE") != std::string_view::npos;
      EXPECT_EQ(value.refuses, shouts) << setting.name << " " << value.data;
    }
  }
}

TEST(AuditSettings, WarnOfTheOutgoingPolicyThatSitsBesideItsAudit) {
  const auto settings = audit_settings();
  const auto outgoing = std::find_if(settings.begin(), settings.end(), [](const AuditSetting& s) {
    return s.value_name == "RestrictSendingNTLMTraffic";
  });
  ASSERT_NE(outgoing, settings.end());
  EXPECT_EQ(outgoing->recommended, "1");
  EXPECT_TRUE(outgoing->values[2].refuses);
  EXPECT_EQ(outgoing->values[2].data, "2");
}

TEST(AuditSettings, CoverWhatAnAuditNeeds) {
  std::set<std::string_view> names;
  for (const AuditSetting& setting : audit_settings()) {
    names.insert(setting.value_name.empty() ? setting.name : setting.value_name);
  }
  for (const std::string_view needed : {"RestrictSendingNTLMTraffic",
                                        "AuditReceivingNTLMTraffic",
                                        "RestrictReceivingNTLMTraffic",
                                        "AuditNTLMInDomain",
                                        "RestrictNTLMInDomain",
                                        "ClientAllowedNTLMServers",
                                        "DCAllowedNTLMServers",
                                        "LogEnhancedAuditEvents",
                                        "EnableEnhancedDomainNtlmLogs",
                                        "BlockNtlmv1SSO",
                                        "LmCompatibilityLevel",
                                        "BlockNTLM",
                                        "KdcExtraLogLevel",
                                        "LogLevel",
                                        "TryIPSPN",
                                        "NtlmMinClientSec",
                                        "NtlmMinServerSec",
                                        "Logon",
                                        "Credential Validation",
                                        "Kerberos Authentication Service",
                                        "Kerberos Service Ticket Operations"}) {
    EXPECT_TRUE(names.contains(needed)) << needed;
  }
}

}  // namespace
}  // namespace ntlmscan
