// A log cut short at every place: whole records keep their rows, the rest is told.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "damage/damaged_log.hpp"

namespace ntlmscan::damage {
namespace {

constexpr std::uint64_t kShards = 8;
constexpr std::uint64_t kStep =
    61;  // bytes of the file header and of slack look alike; odd, so that no alignment is left out

// Every size inside the first chunk's header and records and around the ends of both chunks, some of the others.
std::vector<std::uint64_t> sizes(const fixtures::LogFile& log) {
  const auto near = [](std::uint64_t size, std::uint64_t place) { return size + 16 >= place && size <= place + 16; };
  const std::uint64_t second = log.chunk_offsets[1];
  std::vector<std::uint64_t> out;
  for (std::uint64_t size = log.bytes.size(); size-- > 0;) {
    const bool inside = size >= log.chunk_offsets[0] && size <= end_of_chunk(log, 0) + 16;
    const bool at_an_end = near(size, second) || near(size, second + 512) || near(size, end_of_chunk(log, 1));
    if (inside || at_an_end || size <= 160 || size % kStep == 0) out.push_back(size);
  }
  return out;
}

std::size_t whole_records(const fixtures::LogFile& log, std::uint64_t size) {
  std::size_t count = 0;
  while (count < log.records.size() && end_of(log.records[count]) <= size) ++count;
  return count;
}

class EveryPrefix : public testing::TestWithParam<std::uint64_t> {
 protected:
  EveryPrefix() : log_(damage_log()), file_(log_.bytes), sound_(by_offset(file_.scan())), text_(file_.dump().text) {}

  void check_scan(std::uint64_t size) {
    const support::Scanned scanned = file_.scan();
    ASSERT_TRUE(scanned.summary.ok()) << size;
    const std::size_t whole = whole_records(log_, size);
    const auto rows = by_offset(scanned);
    ASSERT_EQ(rows.size(), whole) << size;
    ASSERT_EQ(scanned.summary.value().records, whole) << size;
    for (std::size_t i = 0; i < whole; ++i) {
      ASSERT_EQ(rows.at(log_.records[i].file_offset), sound_.at(log_.records[i].file_offset)) << size;
    }
    const bool complete = whole == log_.records.size();
    const std::string state = scanned.tables.rows(Table::kFiles).at(0)["state"];
    ASSERT_EQ(state, complete ? "ok" : whole > 0 ? "partial" : "failed") << size;
    ASSERT_EQ(scanned.fault_codes("lost").empty(), complete) << size;
    const bool begun = !complete && log_.records[whole].file_offset < size;
    ASSERT_TRUE(!begun || told(log_.records[whole], scanned)) << size;
  }

  void check_dump(std::uint64_t size) {
    const support::Dumped dumped = file_.dump();
    ASSERT_TRUE(dumped.summary.ok()) << size;
    ASSERT_EQ(dumped.summary.value().rows, whole_records(log_, size)) << size;
    ASSERT_EQ(text_.compare(0, dumped.text.size(), dumped.text), 0) << size;
    ASSERT_TRUE(dumped.text.empty() || dumped.text.back() == '\n') << size;
    ASSERT_EQ(dumped.summary.value().faults_lost == 0, whole_records(log_, size) == log_.records.size()) << size;
  }

  fixtures::LogFile log_;
  support::LogOnDisk file_;
  std::map<std::uint64_t, std::string> sound_;
  std::string text_;
};

TEST_P(EveryPrefix, KeepsWholeRecordsAndTellsTheRest) {
  ASSERT_EQ(sound_.size(), log_.records.size());
  const auto all = sizes(log_);
  for (std::size_t i = GetParam(); i < all.size() && !HasFatalFailure(); i += kShards) {
    file_.cut(all[i]);
    check_scan(all[i]);
    check_dump(all[i]);
  }
}

INSTANTIATE_TEST_SUITE_P(Shards, EveryPrefix, testing::Range(std::uint64_t{0}, kShards));

TEST(NoPrefix, TheSoundDumpIsJson) {
  const support::LogOnDisk file(damage_log().bytes);
  std::istringstream lines(file.dump().text);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) EXPECT_TRUE(nlohmann::json::accept(line)) << line;
  EXPECT_EQ(count, damage_log().records.size());
}

}  // namespace
}  // namespace ntlmscan::damage
