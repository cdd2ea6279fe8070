// More text than a thread's dictionaries may hold: they begin anew, and nobody sees it in the tables.
#include <gtest/gtest.h>

#include "ntlmscan/output.hpp"
#include "unit/scan/made_logs.hpp"

namespace ntlmscan::scanning {
namespace {

constexpr std::size_t kRecords = 4000;  // of 7 KiB: each of eight threads has more than its dictionaries hold
constexpr std::size_t kCommon = 7;      // different texts that come again and again

std::string process_of(std::uint64_t id) {
  return id % 3 == 0 ? "common-" + std::to_string(id % kCommon) : std::string(3'500, 'p') + std::to_string(id);
}

fixtures::LogFile wordy_log() {
  std::vector<fixtures::EventSpec> events;
  for (std::uint64_t id = 1; id <= kRecords; ++id) {
    events.push_back(short_event(id, kMorning + id * kTicksPerSecond));
    events.back().find("ProcessName")->value = fixtures::values::text(process_of(id));
  }
  return log_of(events);
}

ScanOptions with_threads(unsigned threads, const std::string& input) {
  ScanOptions options;
  options.threads = threads;
  options.inputs = {input};
  return options;
}

// The bytes of `events` in a format.
std::string file_of(const sinks::ScratchFolder& folder, const std::string& ending, unsigned threads) {
  const std::string name = folder / ("out-" + std::to_string(threads) + ending);
  auto target = parse_output(name, "");
  EXPECT_TRUE(target.ok());
  target.value().options.threads = threads;
  const auto sink = open_output(target.value());
  EXPECT_TRUE(sink.ok());
  EXPECT_TRUE(scan(with_threads(threads, folder / "wordy.evtx"), *sink.value()).ok());
  return sinks::content_of(name);
}

class Dictionaries : public testing::Test {
 protected:
  void SetUp() override { put_bytes(folder_ / "wordy.evtx", wordy_log().bytes); }
  sinks::ScratchFolder folder_;
};

TEST_F(Dictionaries, BegunAnewKeepEveryText) {
  for (const unsigned threads : {1U, 8U}) {
    support::CollectSink sink;
    ASSERT_TRUE(scan(with_threads(threads, folder_ / "wordy.evtx"), sink).ok());
    ASSERT_EQ(sink.events().size(), kRecords);
    for (std::size_t i = 0; i < kRecords; ++i) {
      ASSERT_EQ(sink.events()[i]["process_name"], process_of(i + 1)) << threads << " threads, row " << i;
      ASSERT_EQ(sink.events()[i]["computer"], "PC1");
    }
  }
}

TEST_F(Dictionaries, BegunAnewDoNotShowInFiles) {
  for (const char* ending : {".parquet", ".ndjson"}) {
    const std::string alone = file_of(folder_, ending, 1);
    EXPECT_GT(alone.size(), 10'000U);
    for (const unsigned threads : {2U, 8U})
      EXPECT_TRUE(file_of(folder_, ending, threads) == alone) << threads << ending;
  }
}

}  // namespace
}  // namespace ntlmscan::scanning
