// Times in ISO 8601, against dates known from elsewhere.
#include "sinks/cell_text.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string_view>

namespace ntlmscan::sinks {
namespace {

struct Moment {
  std::int64_t microseconds;
  std::string_view text;
};
constexpr Moment kMoments[] = {
    {0, "1970-01-01T00:00:00.000000Z"},
    {-1, "1969-12-31T23:59:59.999999Z"},
    {1788986400123456, "2026-09-09T20:40:00.123456Z"},
    {951782400000000, "2000-02-29T00:00:00.000000Z"},
    {4107542399999999, "2100-02-28T23:59:59.999999Z"},
    {4107542400000000, "2100-03-01T00:00:00.000000Z"},
    {-11644473600000000, "1601-01-01T00:00:00.000000Z"},
    {-62135596800000000, "0001-01-01T00:00:00.000000Z"},
    {-62167219200000001, "-000001-12-31T23:59:59.999999Z"},
    {253402300799999999, "9999-12-31T23:59:59.999999Z"},
    {253402300800000000, "+010000-01-01T00:00:00.000000Z"},
    {std::numeric_limits<std::int64_t>::max(), "+294247-01-10T04:00:54.775807Z"},
    {std::numeric_limits<std::int64_t>::min(), "-290308-12-21T19:59:05.224192Z"},
};

TEST(CellText, WritesTimes) {
  for (const Moment& one : kMoments) {
    binxml::TextBuffer out;
    append_time(one.microseconds, out);
    EXPECT_EQ(out.view(), one.text);
  }
}

TEST(CellText, WritesExtremeNumbers) {
  binxml::TextBuffer out;
  append_number(std::numeric_limits<std::int64_t>::min(), out);
  append_number(0, out);
  append_number(std::numeric_limits<std::int64_t>::max(), out);
  EXPECT_EQ(out.view(), "-922337203685477580809223372036854775807");
}

}  // namespace
}  // namespace ntlmscan::sinks
