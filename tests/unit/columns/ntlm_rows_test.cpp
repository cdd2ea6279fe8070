// Rows of the NTLM channel, of 4776 and of NETLOGON.
#include <gtest/gtest.h>

#include <string>

#include "event_cells.hpp"

namespace ntlmscan::columns {
namespace {

using fixtures::Shape;

fixtures::EventSpec client_audit() {
  fixtures::EventSpec spec = event(kNtlm, 8001);
  spec.set("TargetName", "cifs/10.0.0.20").set("UserName", "(NULL)").set("DomainName", "(NULL)");
  spec.set("CallerPID", std::uint64_t{4}).set("ProcessName", "").set("ClientLUID", std::uint64_t{0x3E7});
  spec.set("ClientUserName", "SRV1$").set("ClientDomainName", "CONTOSO").set("MechanismOID", "1.3.6.1.4.1.311.2.2.10");
  return spec;
}

TEST(NtlmRows, Client) {
  expect_cells(client_audit(),
               "event_group=ntlm\nvantage=client\noutcome=would_block\nprotocol=ntlm\nweakness=0\ncaller_name=SRV1$\n"
               "caller_domain=CONTOSO\ncaller_logon_id=999\ntarget_name=cifs/10.0.0.20\nprocess_id=4\n"
               "mechanism_oid=1.3.6.1.4.1.311.2.2.10\n");
}

TEST(NtlmRows, ServerAndDomain) {
  fixtures::EventSpec server = event(kNtlm, 8002);
  server.set("CallerPID", std::uint64_t{724})
      .set("ProcessName", "C:\\lsass.exe")
      .set("ClientLUID", std::uint64_t{0x3E4});
  server.set("ClientUserName", "SRV1$").set("ClientDomainName", "CONTOSO").set("MechanismOID", "(NULL)");
  expect_cells(server,
               "event_group=ntlm\nvantage=server\noutcome=would_block\nprotocol=ntlm\nweakness=0\ncaller_name=SRV1$\n"
               "caller_domain=CONTOSO\ncaller_logon_id=996\nprocess_name=C:\\lsass.exe\nprocess_id=724\n");
  fixtures::EventSpec domain = event(kNtlm, 8003);
  domain.set("UserName", "alice")
      .set("DomainName", "CONTOSO")
      .set("Workstation", "PC1")
      .set("CallerPID", std::uint64_t{4});
  domain.set("ProcessName", "")
      .set("LogonType", std::uint64_t{3})
      .set("InProc", std::uint64_t{1})
      .set("MechanismOID", "(NULL)");
  expect_cells(domain,
               "event_group=ntlm\nvantage=server\noutcome=would_block\nprotocol=ntlm\nweakness=0\nuser_name=alice\n"
               "user_domain=CONTOSO\nclient_name=PC1\nprocess_id=4\nlogon_type=3\nextra={\"InProc\":\"true\"}\n");
}

TEST(NtlmRows, DomainController) {
  fixtures::EventSpec spec = event("Microsoft-Windows-Security-Netlogon", 8004);
  spec.set("SChannelName", "SRV1").set("UserName", "alice").set("DomainName", "NULL").set("WorkstationName", "\\\\PC1");
  spec.set("SChannelType", std::uint64_t{2});
  expect_cells(spec,
               "event_group=ntlm\nvantage=dc\noutcome=would_block\nprotocol=ntlm\nweakness=0\nuser_name=alice\n"
               "client_name=PC1\nvia_name=SRV1\nvia_type=2\nextra={\"WorkstationName\":\"\\\\\\\\PC1\"}\n");
}

TEST(NtlmRows, ClientDetail) {
  fixtures::EventSpec spec = event(kNtlm, 4021);
  spec.set("ProcessName", "app.exe").set("ProcessPID", std::uint64_t{0x1A2C}).set("Username", "alice");
  spec.set("DomainName", "CONTOSO").set("Hostname", "PC1").set("SingleSignOn", "Supplied Credentials");
  spec.set("TargetMachine", "SRV2")
      .set("TargetDomain", "CONTOSO")
      .set("TargetService", "Null")
      .set("TargetIP", "10.0.0.30");
  spec.set("TargetNetworkName", "-").set("NtlmUsageId", std::uint64_t{5}).set("NtlmUsageReason", "No target");
  spec.set("NegotiatedFlags", std::uint64_t{0x80000000})
      .set("NtlmVersion", "NTLMv2")
      .set("SessionKeyStatus", "Present");
  spec.set("ChannelBindingStatus", "Supported").set("ServiceBinding", "cifs/srv2").set("Mic Status", "Protected");
  spec.set("AvlFlags", std::uint64_t{2}).set("AvlFlagsStr", "MIC");
  expect_cells(spec,
               "event_group=ntlm\nvantage=client\noutcome=info\nprotocol=ntlm\nntlm_version=NTLMv2\nweakness=1\n"
               "user_name=alice\nuser_domain=CONTOSO\ncredential_source=Supplied Credentials\nclient_name=PC1\n"
               "server_name=SRV2\nserver_domain=CONTOSO\nserver_address=10.0.0.30\nprocess_name=app.exe\n"
               "process_id=6700\nusage_id=5\nusage_reason=No target\nnegotiated_flags=2147483648\nsession_key=Present\n"
               "channel_binding=Supported\nmic_status=Protected\nservice_binding=cifs/srv2\nav_flags=2\n"
               "extra={\"TargetNetworkName\":\"-\",\"AvlFlagsStr\":\"MIC\"}\n");
}

fixtures::EventSpec validation(std::uint64_t status) {
  fixtures::EventSpec spec = event(kAuditing, 4776);
  spec.set("PackageName", "MICROSOFT_AUTHENTICATION_PACKAGE_V1_0").set("TargetUserName", "alice");
  return spec.set("Workstation", "PC1").set("Status", status);
}

TEST(NtlmRows, Validation) {
  struct Case {
    std::uint64_t status;
    const char* outcome;
    const char* end;
  };
  constexpr Case kCases[] = {
      {0, "allowed", "status=0\nstatus_name=STATUS_SUCCESS\n"},
      {0xC0000064, "failed", "status=3221225572\nstatus_name=STATUS_NO_SUCH_USER\n"},
      {0xC0000418, "blocked", "status=3221226520\nstatus_name=STATUS_NTLM_BLOCKED\n"},
      {0xC0FFEE00, "failed", "status=3237998080\n"},
  };
  for (const Case& one : kCases) {
    expect_cells(validation(one.status), std::string("event_group=ntlm\nvantage=authority\noutcome=") + one.outcome +
                                             "\nprotocol=ntlm\nweakness=0\nuser_name=alice\nclient_name=PC1\n"
                                             "auth_package=MICROSOFT_AUTHENTICATION_PACKAGE_V1_0\n" +
                                             one.end);
  }
}

TEST(NtlmRows, NetlogonByPosition) {
  fixtures::EventSpec spec = event("NETLOGON", 5816);
  spec.set("%1", "alice").set("%2", "CONTOSO").set("%3", "\\\\DC1").set("%4", "contoso.local").set("%5", "30");
  expect_cells(spec,
               "event_group=ntlm\nvantage=server\noutcome=info\nprotocol=ntlm\nweakness=0\nuser_name=alice\n"
               "user_domain=CONTOSO\nvia_name=DC1\nvia_domain=contoso.local\nextra={\"Data\":\"alice\","
               "\"Data#2\":\"CONTOSO\",\"Data#3\":\"\\\\\\\\DC1\",\"Data#4\":\"contoso.local\",\"Data#5\":\"30\"}\n");
  EXPECT_EQ(cell(row_of(record_of(spec, Shape::kLive)), "decoded_by"), "chunk");
  EXPECT_EQ(cell(row_of(record_of(spec, Shape::kLiteral)), "decoded_by"), "literal");
}

TEST(NtlmRows, NetlogonOfAnotherCountStaysInExtra) {
  fixtures::EventSpec spec = event("NETLOGON", 5816);
  spec.set("%1", "alice")
      .set("%2", "CONTOSO")
      .set("%3", "DC1")
      .set("%4", "contoso.local")
      .set("%5", "30")
      .set("%6", "x");
  expect_cells(spec,
               "event_group=ntlm\nvantage=server\noutcome=info\nprotocol=ntlm\nweakness=0\n"
               "extra={\"Data\":\"alice\",\"Data#2\":\"CONTOSO\",\"Data#3\":\"DC1\",\"Data#4\":\"contoso.local\","
               "\"Data#5\":\"30\",\"Data#6\":\"x\"}\n");
}

// An 8001 without names: the catalogue gives them, and nothing is told twice.
TEST(NtlmRows, ClientByPosition) {
  fixtures::EventSpec spec = client_audit();
  fixtures::Element root("EventData");
  std::vector<fixtures::Value> all;
  for (const fixtures::Field& field : spec.fields) {
    const auto slot = static_cast<std::uint16_t>(all.size());
    root.add(plan::data_element("", fixtures::normal_hole(slot, field.declared_type)));
    all.push_back(field.value);
  }
  const auto record =
      plan::with_template(spec, fixtures::guid_from_text("11111111-2222-3333-4444-555555555555"), root, all);
  EXPECT_EQ(cells_of(record), cells_of(spec));
  EXPECT_EQ(cell(row_of(record), "decoded_by"), "catalogue");
}

}  // namespace
}  // namespace ntlmscan::columns
