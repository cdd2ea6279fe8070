// Which policy stops a handshake, by the table of policies.
#include "lab/handshake.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "lab/simulation.hpp"

namespace ntlmscan::fixtures::lab {
namespace {

class Policies : public testing::Test {
 protected:
  Policies() {
    world_.domains["OURS"] = {"OURS", "ours.example", "S-1-5-21-1", {"DC"}};
    world_.domains["THEIRS"] = {"THEIRS", "theirs.example", "S-1-5-21-2", {"TDC"}};
    world_.trusts.push_back({"OURS", "THEIRS", "forest"});
    for (const char* key : {"PC", "FS", "DC", "TFS", "TDC"}) {
      Host host;
      host.key = host.name = key;
      host.domain = key[0] == 'T' ? "THEIRS" : "OURS";
      host.role = host.name.find("DC") != std::string::npos ? "dc" : "server";
      host.build = 26100;
      world_.hosts.push_back(host);
    }
    add_account("us", "OURS", "user");
    add_account("them", "THEIRS", "user");
    add_account("here", "FS", "local");
    add_account("nobody", "NT AUTHORITY", "anonymous");
    world_.index();
  }

  void add_account(const char* name, const char* domain, const char* kind) {
    Account account;
    account.key = account.name = name;
    account.domain = domain;
    account.kind = kind;
    world_.accounts.push_back(account);
  }

  [[nodiscard]] Handshake from_pc(const char* account, const char* server) {
    Handshake h;
    h.account = world_.account(account);
    h.client = world_.host("PC");
    h.server = world_.host(server);
    h.target = "cifs/fs.ours.example";
    return h;
  }

  [[nodiscard]] std::string refused_by(const Handshake& h) {
    return refusal_text(judge(world_, h, path_of(world_, h)));
  }
  [[nodiscard]] bool domain_refuses(int value, const char* account, const char* server) {
    world_.host("DC")->settings.domain = value;
    return !refused_by(from_pc(account, server)).empty();
  }

  World world_;
};

TEST_F(Policies, DomainValuesRefuseByAccountAndServer) {
  struct Row {
    const char* account;
    const char* server;
    std::vector<int> refusing;
  };
  const std::vector<Row> rows = {{"us", "FS", {1, 3, 5, 7}}, {"us", "TFS", {3, 7}}, {"them", "FS", {5, 7}},
                                 {"them", "TFS", {}},        {"here", "FS", {}},    {"nobody", "FS", {}}};
  for (const Row& row : rows) {
    for (const int value : {0, 1, 3, 5, 7}) {
      const bool wanted = std::find(row.refusing.begin(), row.refusing.end(), value) != row.refusing.end();
      EXPECT_EQ(domain_refuses(value, row.account, row.server), wanted)
          << row.account << " at " << row.server << " under " << value;
      const Simulation simulation{"RestrictNTLMInDomain", value, "OURS", {}};
      EXPECT_EQ(simulated(simulation, world_, from_pc(row.account, row.server), true), wanted ? "refused" : "allowed");
    }
  }
}

TEST_F(Policies, AnExceptionLiftsWhereTheServerIsOurs) {
  world_.host("DC")->settings.domain_exceptions = {"F*"};
  EXPECT_FALSE(domain_refuses(7, "us", "FS"));
  const Simulation open{"RestrictNTLMInDomain", 3, "OURS", {"TFS"}};
  EXPECT_EQ(simulated(open, world_, from_pc("us", "TFS"), true), "unknown");
}

TEST_F(Policies, IncomingOneSparesLocalAccountsButNotAtADc) {
  world_.host("FS")->settings.incoming = 1;
  world_.host("DC")->settings.incoming = 1;
  EXPECT_EQ(refused_by(from_pc("us", "FS")), "RestrictReceivingNTLMTraffic on FS");
  EXPECT_EQ(refused_by(from_pc("them", "FS")), "RestrictReceivingNTLMTraffic on FS");
  EXPECT_EQ(refused_by(from_pc("here", "FS")), "");
  EXPECT_EQ(refused_by(from_pc("nobody", "FS")), "");
  EXPECT_EQ(refused_by(from_pc("nobody", "DC")), "RestrictReceivingNTLMTraffic on DC");
}

TEST_F(Policies, OutgoingComesFirstAndComparesTheCallersTarget) {
  world_.host("PC")->settings.outgoing = 2;
  world_.host("FS")->settings.incoming = 2;
  EXPECT_EQ(refused_by(from_pc("us", "FS")), "RestrictSendingNTLMTraffic on PC");
  world_.host("PC")->settings.client_exceptions = {"FS.OURS.example"};
  EXPECT_EQ(refused_by(from_pc("us", "FS")), "RestrictReceivingNTLMTraffic on FS");
  Handshake nameless = from_pc("us", "FS");
  nameless.target = "(NULL)";
  world_.host("PC")->settings.client_exceptions = {"*"};
  EXPECT_EQ(refused_by(nameless), "RestrictSendingNTLMTraffic on PC");
}

TEST_F(Policies, TheSmbClientBlockIsForSharesByTheKernelOnNewBuilds) {
  world_.host("PC")->settings.smb_block = 1;
  Handshake h = from_pc("us", "FS");
  EXPECT_EQ(refused_by(h), "BlockNTLM on PC");
  h.client_program = program_named("edge");
  EXPECT_EQ(refused_by(h), "");
  world_.host("PC")->build = 22631;
  EXPECT_EQ(refused_by(from_pc("us", "FS")), "");
}

TEST_F(Policies, LmLevelsRefuseAtTheValidator) {
  Handshake h = from_pc("us", "FS");
  h.version = "LM";
  world_.host("DC")->settings.lm_level = 4;
  EXPECT_EQ(refused_by(h), "LmCompatibilityLevel on DC");
  h.version = "NTLMv1";
  EXPECT_EQ(refused_by(h), "");
  world_.host("DC")->settings.lm_level = 5;
  EXPECT_EQ(refused_by(h), "LmCompatibilityLevel on DC");
}

TEST(Exceptions, OneStarAnywhereAndNoCase) {
  EXPECT_TRUE(excepted({"FS1"}, "fs1"));
  EXPECT_TRUE(excepted({"fs*.local"}, "FS1.contoso.local"));
  EXPECT_TRUE(excepted({"*"}, "anything"));
  EXPECT_FALSE(excepted({"fs1.contoso.local"}, "10.0.0.20"));
  EXPECT_FALSE(excepted({"ab*ba"}, "aba"));
  EXPECT_FALSE(excepted({"*"}, "(NULL)"));
  EXPECT_EQ(target_host("MSSQLSvc/sqlprod:1433"), "sqlprod");
  EXPECT_EQ(target_host("ldap/dc1/contoso.local"), "dc1");
}

}  // namespace
}  // namespace ntlmscan::fixtures::lab
