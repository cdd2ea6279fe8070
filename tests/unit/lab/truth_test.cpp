// Rows of the truth: written in order, once their records are, without what the logs lost.
#include "lab/truth.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "lab/host_clock.hpp"
#include "lab/json_text.hpp"
#include "lab/switches.hpp"

namespace ntlmscan::fixtures::lab {
namespace {

std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream in(path);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

TruthRow row_named(const char* play) {
  TruthRow row;
  row.play = play;
  row.outcome = "completed";
  row.protocol = "NTLMv2";
  return row;
}

TEST(TruthLedger, WritesRowsInOrderAndCountsWhatIsLost) {
  const std::string path = (std::filesystem::path(testing::TempDir()) / "ledger.ndjson").string();
  TruthLedger ledger(path);
  const TruthId first = ledger.open(row_named("a"));
  const TruthId second = ledger.open(row_named("b"));
  for (int i = 0; i < 3; ++i) ledger.expect(first);
  ledger.expect(second);
  ledger.recorded(second, {1, 7, 8004});
  ledger.settle();  // the first still waits
  ledger.recorded(first, {0, 4, 8001});
  ledger.recorded(first, {1, 2, 8004});
  ledger.dropped(first);
  EXPECT_TRUE(ledger.finish({1, 3}));
  const auto lines = lines_of(path);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_NE(lines[0].find("\"id\":1,"), std::string::npos);
  EXPECT_NE(lines[0].find("\"records\":[[0,4,8001]],\"lost\":1}"), std::string::npos) << lines[0];
  EXPECT_NE(lines[1].find("\"records\":[[1,7,8004]],\"lost\":0}"), std::string::npos) << lines[1];
  EXPECT_EQ(ledger.totals().rows, 2u);
  EXPECT_EQ(ledger.totals().outcomes.at("NTLMv2 completed"), 2u);
  std::filesystem::remove(path);
}

TEST(TruthLedger, SaysWhenARecordNeverArrived) {
  const std::string path = (std::filesystem::path(testing::TempDir()) / "waiting.ndjson").string();
  TruthLedger ledger(path);
  ledger.expect(ledger.open(row_named("a")));
  EXPECT_FALSE(ledger.finish({}));
  std::filesystem::remove(path);
}

TEST(JsonText, EscapesWhatJsonForbids) {
  EXPECT_EQ(json_quoted("a\"b\\c\n\xC3\xA4"), "\"a\\\"b\\\\c\\u000a\xC3\xA4\"");
  EXPECT_EQ(JsonObject().text("a", "b").text_or_null("c", "").boolean("d", true).finish(),
            "{\"a\":\"b\",\"c\":null,\"d\":true}");
}

TEST(HostClock, StepsAreTakenInOrderOfTime) {
  HostClock clock;
  EXPECT_EQ(clock.shown(100), 100u);
  clock.step({50, -7});
  clock.step({0, 3});
  EXPECT_EQ(clock.shown(10), 13u);
  EXPECT_EQ(clock.shown(60), 53u);
}

TEST(Switches, TakeOnlyWhatTheTableHas) {
  Switches switches;
  EXPECT_TRUE(switches.is(Switch::kBurst, "parallel"));
  EXPECT_TRUE(switches.set("burst=single"));
  EXPECT_TRUE(switches.is(Switch::kBurst, "single"));
  for (const char* wrong : {"burst", "burst=", "burst=never", "nothing=1", "=single"})
    EXPECT_FALSE(switches.set(wrong)) << wrong;
  EXPECT_EQ(switches.setting(Switch::kTicketGuid), "70");
}

}  // namespace
}  // namespace ntlmscan::fixtures::lab
