// 4022 and 4023: ServiceBinding, TargetMachine and TargetDomain in the order they should have, or rotated by one.
#include <gtest/gtest.h>

#include <string>

#include "event_cells.hpp"

namespace ntlmscan::columns {
namespace {

struct Case {
  const char* what;
  const char* binding;  ///< as recorded; nullptr for a null
  const char* machine;
  const char* domain;
  const char* cells;  ///< service_binding, server_name, server_domain
};

std::string three(const std::string& cells) {
  return cell(cells, "service_binding") + " " + cell(cells, "server_name") + " " + cell(cells, "server_domain");
}

// The raw value's member of extra.
std::string member(const char* name, const char* text) {
  std::string out = std::string("\"") + name + "\":\"";
  for (const char* c = text == nullptr ? "" : text; *c != '\0'; ++c) out.append(*c == '\\' ? 2 : 1, *c);
  return out + "\"";
}

TEST(TargetOrder, IsToldByTheSpnOrTheComputer) {
  const Case cases[] = {
      {"as named", "cifs/srv1", "SRV1", "CONTOSO", "cifs/srv1 SRV1 CONTOSO"},
      {"rotated", "SRV1", "CONTOSO", "cifs/srv1", "cifs/srv1 SRV1 CONTOSO"},
      {"SPN in the middle", "SRV1", "cifs/srv1", "CONTOSO", "null null null"},
      {"SPN twice", "cifs/srv1", "SRV1", "cifs/srv1", "null null null"},
      {"SPN everywhere", "cifs/a", "cifs/b", "cifs/c", "null null null"},
      {"an SPN alone, as named", "cifs/srv1", "-", "-", "cifs/srv1 null null"},
      {"an SPN alone, rotated", "-", "-", "cifs/srv1", "cifs/srv1 null null"},
      {"an SPN outranks the computer", "SRV1", "X", "cifs/srv1", "cifs/srv1 SRV1 X"},
      {"an SPN in front, the computer rotated", "cifs/x", "Y", "SRV1", "cifs/x Y SRV1"},
      {"no SPN, machine is the short name", "x", "SRV1", "CONTOSO", "x SRV1 CONTOSO"},
      {"no SPN, machine is the full name", "-", "srv1.contoso.local", "CONTOSO", "null srv1.contoso.local CONTOSO"},
      {"no SPN, other letters", "-", "sRv1", "CONTOSO", "null sRv1 CONTOSO"},
      {"no SPN, binding is the short name", "srv1", "CONTOSO", "-", "null srv1 CONTOSO"},
      {"no SPN, binding is the full name", "SRV1.CONTOSO.LOCAL", "CONTOSO", "", "null SRV1.CONTOSO.LOCAL CONTOSO"},
      {"no SPN, both are the computer", "SRV1", "SRV1", "CONTOSO", "SRV1 SRV1 CONTOSO"},
      {"no SPN, the domain is the computer", "x", "y", "SRV1", "null null null"},
      {"a longer name", "-", "SRV10", "CONTOSO", "null null null"},
      {"the domain's part of the name", "-", "contoso.local", "CONTOSO", "null null null"},
      {"another computer", "-", "SRV2", "CONTOSO", "null null null"},
      {"nothing", nullptr, nullptr, nullptr, "null null null"},
      {"placeholders", "(NULL)", "NULL", "-", "null null null"},
      {"slashes in front of the machine", "-", "\\\\SRV1", "CONTOSO", "null SRV1 CONTOSO"},
  };
  constexpr std::uint16_t kIds[] = {4022, 4023};
  for (const Case& one : cases) {
    for (const std::uint16_t id : kIds) {
      fixtures::EventSpec spec = event(kNtlm, id);
      if (one.binding != nullptr) spec.set("ServiceBinding", one.binding);
      if (one.machine != nullptr) spec.set("TargetMachine", one.machine);
      if (one.domain != nullptr) spec.set("TargetDomain", one.domain);
      const std::string raw = member("ServiceBinding", one.binding) + "," + member("TargetMachine", one.machine) + "," +
                              member("TargetDomain", one.domain);
      for (const fixtures::Shape shape : {fixtures::Shape::kLive, fixtures::Shape::kLiteral}) {
        const std::string cells = cells_of(spec, shape);
        EXPECT_EQ(three(cells), one.cells) << one.what;
        EXPECT_NE(cell(cells, "extra").find(raw), std::string::npos) << one.what << " " << cells;
      }
    }
  }
}

TEST(TargetOrder, RestOfTheRecord) {
  fixtures::EventSpec spec = event(kNtlm, 4023);
  spec.set("ProcessName", "SYSTEM").set("ProcessPID", std::uint64_t{4}).set("Username", "alice");
  spec.set("DomainName", "CONTOSO").set("RemoteClientMachine", "\\\\PC1").set("ClientIP", "::FFFF:10.0.0.20");
  spec.set("ClientNetworkName", "-").set("NegotiatedFlags", std::uint64_t{0xE2888215}).set("NtlmVersion", "NTLMv1");
  spec.set("SessionKeyStatus", "Present")
      .set("ChannelBindingStatus", "Not Supported")
      .set("ServiceBinding", "cifs/srv1");
  spec.set("TargetMachine", "SRV1").set("TargetDomain", "CONTOSO").set("Mic Status", "Unprotected");
  spec.set("AvFlags", std::uint64_t{2}).set("AvFlagsStr", "x").set("Status", std::uint64_t{0xC000006A});
  spec.set("StatusMsg", std::uint64_t{0xC000006A});
  expect_cells(spec,
               "event_group=ntlm\nvantage=server\noutcome=failed\nprotocol=ntlm\nntlm_version=NTLMv1\nweakness=1\n"
               "user_name=alice\nuser_domain=CONTOSO\nclient_name=PC1\nclient_address=10.0.0.20\nserver_name=SRV1\n"
               "server_domain=CONTOSO\nprocess_name=SYSTEM\nprocess_id=4\nstatus=3221225578\n"
               "status_name=STATUS_WRONG_PASSWORD\nnegotiated_flags=3800597013\nsession_key=Present\n"
               "channel_binding=Not Supported\nmic_status=Unprotected\nservice_binding=cifs/srv1\nav_flags=2\n"
               "extra={\"ServiceBinding\":\"cifs/srv1\",\"TargetMachine\":\"SRV1\",\"TargetDomain\":\"CONTOSO\","
               "\"RemoteClientMachine\":\"\\\\\\\\PC1\",\"ClientIP\":\"::FFFF:10.0.0.20\",\"ClientNetworkName\":\"-\","
               "\"AvFlagsStr\":\"x\",\"StatusMsg\":\"3221225578\"}\n");
}

}  // namespace
}  // namespace ntlmscan::columns
