// parse_time: what people write for --since and --until.
#include <gtest/gtest.h>

#include "evtx_writer/moment.hpp"
#include "ntlmscan/scan.hpp"

namespace ntlmscan {
namespace {

using fixtures::filetime_of;

struct Case {
  const char* text;
  std::uint64_t ticks;
};

TEST(ParseTime, Tables) {
  const std::uint64_t day = filetime_of(2026, 9, 9);
  const std::uint64_t minute = filetime_of(2026, 9, 9, 20, 40);
  const Case cases[] = {
      {"2026-09-09", day},
      {"2026-09-09T20:40", minute},
      {"2026-09-09 20:40", minute},
      {"2026-09-09t20:40z", minute},
      {"2026-09-09T20:40Z", minute},
      {"2026-09-09T20:40:07", filetime_of(2026, 9, 9, 20, 40, 7)},
      {"2026-09-09T20:40:00.5Z", minute + 5'000'000},
      {"2026-09-09T20:40:00.1234567", minute + 1'234'567},
      {"2026-09-09T20:40:00.123456789Z", minute + 1'234'567},
      {"2026-09-09T22:40+02:00", minute},
      {"2026-09-09T22:40+0200", minute},
      {"2026-09-09T22:40+02", minute},
      {"2026-09-09T15:10:00-05:30", minute},
      {"2026-09-10T00:40:00+04:00", minute},
      {"2024-02-29", filetime_of(2024, 2, 29)},
      {"1970-01-01T00:00:00Z", 116'444'736'000'000'000},
      {"9999-12-31T23:59:59Z", filetime_of(9999, 12, 31, 23, 59, 59)},
  };
  for (const Case& c : cases) {
    const auto parsed = parse_time(c.text);
    ASSERT_TRUE(parsed.ok()) << c.text;
    EXPECT_EQ(parsed.value(), c.ticks) << c.text;
  }
}

TEST(ParseTime, RefusesTheRest) {
  for (const char* text : {"",
                           " ",
                           "now",
                           "2026",
                           "2026-09",
                           "2026-9-9",
                           "26-09-09",
                           "09.09.2026",
                           "2026-13-01",
                           "2026-00-01",
                           "2026-02-30",
                           "2025-02-29",
                           "2026-09-09T",
                           "2026-09-09T20",
                           "2026-09-09T24:00",
                           "2026-09-09T20:60",
                           "2026-09-09T20:40:60",
                           "2026-09-09T20:40:00.",
                           "2026-09-09T20:40+",
                           "2026-09-09T20:40+2",
                           "2026-09-09T20:40+24:00",
                           "2026-09-09T20:40 UTC",
                           "2026-09-09T20:40Zx",
                           "2026-09-09Z",
                           "1601-01-01",
                           "0000-01-01",
                           "-2026-09-09",
                           "2026-09-09T20:40:0",
                           "2026-09-09x"}) {
    const auto parsed = parse_time(text);
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_EQ(parsed.error().code, FaultCode::kBadArgument) << text;
    EXPECT_NE(parsed.error().message.find(text), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace ntlmscan
