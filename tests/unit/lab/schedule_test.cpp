// Moments of plays.
#include "lab/schedule.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "evtx_writer/moment.hpp"

namespace ntlmscan::fixtures::lab {
namespace {

constexpr std::uint64_t kHour = 3600 * kTicksPerSecond;
constexpr std::uint64_t kDay = 24 * kHour;
constexpr std::uint64_t kMonday = filetime_of(2026, 3, 2);

std::vector<std::uint64_t> all_of(const Schedule& schedule, double scale = 1) {
  Occurrences occurrences(schedule, kMonday, scale, 7);
  std::vector<std::uint64_t> out;
  while (const auto next = occurrences.next()) out.push_back(*next);
  return out;
}

TEST(Ticks, ReadsDaysHoursMinutesSecondsAndMilliseconds) {
  EXPECT_EQ(ticks_of("08:15"), 8 * kHour + kHour / 4);
  EXPECT_EQ(ticks_of("2+00:00:01.250"), 2 * kDay + kTicksPerSecond + 250 * kTicksPerMillisecond);
  for (const char* wrong : {"", "soon", "1:2:3:4", "08:", "x+08:00", "08:15:30.", "-1:00"})
    EXPECT_EQ(ticks_of(wrong), std::nullopt) << wrong;
}

TEST(Occurrences, FixedMomentsComeAsGiven) {
  Schedule schedule;
  schedule.moments = {kHour, 3 * kHour};
  EXPECT_EQ(all_of(schedule), (std::vector<std::uint64_t>{kMonday + kHour, kMonday + 3 * kHour}));
}

TEST(Occurrences, ARhythmStaysInsideItsBounds) {
  Schedule schedule;
  schedule.every = kHour;
  schedule.from = 6 * kHour;
  schedule.to = 10 * kHour;
  const auto moments = all_of(schedule);
  ASSERT_EQ(moments.size(), 4u);
  for (std::size_t i = 0; i < moments.size(); ++i) EXPECT_EQ((moments[i] - kMonday) / kHour, 6 + i);
}

TEST(Occurrences, ARateKeepsToOpenHoursAndWorkingDays) {
  Schedule schedule;
  schedule.per_day = 100;
  schedule.to = 7 * kDay;
  const auto moments = all_of(schedule);
  EXPECT_NEAR(static_cast<double>(moments.size()), 500, 60);
  EXPECT_DOUBLE_EQ(Occurrences::expected(schedule, kMonday), 500);
  std::uint64_t before = 0;
  for (const std::uint64_t moment : moments) {
    EXPECT_GT(moment, before);
    EXPECT_LT((moment - kMonday) / kDay, 5u);
    const std::uint64_t hour = moment % kDay / kHour;
    EXPECT_TRUE(hour >= 8 && hour < 18) << hour;
    before = moment;
  }
}

TEST(Occurrences, AScaleMultipliesARate) {
  Schedule schedule;
  schedule.per_day = 100;
  schedule.to = 5 * kDay;
  EXPECT_NEAR(static_cast<double>(all_of(schedule, 10).size()), 5000, 250);
  EXPECT_TRUE(all_of(schedule, 0).empty());
}

}  // namespace
}  // namespace ntlmscan::fixtures::lab
