// A log cut at every byte: whole records keep their rows, the rest is told.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "damage/damaged_log.hpp"

namespace ntlmscan::damage {
namespace {

constexpr std::uint64_t kShards = 8;

class EveryPrefix : public testing::TestWithParam<std::uint64_t> {};

std::size_t whole_records(const fixtures::LogFile& log, std::uint64_t size) {
  std::size_t count = 0;
  while (count < log.records.size() && end_of(log.records[count]) <= size) ++count;
  return count;
}

TEST_P(EveryPrefix, KeepsWholeRecordsAndTellsTheRest) {
  const fixtures::LogFile log = damage_log();
  support::LogOnDisk file(log.bytes);
  const auto sound = by_offset(file.scan());
  ASSERT_EQ(sound.size(), log.records.size());
  const std::uint64_t full = log.bytes.size();
  for (std::uint64_t size = full - 1 - GetParam(); size < full; size -= kShards) {
    file.cut(size);
    const support::Scanned scanned = file.scan();
    ASSERT_TRUE(scanned.summary.ok()) << size;
    const std::size_t whole = whole_records(log, size);
    const auto rows = by_offset(scanned);
    ASSERT_EQ(rows.size(), whole) << size;
    ASSERT_EQ(scanned.summary.value().records, whole) << size;
    for (std::size_t i = 0; i < whole; ++i) {
      ASSERT_EQ(rows.at(log.records[i].file_offset), sound.at(log.records[i].file_offset)) << size;
    }
    const std::string state = scanned.tables.rows(Table::kFiles).at(0)["state"];
    ASSERT_EQ(state, whole == log.records.size() ? "ok" : whole > 0 ? "partial" : "failed") << size;
  }
}

TEST_P(EveryPrefix, DumpsWholeRecordsAlone) {
  const fixtures::LogFile log = damage_log();
  support::LogOnDisk file(log.bytes);
  const std::string sound = file.dump().text;
  const std::uint64_t end = end_of(log.records.back());
  file.cut(end + 16);
  for (std::uint64_t size = end + 8 - GetParam(); size >= fixtures::kFileHeaderSize; size -= kShards) {
    file.cut(size);
    const support::Dumped dumped = file.dump();
    ASSERT_TRUE(dumped.summary.ok()) << size;
    ASSERT_EQ(dumped.summary.value().rows, whole_records(log, size)) << size;
    ASSERT_EQ(sound.compare(0, dumped.text.size(), dumped.text), 0) << size;
    ASSERT_TRUE(dumped.text.empty() || dumped.text.back() == '\n') << size;
  }
}

INSTANTIATE_TEST_SUITE_P(Shards, EveryPrefix, testing::Range(std::uint64_t{0}, kShards));

TEST(EveryPrefixOfNothing, TheSoundDumpIsJson) {
  const support::LogOnDisk file(damage_log().bytes);
  std::istringstream lines(file.dump().text);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) EXPECT_TRUE(nlohmann::json::accept(line)) << line;
  EXPECT_EQ(count, damage_log().records.size());
}

}  // namespace
}  // namespace ntlmscan::damage
