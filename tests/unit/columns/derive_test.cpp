// Group, protocol, outcome and status name, by the tables of the schema.
#include "columns/derive.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "catalogue/lookup.hpp"

namespace ntlmscan::columns {
namespace {

using catalogue::EventDef;
using catalogue::StatusKind;
using plan::Logon;
using Status = std::optional<std::int64_t>;

constexpr std::string_view kNtlm = "Microsoft-Windows-NTLM";
constexpr std::string_view kSecurityNetlogon = "Microsoft-Windows-Security-Netlogon";
constexpr std::string_view kAuditing = "Microsoft-Windows-Security-Auditing";
constexpr std::string_view kKerberos = "Microsoft-Windows-Security-Kerberos";
constexpr std::string_view kEventlog = "Microsoft-Windows-Eventlog";
constexpr std::int64_t kBlocked = 0xC0000418;
constexpr std::int64_t kWrongPassword = 0xC000006A;

const EventDef& event(std::string_view provider, std::uint16_t id) {
  const EventDef* found = catalogue::find_event(provider, id, 0);
  EXPECT_NE(found, nullptr) << provider << " " << id;
  static constexpr EventDef kNone{};
  return found == nullptr ? kNone : *found;
}

struct GroupCase {
  std::string_view provider;
  std::vector<std::uint16_t> ids;
  std::string_view group;
  std::string_view protocol;
};

TEST(GroupAndProtocol, FollowTheEvent) {
  const GroupCase cases[] = {
      {kNtlm,
       {100,  101,  301,  4001, 4002, 4003, 4010, 4011, 4012, 4013, 4014, 4015,
        4020, 4021, 4022, 4023, 4024, 4025, 4026, 4027, 8001, 8002, 8003},
       "ntlm",
       "ntlm"},
      {kSecurityNetlogon, {4004, 4005, 4006, 4030, 4031, 4032, 4033, 8004, 8005, 8006}, "ntlm", "ntlm"},
      {kAuditing, {4776, 4777, 4822, 4823}, "ntlm", "ntlm"},
      {kAuditing, {6272, 6273}, "ntlm", ""},  // a RADIUS answer may rest on EAP-TLS as well
      {"NETLOGON", {5816, 5817, 5818, 5819}, "ntlm", "ntlm"},
      {"LsaSrv", {6036, 6037, 6038, 6039, 6040, 6041}, "ntlm", "ntlm"},
      {kAuditing, {4768, 4769, 4771}, "kerberos", "kerberos"},
      {kKerberos, {3, 4, 100, 101}, "kerberos", "kerberos"},
      {"LsaSrv", {40960, 40961, 40962, 40965, 40966, 40967, 40969}, "kerberos", ""},
      {kAuditing, {4634, 4647, 4648, 4672, 4740, 5140}, "session", ""},
      {"NETLOGON", {5826, 5827, 5828, 5829, 5830, 5831}, "netlogon", ""},
      {"NETLOGON", {5832, 5833, 5834, 5835}, "netlogon", "ntlm"},
      {kAuditing, {4608, 4616, 4719}, "log", ""},
      {kEventlog, {104, 1100, 1101, 1102, 1104}, "log", ""},
      {"EventLog", {6005, 6006, 6008, 6009, 6011}, "log", ""},
      {"Microsoft-Windows-Kernel-General", {12, 13}, "log", ""},
  };
  for (const GroupCase& one : cases) {
    for (const std::uint16_t id : one.ids) {
      EXPECT_EQ(group_word(event(one.provider, id), Logon::kNone), one.group) << one.provider << " " << id;
      EXPECT_EQ(protocol_word(event(one.provider, id), Logon::kNone), one.protocol) << one.provider << " " << id;
    }
  }
}

TEST(GroupAndProtocol, FollowTheLogon) {
  struct Case {
    Logon logon;
    std::string_view group, protocol;
  };
  constexpr Case kCases[] = {
      {Logon::kNtlm, "ntlm", "ntlm"},
      {Logon::kKerberos, "kerberos", "kerberos"},
      {Logon::kNegotiate, "session", "negotiate"},
      {Logon::kOther, "session", "other"},
  };
  constexpr std::uint16_t kIds[] = {4624, 4625};
  for (const Case& one : kCases) {
    for (const std::uint16_t id : kIds) {
      EXPECT_EQ(group_word(event(kAuditing, id), one.logon), one.group);
      EXPECT_EQ(protocol_word(event(kAuditing, id), one.logon), one.protocol);
    }
  }
}

struct OutcomeCase {
  std::string_view provider;
  std::vector<std::uint16_t> ids;
  Status status, sub_status;
  std::string_view outcome;
};

TEST(Outcome, FollowsEventAndStatus) {
  const std::vector<std::uint16_t> server = {4022, 4023};
  const std::vector<std::uint16_t> dc = {4030, 4031, 4032, 4033};
  const OutcomeCase cases[] = {
      {kNtlm, {8001, 8002, 8003, 301, 4024, 4026}, {}, {}, "would_block"},
      {kSecurityNetlogon, {8004, 8005, 8006}, {}, {}, "would_block"},
      {kNtlm, {301}, kBlocked, {}, "would_block"},
      {kNtlm, {4001, 4002, 4003, 4010, 4011, 4013, 4014, 4015, 4025, 4027, 100, 101}, {}, {}, "blocked"},
      {kSecurityNetlogon, {4004, 4005, 4006}, {}, {}, "blocked"},
      {kNtlm, {100, 101}, kWrongPassword, {}, "blocked"},
      {"LsaSrv", {6040}, {}, {}, "blocked"},
      {kAuditing, {4625}, {}, {}, "failed"},
      {kAuditing, {4625}, 0xC000006D, kWrongPassword, "failed"},
      {kAuditing, {4625}, kBlocked, 0, "blocked"},
      {kAuditing, {4625}, 0xC000006D, kBlocked, "blocked"},
      {kAuditing, {4771, 4777, 4822, 4823}, {}, {}, "failed"},
      {kAuditing, {4771, 4777, 4822, 4823}, kWrongPassword, {}, "failed"},
      {kAuditing, {4776, 4768, 4769}, 0, {}, "allowed"},
      {kAuditing, {4776}, kWrongPassword, {}, "failed"},
      {kAuditing, {4776}, kBlocked, {}, "blocked"},
      {kAuditing, {4768, 4769}, 0x12, {}, "failed"},
      {kAuditing, {4776, 4768, 4769}, {}, {}, "info"},
      {kNtlm, server, 0, {}, "allowed"},
      {kNtlm, server, kWrongPassword, {}, "failed"},
      {kNtlm, server, kBlocked, {}, "blocked"},
      {kNtlm, server, {}, {}, "info"},
      {kSecurityNetlogon, dc, 0, {}, "allowed"},
      {kSecurityNetlogon, dc, kWrongPassword, {}, "failed"},
      {kSecurityNetlogon, dc, kBlocked, {}, "blocked"},
      {kAuditing, {4624, 4648}, {}, {}, "allowed"},
      {kNtlm, {4020, 4021, 4012}, {}, {}, "info"},
      {kAuditing, {4634, 4647, 4672, 4740, 5140, 4608, 4616, 4719}, {}, {}, "info"},
      {kKerberos, {3, 4, 100, 101}, 7, {}, "info"},
      {"LsaSrv", {6036, 6037, 6038, 6039, 6041, 40960}, {}, {}, "info"},
      {"NETLOGON", {5816, 5827, 5835}, {}, {}, "info"},
      {kEventlog, {1102, 104}, {}, {}, "info"},
  };
  for (const OutcomeCase& one : cases) {
    for (const std::uint16_t id : one.ids) {
      EXPECT_EQ(outcome_word(event(one.provider, id).outcome, one.status, one.sub_status), one.outcome)
          << one.provider << " " << id << " " << one.status.value_or(-1);
    }
  }
}

TEST(StatusName, TakesTheMoreSpecificOne) {
  struct Case {
    StatusKind kind;
    Status status, sub_status;
    std::string_view name;
  };
  constexpr Case kCases[] = {
      {StatusKind::kNtStatus, 0, {}, "STATUS_SUCCESS"},
      {StatusKind::kNtStatus, kWrongPassword, {}, "STATUS_WRONG_PASSWORD"},
      {StatusKind::kNtStatus, 0xC000006D, kWrongPassword, "STATUS_WRONG_PASSWORD"},
      {StatusKind::kNtStatus, 0xC000006D, 0, "STATUS_LOGON_FAILURE"},
      {StatusKind::kNtStatus, {}, 0xC0000064, "STATUS_NO_SUCH_USER"},
      {StatusKind::kNtStatus, {}, 0, ""},
      {StatusKind::kNtStatus, kBlocked, {}, "STATUS_NTLM_BLOCKED"},
      {StatusKind::kNtStatus, {}, {}, ""},
      {StatusKind::kNtStatus, 0x12345678, {}, ""},
      {StatusKind::kKerberos, 7, {}, "KDC_ERR_S_PRINCIPAL_UNKNOWN"},
      {StatusKind::kKerberos, 0, {}, "KDC_ERR_NONE"},
      {StatusKind::kNone, 0, {}, ""},
  };
  for (const Case& one : kCases) {
    EXPECT_EQ(status_word(one.kind, one.status, one.sub_status), one.name) << one.status.value_or(-1);
  }
}

}  // namespace
}  // namespace ntlmscan::columns
