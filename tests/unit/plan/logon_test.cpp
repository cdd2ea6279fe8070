// Which protocol the package names of a logon tell of.
#include "plan/logon.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "catalogue/lookup.hpp"
#include "support/value_view.hpp"

namespace ntlmscan::plan {
namespace {

using namespace std::string_view_literals;
namespace values = fixtures::values;

constexpr std::string_view kAuditing = "Microsoft-Windows-Security-Auditing";
constexpr const char* kNames[] = {"LmPackageName", "LogonProcessName", "AuthenticationPackageName"};

struct Case {
  std::string_view lm, process, package;
  Logon logon;
};

Logon logon_with(std::uint16_t id, const std::vector<fixtures::Value>& texts) {
  Extraction x;
  x.event = catalogue::find_event(kAuditing, id, 0);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    x.fields.push_back(
        {.def = catalogue::find_field(*x.event, kNames[i]), .name = {}, .value = support::view(texts[i])});
  }
  return logon_of(x);
}

TEST(LogonOf, TellsTheProtocol) {
  const Case cases[] = {
      {"NTLM V1", "Advapi", "Negotiate", Logon::kNtlm},
      {"NTLM V2", "User32 ", "Negotiate", Logon::kNtlm},
      {"NTLM", "", "", Logon::kNtlm},
      {"LM", "", "", Logon::kNtlm},
      {"ntlm v2\0"sv, "", "", Logon::kNtlm},
      {"NTLM V2", "Kerberos", "Kerberos", Logon::kNtlm},
      {"-", "NtLmSsp ", "NTLM", Logon::kNtlm},
      {"-", "NtLmSsp ", "Negotiate", Logon::kNtlm},
      {"-", "NtLmSsp \0"sv, "", Logon::kNtlm},
      {"-", "Advapi  ", "NTLM", Logon::kNtlm},
      {"-", "Advapi  ", "ntlm", Logon::kNtlm},
      {"-", "Advapi", "MICROSOFT_AUTHENTICATION_PACKAGE_V1_0", Logon::kNtlm},
      {"-", "Kerberos", "Kerberos", Logon::kKerberos},
      {"-", "Advapi", "Kerberos", Logon::kKerberos},
      {"-", "Kerberos", "Negotiate", Logon::kKerberos},
      {"-", "User32 ", "Negotiate", Logon::kNegotiate},
      {"-", "Advapi", "CloudAP", Logon::kOther},
      {"-", "NtLmSspX", "NTLMX", Logon::kOther},
      {"NTLM V3", "-", "-", Logon::kOther},
      {"", "", "", Logon::kOther},
  };
  for (const Case& one : cases) {
    for (const std::uint16_t id : {std::uint16_t{4624}, std::uint16_t{4625}}) {
      const std::vector<fixtures::Value> texts = {values::text(one.lm), values::text(one.process),
                                                  values::text(one.package)};
      EXPECT_EQ(logon_with(id, texts), one.logon) << one.lm << "|" << one.process << "|" << one.package << " in " << id;
    }
  }
}

TEST(LogonOf, ReadsAnsiAndLacksNothing) {
  EXPECT_EQ(logon_with(4624, {values::ansi("NTLM V2")}), Logon::kNtlm);
  EXPECT_EQ(logon_with(4624, {values::null(), values::null(6), values::text("Kerberos")}), Logon::kKerberos);
  EXPECT_EQ(logon_with(4624, {values::u32(1)}), Logon::kOther);
  EXPECT_EQ(logon_with(4624, {}), Logon::kOther);
}

TEST(LogonOf, LeavesOtherEventsAlone) {
  constexpr std::uint16_t kIds[] = {4776, 4634, 4648, 4769};
  for (const std::uint16_t id : kIds) {
    Extraction x;
    x.event = catalogue::find_event(kAuditing, id, 0);
    ASSERT_NE(x.event, nullptr) << id;
    EXPECT_EQ(logon_of(x), Logon::kNone) << id;
  }
}

}  // namespace
}  // namespace ntlmscan::plan
