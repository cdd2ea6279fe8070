// Rows of 4624 (all versions), 4625 and 4672.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "event_cells.hpp"

namespace ntlmscan::columns {
namespace {

using fixtures::Shape;

// An NTLM network logon as a server records it.
fixtures::EventSpec network_logon(std::uint8_t version) {
  fixtures::EventSpec spec = event(kAuditing, 4624, version);
  spec.set("SubjectUserSid", "S-1-0-0").set("SubjectUserName", "-").set("SubjectDomainName", "-");
  spec.set("SubjectLogonId", std::uint64_t{0}).set("TargetUserSid", "S-1-5-21-1-2-3-1104");
  spec.set("TargetUserName", "alice").set("TargetDomainName", "CONTOSO").set("TargetLogonId", std::uint64_t{0x8F3C21});
  spec.set("LogonType", std::uint64_t{3}).set("LogonProcessName", "NtLmSsp ").set("AuthenticationPackageName", "NTLM");
  spec.set("WorkstationName", "PC1").set("LogonGuid", "{00000000-0000-0000-0000-000000000000}");
  spec.set("TransmittedServices", "-").set("LmPackageName", "NTLM V2").set("KeyLength", std::uint64_t{128});
  spec.set("ProcessId", std::uint64_t{0}).set("ProcessName", "-").set("IpAddress", "10.0.0.20").set("IpPort", "49731");
  if (version >= 1) spec.set("ImpersonationLevel", "%%1833");
  if (version >= 3) spec.set("RemoteCredentialGuard", "-");
  if (version < 2) return spec;
  spec.set("RestrictedAdminMode", "-").set("TargetOutboundUserName", "-").set("TargetOutboundDomainName", "-");
  spec.set("VirtualAccount", "%%1843").set("TargetLinkedLogonId", std::uint64_t{0}).set("ElevatedToken", "%%1842");
  return spec;
}

struct VersionCase {
  std::uint8_t version;
  std::string_view linked;
  std::string_view elevated;
  std::string_view extra;
};

TEST(LogonRows, EveryVersionOf4624) {
  const VersionCase cases[] = {
      {0, "", "", ""},
      {1, "", "", "extra={\"ImpersonationLevel\":\"%%1833\"}\n"},
      {2, "linked_logon_id=0\n", "elevated=1\n",
       "extra={\"ImpersonationLevel\":\"%%1833\",\"RestrictedAdminMode\":\"-\",\"VirtualAccount\":\"%%1843\"}\n"},
      {3, "linked_logon_id=0\n", "elevated=1\n",
       "extra={\"ImpersonationLevel\":\"%%1833\",\"RestrictedAdminMode\":\"-\",\"RemoteCredentialGuard\":\"-\","
       "\"VirtualAccount\":\"%%1843\"}\n"},
  };
  for (const VersionCase& one : cases) {
    SCOPED_TRACE(int{one.version});
    std::string expected =
        "event_group=ntlm\nvantage=server\noutcome=allowed\nprotocol=ntlm\nntlm_version=NTLMv2\nweakness=0\n"
        "user_name=alice\nuser_domain=CONTOSO\nuser_sid=S-1-5-21-1-2-3-1104\ncaller_sid=S-1-0-0\ncaller_logon_id=0\n"
        "client_name=PC1\nclient_address=10.0.0.20\nclient_port=49731\nprocess_id=0\nlogon_id=9387041\n";
    expected.append(one.linked).append("logon_type=3\nlogon_process=NtLmSsp\nauth_package=NTLM\nkey_length=128\n");
    expected.append(one.elevated).append(one.extra);
    expect_cells(network_logon(one.version), expected);
  }
}

TEST(LogonRows, NewCredentialsAndKerberos) {
  fixtures::EventSpec spec = network_logon(2);
  spec.find("TargetOutboundUserName")->value = fixtures::values::text("admin");
  spec.find("TargetOutboundDomainName")->value = fixtures::values::text("FABRIKAM");
  spec.find("LogonType")->value = fixtures::values::u32(9);
  spec.find("LogonProcessName")->value = fixtures::values::text("seclogo");
  spec.find("AuthenticationPackageName")->value = fixtures::values::text("Negotiate");
  spec.find("LmPackageName")->value = fixtures::values::text("-");
  spec.find("TargetLinkedLogonId")->value = fixtures::values::hex64(0x8000000000000001);
  spec.find("ElevatedToken")->value = fixtures::values::text("%%1843");
  spec.find("LogonGuid")->value =
      fixtures::values::guid(fixtures::guid_from_text("54849625-5478-4994-a5ba-3e3b0328c30d"));
  expect_cells(
      spec,
      "event_group=session\nvantage=server\noutcome=allowed\nprotocol=negotiate\nweakness=0\n"
      "user_name=alice\nuser_domain=CONTOSO\nuser_sid=S-1-5-21-1-2-3-1104\ncaller_sid=S-1-0-0\n"
      "caller_logon_id=0\nclient_name=PC1\nclient_address=10.0.0.20\nclient_port=49731\nprocess_id=0\n"
      "logon_id=9387041\nlinked_logon_id=-9223372036854775807\noutbound_user=admin\noutbound_domain=FABRIKAM\n"
      "logon_guid=54849625-5478-4994-a5ba-3e3b0328c30d\nlogon_type=9\nlogon_process=seclogo\n"
      "auth_package=Negotiate\nkey_length=128\nelevated=0\n"
      "extra={\"ImpersonationLevel\":\"%%1833\",\"RestrictedAdminMode\":\"-\",\"VirtualAccount\":\"%%1843\"}\n");
  spec.find("AuthenticationPackageName")->value = fixtures::values::text("Kerberos");
  const std::string cells = cells_of(spec);
  EXPECT_EQ(cell(cells, "event_group"), "kerberos");
  EXPECT_EQ(cell(cells, "protocol"), "kerberos");
}

TEST(LogonRows, MicrosoftAuthenticationPackageIsNtlm) {
  fixtures::EventSpec spec = event(kAuditing, 4624);
  spec.set("AuthenticationPackageName", "MICROSOFT_AUTHENTICATION_PACKAGE_V1_0");
  EXPECT_EQ(cell(cells_of(spec), "event_group"), "ntlm");
  EXPECT_EQ(cell(cells_of(event(kAuditing, 4624)), "event_group"), "session");
  EXPECT_EQ(cell(cells_of(event(kAuditing, 4624)), "protocol"), "other");
}

fixtures::EventSpec failure(std::uint64_t status, std::uint64_t sub_status) {
  fixtures::EventSpec spec = event(kAuditing, 4625);
  spec.set("SubjectUserSid", "S-1-5-18").set("SubjectUserName", "SRV1$").set("SubjectDomainName", "CONTOSO");
  spec.set("SubjectLogonId", std::uint64_t{0x3E7}).set("TargetUserSid", "S-1-0-0").set("TargetUserName", "bob");
  spec.set("TargetDomainName", "CONTOSO")
      .set("Status", status)
      .set("FailureReason", "%%2313")
      .set("SubStatus", sub_status);
  spec.set("LogonType", std::uint64_t{3}).set("LogonProcessName", "NtLmSsp ").set("AuthenticationPackageName", "NTLM");
  spec.set("WorkstationName", "\\\\PC1").set("TransmittedServices", "-").set("LmPackageName", "-");
  spec.set("KeyLength", std::uint64_t{0}).set("ProcessId", std::uint64_t{0x2D4});
  spec.set("ProcessName", "C:\\Windows\\System32\\svchost.exe").set("IpAddress", "fe80::1%12").set("IpPort", "0");
  return spec;
}

TEST(LogonRows, Failure) {
  expect_cells(failure(0xC000006D, 0xC000006A),
               "event_group=ntlm\nvantage=server\noutcome=failed\nprotocol=ntlm\nweakness=0\nuser_name=bob\n"
               "user_domain=CONTOSO\nuser_sid=S-1-0-0\ncaller_name=SRV1$\ncaller_domain=CONTOSO\ncaller_sid=S-1-5-18\n"
               "caller_logon_id=999\nclient_name=PC1\nclient_address=fe80::1%12\nclient_port=0\n"
               "process_name=C:\\Windows\\System32\\svchost.exe\nprocess_id=724\nlogon_type=3\nlogon_process=NtLmSsp\n"
               "auth_package=NTLM\nkey_length=0\nstatus=3221225581\nsub_status=3221225578\n"
               "status_name=STATUS_WRONG_PASSWORD\n"
               "extra={\"FailureReason\":\"%%2313\",\"WorkstationName\":\"\\\\\\\\PC1\"}\n");
}

TEST(LogonRows, FailureByPolicyIsBlocked) {
  struct Case {
    std::uint64_t status, sub_status;
    const char* outcome;
    const char* name;
  };
  constexpr Case kCases[] = {
      {0xC0000418, 0, "blocked", "STATUS_NTLM_BLOCKED"},
      {0xC000006D, 0xC0000418, "blocked", "STATUS_NTLM_BLOCKED"},
      {0xC0000418, 0xC0000064, "blocked", "STATUS_NO_SUCH_USER"},
      {0xC000006D, 0, "failed", "STATUS_LOGON_FAILURE"},
  };
  for (const Case& one : kCases) {
    for (const Shape shape : {Shape::kLive, Shape::kLiteral}) {
      const std::string cells = cells_of(failure(one.status, one.sub_status), shape);
      EXPECT_EQ(cell(cells, "outcome"), one.outcome);
      EXPECT_EQ(cell(cells, "status_name"), one.name);
    }
  }
}

TEST(LogonRows, Privileges) {
  fixtures::EventSpec spec = event(kAuditing, 4672);
  spec.set("SubjectUserSid", "S-1-5-21-1-2-3-500").set("SubjectUserName", "admin").set("SubjectDomainName", "CONTOSO");
  spec.set("SubjectLogonId", std::uint64_t{0x8F3C21});
  spec.set("PrivilegeList", "SeSecurityPrivilege\r\n\t\t\tSeBackupPrivilege\r\n\t\t\tSeDebugPrivilege");
  expect_cells(spec,
               "event_group=session\nvantage=server\noutcome=info\nweakness=0\nuser_name=admin\nuser_domain=CONTOSO\n"
               "user_sid=S-1-5-21-1-2-3-500\nlogon_id=9387041\n"
               "privileges=SeSecurityPrivilege SeBackupPrivilege SeDebugPrivilege\n");
}

}  // namespace
}  // namespace ntlmscan::columns
