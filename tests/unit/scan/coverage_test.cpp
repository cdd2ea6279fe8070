// Hours, gaps and forwarding in the table `coverage`.
#include "scan/coverage.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/block_text.hpp"

namespace ntlmscan::scanning {
namespace {

constexpr std::uint64_t kSecond = 10'000'000;
constexpr std::uint64_t kHour = 3600 * kSecond;
constexpr std::uint64_t kStart = 425'000 * kHour;  // in 2085; any full hour does

Seen at(std::uint64_t ticks, std::int64_t id, std::uint32_t stream = 0, bool forwarded = false) {
  return {stream, true, kStart + ticks, id, forwarded};
}

std::vector<std::string> rows(const std::string& source, const std::vector<LogStream>& streams,
                              const std::vector<std::vector<Seen>>& units) {
  FileCoverage coverage;
  UnitHours hours;
  for (const auto& unit : units) {
    hours.clear();
    for (const Seen& seen : unit) hours.add(seen);
    coverage.add(streams, hours);
  }
  columns::Block block(Table::kCoverage);
  columns::BlockWriter writer(Table::kCoverage, 7, 0);
  writer.begin(block);
  coverage.write(source, writer);
  return support::BlockText(Table::kCoverage).rows(block);
}

const LogStream kSecurity{"PC1", "Security", true, true, false};

std::string cell(const std::string& row, const std::string& name) {
  const std::size_t from = row.find(name + "=");
  if (from == std::string::npos) return "null";
  return row.substr(from + name.size() + 1, row.find('\n', from) - from - name.size() - 1);
}

TEST(Coverage, OneRowAnHour) {
  const auto out = rows("Security.evtx", {kSecurity}, {{at(0, 5), at(kHour - 1, 6)}, {at(kHour, 7), at(3 * kHour, 8)}});
  ASSERT_EQ(out.size(), 3u);
  EXPECT_EQ(cell(out[0], "records"), "2");
  EXPECT_EQ(cell(out[0], "first_record_id"), "5");
  EXPECT_EQ(cell(out[0], "last_record_id"), "6");
  EXPECT_EQ(cell(out[0], "largest_gap_seconds"), "3599");
  EXPECT_EQ(cell(out[1], "records"), "1");
  EXPECT_EQ(cell(out[1], "largest_gap_seconds"), "0");
  EXPECT_EQ(std::stoll(cell(out[2], "hour")) - std::stoll(cell(out[0], "hour")), 3LL * 3600 * 1'000'000);
}

TEST(Coverage, GapsDoNotDependOnTheOrder) {
  const std::vector<Seen> ordered = {at(10 * kSecond, 1), at(20 * kSecond, 2), at(100 * kSecond, 3),
                                     at(130 * kSecond, 4)};
  std::vector<Seen> mixed = {ordered[2], ordered[0], ordered[3], ordered[1]};
  for (const auto& seen : {ordered, mixed}) {
    const auto out = rows("Security.evtx", {kSecurity}, {seen});
    ASSERT_EQ(out.size(), 1u);
    EXPECT_EQ(cell(out[0], "largest_gap_seconds"), "80");
    EXPECT_EQ(cell(out[0], "first_record_id"), "1");
    EXPECT_EQ(cell(out[0], "last_record_id"), "4");
  }
}

// Units may end anywhere, and hours and logs may alternate: the rows are those of all records in one unit.
TEST(Coverage, DoesNotDependOnWhereUnitsEnd) {
  const std::vector<LogStream> streams = {kSecurity, {"PC1", "System", true, true, false}};
  std::vector<Seen> all;
  std::uint64_t state = 7;
  for (std::int64_t id = 0; id < 200; ++id) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    const std::uint64_t random = state >> 33;
    const std::uint64_t step = id < 100 ? static_cast<std::uint64_t>(id) * 97 : random % 14400;  // first in order
    all.push_back(at(step * kSecond, 1000 - id, random % 2, random % 16 == 0));
    if (random % 8 == 0) all.back().has_time = false;
  }
  const auto expected = rows("Security.evtx", streams, {all});
  EXPECT_GT(expected.size(), 8U);
  for (const std::ptrdiff_t size : {1, 2, 7, 63, 150}) {
    std::vector<std::vector<Seen>> units;
    for (auto from = all.begin(); from != all.end();) {
      const auto to = from + std::min(size, all.end() - from);
      units.emplace_back(from, to);
      from = to;
    }
    EXPECT_EQ(rows("Security.evtx", streams, units), expected) << size;
  }
}

// Against a count that knows nothing of units or of records in order.
TEST(Coverage, FindsTheLargestGapOfAnyOrder) {
  std::uint64_t state = 11;
  for (int round = 0; round < 50; ++round) {
    std::vector<Seen> seen;
    std::vector<std::uint64_t> seconds;
    for (std::int64_t id = 0; id < 12; ++id) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      seconds.push_back((state >> 33) % 3600);
      if (round % 2 == 0) std::sort(seconds.begin(), seconds.end());
    }
    for (const std::uint64_t second : seconds) seen.push_back(at(second * kSecond, 1));
    std::sort(seconds.begin(), seconds.end());
    std::uint64_t largest = 0;
    for (std::size_t i = 1; i < seconds.size(); ++i) largest = std::max(largest, seconds[i] - seconds[i - 1]);
    const std::vector<std::vector<Seen>> halves = {{seen.begin(), seen.begin() + 5}, {seen.begin() + 5, seen.end()}};
    const std::vector<std::vector<Seen>> whole = {seen};
    for (const auto* units : {&whole, &halves}) {
      EXPECT_EQ(cell(rows("Security.evtx", {kSecurity}, *units)[0], "largest_gap_seconds"), std::to_string(largest));
    }
  }
}

TEST(Coverage, RecordsWithoutTimeHaveARowOfTheirOwn) {
  const auto out = rows("Security.evtx", {kSecurity}, {{Seen{0, false, 0, 9, false}, at(0, 10)}});
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(cell(out[0], "hour"), "null");
  EXPECT_EQ(cell(out[0], "largest_gap_seconds"), "null");
  EXPECT_EQ(cell(out[0], "first_record_id"), "9");
}

TEST(Coverage, ForwardedByRecordOrByChannel) {
  EXPECT_EQ(cell(rows("Security.evtx", {kSecurity}, {{at(0, 1)}})[0], "forwarded"), "0");
  EXPECT_EQ(cell(rows("Security.evtx", {kSecurity}, {{at(0, 1, 0, true), at(0, 2)}})[0], "forwarded"), "1");
  EXPECT_EQ(cell(rows("case/ForwardedEvents.evtx", {kSecurity}, {{at(0, 1)}})[0], "forwarded"), "1");
  EXPECT_EQ(cell(rows("export.evtx", {kSecurity}, {{at(0, 1)}})[0], "forwarded"), "0");
  const LogStream system{"PC1", "System", true, true, false};
  const auto out = rows("Security.evtx", {kSecurity, system}, {{at(0, 1, 0), at(1, 2, 1)}});
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(cell(out[0], "forwarded"), "0");
  EXPECT_EQ(cell(out[1], "forwarded"), "1");
}

TEST(ChannelOfFile, FollowsTheServicesNames) {
  EXPECT_EQ(channel_of_file("a/b/Microsoft-Windows-NTLM%4Operational.evtx"), "microsoft-windows-ntlm/operational");
  EXPECT_EQ(channel_of_file("case.zip!/Logs/Security.EVTX"), "security");
  EXPECT_EQ(channel_of_file("Security"), "security");
  EXPECT_EQ(channel_of_file(""), "");
}

}  // namespace
}  // namespace ntlmscan::scanning
