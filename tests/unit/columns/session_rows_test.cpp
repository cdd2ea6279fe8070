// Rows of 4648 in its two forms, 5140, 1102 and the sessions around logons.
#include <gtest/gtest.h>

#include <string>

#include "event_cells.hpp"

namespace ntlmscan::columns {
namespace {

using fixtures::Shape;

struct AddressCase {
  const char* what;
  const char* server;  ///< TargetServerName; nullptr for a null
  const char* address;
  const char* port;
  const char* cells;  ///< client_address, client_port, server_name, server_address
  const char* extra;
};

TEST(SessionRows, WhoseAddressStandsIn4648) {
  const AddressCase cases[] = {
      {"localhost", "localhost", "10.0.0.20", "49731", "10.0.0.20 49731 localhost null", "null"},
      {"other letters", "LOCALHOST", "10.0.0.20", "49731", "10.0.0.20 49731 LOCALHOST null", "null"},
      {"absent", nullptr, "10.0.0.20", "49731", "10.0.0.20 49731 null null", "null"},
      {"a placeholder", "-", "10.0.0.20", "49731", "10.0.0.20 49731 null null", "null"},
      {"foreign", "srv2.contoso.local", "10.0.0.30", "445", "null null srv2.contoso.local 10.0.0.30",
       "{\"IpPort\":\"445\"}"},
      {"foreign, no address", "srv2", "-", "-", "null null srv2 null", "null"},
      {"foreign, nulls", "srv2", nullptr, nullptr, "null null srv2 null", "null"},
      {"localhost, no address", "localhost", "-", "-", "null null localhost null", "null"},
      {"localhost, port 0", "localhost", "::1", "0", "::1 0 localhost null", "null"},
      {"foreign, port 0", "srv2", "::1", "0", "null null srv2 ::1", "{\"IpPort\":\"0\"}"},
      {"localhost, mapped address", "localhost", "::ffff:10.0.0.20", "1", "10.0.0.20 1 localhost null",
       "{\"IpAddress\":\"::ffff:10.0.0.20\"}"},
      {"foreign, mapped address", "srv2", "::ffff:10.0.0.30", "1", "null null srv2 10.0.0.30",
       "{\"IpAddress\":\"::ffff:10.0.0.30\",\"IpPort\":\"1\"}"},
      {"localhost, no number as port", "localhost", "10.0.0.20", "x", "10.0.0.20 null localhost null",
       "{\"IpPort\":\"x\"}"},
  };
  for (const AddressCase& one : cases) {
    fixtures::EventSpec spec = event(kAuditing, 4648);
    if (one.server != nullptr) spec.set("TargetServerName", one.server);
    if (one.address != nullptr) spec.set("IpAddress", one.address);
    if (one.port != nullptr) spec.set("IpPort", one.port);
    spec.set("LogonGuid", fixtures::values::null());
    spec.find("LogonGuid")->has_element = false;
    for (const Shape shape : {Shape::kLive, Shape::kExported, Shape::kLiteral}) {
      const std::string cells = cells_of(spec, shape);
      EXPECT_EQ(cell(cells, "client_address") + " " + cell(cells, "client_port") + " " + cell(cells, "server_name") +
                    " " + cell(cells, "server_address"),
                one.cells)
          << one.what;
      EXPECT_EQ(cell(cells, "extra"), one.extra) << one.what;
    }
  }
}

TEST(SessionRows, RestOf4648) {
  fixtures::EventSpec spec = event(kAuditing, 4648);
  spec.set("SubjectUserSid", "S-1-5-18").set("SubjectUserName", "SRV1$").set("SubjectDomainName", "CONTOSO");
  spec.set("SubjectLogonId", std::uint64_t{0x3E7}).set("LogonGuid", "{00000000-0000-0000-0000-000000000000}");
  spec.set("TargetUserName", "alice").set("TargetDomainName", "CONTOSO");
  spec.set("TargetLogonGuid", "{54849625-5478-4994-A5BA-3E3B0328C30D}").set("TargetServerName", "srv2");
  spec.set("TargetInfo", "cifs/srv2").set("ProcessId", std::uint64_t{0x2D4}).set("ProcessName", "C:\\x.exe");
  spec.set("IpAddress", "10.0.0.30").set("IpPort", "445");
  expect_cells(
      spec,
      "event_group=session\nvantage=client\noutcome=allowed\nweakness=0\nuser_name=alice\nuser_domain=CONTOSO\n"
      "caller_name=SRV1$\ncaller_domain=CONTOSO\ncaller_sid=S-1-5-18\ncaller_logon_id=999\nserver_name=srv2\n"
      "server_address=10.0.0.30\ntarget_name=cifs/srv2\nprocess_name=C:\\x.exe\nprocess_id=724\n"
      "logon_guid=54849625-5478-4994-a5ba-3e3b0328c30d\n"
      "extra={\"IpPort\":\"445\",\"LogonGuid\":\"{00000000-0000-0000-0000-000000000000}\"}\n");
}

TEST(SessionRows, ShareAccess) {
  fixtures::EventSpec spec = event(kAuditing, 5140, 1);
  spec.set("SubjectUserSid", "S-1-5-21-1-2-3-1104").set("SubjectUserName", "alice").set("SubjectDomainName", "CONTOSO");
  spec.set("SubjectLogonId", std::uint64_t{0x8F3C21}).set("ObjectType", "File").set("IpAddress", "10.0.0.20");
  spec.set("IpPort", "49731").set("ShareName", "\\\\*\\IPC$").set("ShareLocalPath", "-");
  spec.set("AccessMask", std::uint64_t{1}).set("AccessList", "%%4416\r\n\t\t\t\t");
  expect_cells(spec,
               "event_group=session\nvantage=server\noutcome=info\nweakness=0\nuser_name=alice\nuser_domain=CONTOSO\n"
               "user_sid=S-1-5-21-1-2-3-1104\nclient_address=10.0.0.20\nclient_port=49731\ntarget_name=\\\\*\\IPC$\n"
               "logon_id=9387041\nextra={\"ObjectType\":\"File\",\"ShareLocalPath\":\"-\",\"AccessMask\":\"0x1\","
               "\"AccessList\":\"%%4416\\u000d\\u000a\\u0009\\u0009\\u0009\\u0009\"}\n");
}

TEST(SessionRows, SessionsAndLockouts) {
  fixtures::EventSpec ended = event(kAuditing, 4634);
  ended.set("TargetUserSid", "S-1-5-7")
      .set("TargetUserName", "ANONYMOUS LOGON")
      .set("TargetDomainName", "NT AUTHORITY");
  ended.set("TargetLogonId", std::uint64_t{0xFFFFFFFFFFFFFFFF}).set("LogonType", std::uint64_t{3});
  expect_cells(ended,
               "event_group=session\nvantage=server\noutcome=info\nweakness=0\nuser_name=ANONYMOUS LOGON\n"
               "user_domain=NT AUTHORITY\nuser_sid=S-1-5-7\nlogon_id=-1\nlogon_type=3\n");
  fixtures::EventSpec locked = event(kAuditing, 4740);
  locked.set("TargetUserName", "alice").set("TargetDomainName", "\\\\PC1").set("TargetSid", "S-1-5-21-1-2-3-1104");
  locked.set("SubjectUserSid", "S-1-5-18").set("SubjectUserName", "DC1$").set("SubjectDomainName", "CONTOSO");
  locked.set("SubjectLogonId", std::uint64_t{0x3E7});
  expect_cells(locked,
               "event_group=session\nvantage=authority\noutcome=info\nweakness=0\nuser_name=alice\n"
               "user_sid=S-1-5-21-1-2-3-1104\ncaller_name=DC1$\ncaller_domain=CONTOSO\ncaller_sid=S-1-5-18\n"
               "caller_logon_id=999\nclient_name=PC1\nextra={\"TargetDomainName\":\"\\\\\\\\PC1\"}\n");
}

TEST(SessionRows, LogCleared) {
  fixtures::EventSpec spec = event("Microsoft-Windows-Eventlog", 1102);
  spec.set("SubjectUserSid", "S-1-5-21-1-2-3-500").set("SubjectUserName", "admin").set("SubjectDomainName", "CONTOSO");
  spec.set("SubjectLogonId", std::uint64_t{0x8F3C21});
  expect_cells(spec,
               "event_group=log\noutcome=info\nweakness=0\ncaller_name=admin\ncaller_domain=CONTOSO\n"
               "caller_sid=S-1-5-21-1-2-3-500\ncaller_logon_id=9387041\n");
}

}  // namespace
}  // namespace ntlmscan::columns
