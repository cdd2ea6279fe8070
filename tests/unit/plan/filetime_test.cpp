// Times and GUIDs out of values and out of text.
#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <string_view>

#include "evtx_writer/moment.hpp"
#include "plan/numbers.hpp"
#include "support/value_view.hpp"

namespace ntlmscan::plan {
namespace {

using namespace std::string_view_literals;
namespace values = fixtures::values;
using Ticks = std::optional<std::uint64_t>;

constexpr std::uint64_t kMoment = fixtures::filetime_of(2026, 3, 2, 8, 15, 30);
constexpr std::uint64_t kBit63 = std::uint64_t{1} << 63;

struct TextCase {
  std::string_view text;
  Ticks ticks;
};

TEST(ToFiletime, ReadsText) {
  const TextCase cases[] = {
      {"1601-01-01T00:00:00Z", 0},
      {"1970-01-01T00:00:00Z", 116'444'736'000'000'000},
      {"2026-03-02T08:15:30Z", kMoment},
      {"2026-03-02T08:15:30", kMoment},
      {"2026-03-02 08:15:30Z", kMoment},
      {"2026-03-02T08:15:30.Z", kMoment},
      {"2026-03-02T08:15:30.1Z", kMoment + 1'000'000},
      {"2026-03-02T08:15:30.125Z", kMoment + 1'250'000},
      {"2026-03-02T08:15:30.1234567Z", kMoment + 1'234'567},
      {"2026-03-02T08:15:30.123456789Z", kMoment + 1'234'567},
      {"2026-03-02T08:15:30.000000099Z", kMoment},
      {"2026-03-02T08:15:30.1234567", kMoment + 1'234'567},
      {"2026-03-02T08:15:30.5Z \0 "sv, kMoment + 5'000'000},
      {"2024-02-29T00:00:00Z", fixtures::filetime_of(2024, 2, 29)},
      {"2026-12-31T23:59:60Z", fixtures::filetime_of(2027, 1, 1)},  // a leap second
      {"9999-12-31T23:59:59Z", fixtures::filetime_of(9999, 12, 31, 23, 59, 59)},
      {"2026-02-29T00:00:00Z", std::nullopt},
      {"2026-04-31T00:00:00Z", std::nullopt},
      {"2026-00-01T00:00:00Z", std::nullopt},
      {"2026-13-01T00:00:00Z", std::nullopt},
      {"2026-03-00T00:00:00Z", std::nullopt},
      {"2026-03-02T24:00:00Z", std::nullopt},
      {"2026-03-02T00:60:00Z", std::nullopt},
      {"2026-03-02T00:00:61Z", std::nullopt},
      {"1600-12-31T23:59:59Z", std::nullopt},
      {"0000-01-01T00:00:00Z", std::nullopt},
      {"2026-3-2T08:15:30Z", std::nullopt},
      {"2026-03-02", std::nullopt},
      {"2026-03-02T08:15Z", std::nullopt},
      {"2026-03-02T08:15:30+01:00", std::nullopt},
      {"2026-03-02T08:15:30Zx", std::nullopt},
      {"2026-03-02T08:15:30,5Z", std::nullopt},
      {"a026-03-02T08:15:30Z", std::nullopt},
      {"", std::nullopt},
      {"-", std::nullopt},
  };
  for (const TextCase& one : cases) {
    const fixtures::Value value = values::text(one.text);
    EXPECT_EQ(to_filetime(support::view(value)), one.ticks) << one.text;
  }
}

TEST(ToFiletime, KeepsTheBitsOfAFiletime) {
  for (const std::uint64_t ticks : {std::uint64_t{0}, kMoment, kBit63 - 1, kBit63, ~std::uint64_t{0}}) {
    const fixtures::Value value = values::filetime(ticks);
    EXPECT_EQ(to_filetime(support::view(value)), Ticks(ticks));
  }
  fixtures::Value cut = values::filetime(kMoment);
  cut.bytes.pop_back();
  EXPECT_EQ(to_filetime(support::view(cut)), std::nullopt);
}

TEST(ToFiletime, TakesNoOtherType) {
  for (const fixtures::Value& value : {values::null(), values::u64(kMoment), values::hex64(kMoment), values::null(8)}) {
    EXPECT_EQ(to_filetime(support::view(value)), std::nullopt) << int{value.type};
  }
}

struct SystemtimeCase {
  std::array<std::uint16_t, 8> parts;  // year, month, weekday, day, hour, minute, second, millisecond
  Ticks ticks;
};

TEST(ToFiletime, ReadsSystemtime) {
  const SystemtimeCase cases[] = {
      {{2026, 3, 1, 2, 8, 15, 30, 125}, kMoment + 1'250'000},
      {{2026, 3, 9, 2, 8, 15, 30, 0}, kMoment},  // no such weekday: it is not looked at
      {{1601, 1, 1, 1, 0, 0, 0, 0}, 0},
      {{30827, 12, 0, 31, 23, 59, 59, 999}, fixtures::filetime_of(30827, 12, 31, 23, 59, 59) + 9'990'000},
      {{30828, 1, 0, 1, 0, 0, 0, 0}, std::nullopt},
      {{65535, 1, 0, 1, 0, 0, 0, 0}, std::nullopt},
      {{1600, 12, 0, 31, 0, 0, 0, 0}, std::nullopt},
      {{0, 0, 0, 0, 0, 0, 0, 0}, std::nullopt},
      {{2026, 13, 0, 2, 0, 0, 0, 0}, std::nullopt},
      {{2026, 257, 0, 2, 0, 0, 0, 0}, std::nullopt},
      {{2026, 2, 0, 29, 0, 0, 0, 0}, std::nullopt},
      {{2026, 2, 0, 258, 0, 0, 0, 0}, std::nullopt},
      {{2026, 3, 1, 2, 24, 0, 0, 0}, std::nullopt},
      {{2026, 3, 1, 2, 0, 60, 0, 0}, std::nullopt},
      {{2026, 3, 1, 2, 0, 0, 61, 0}, std::nullopt},
      {{2026, 3, 1, 2, 0, 0, 0, 1000}, std::nullopt},
  };
  for (const SystemtimeCase& one : cases) {
    const fixtures::Value value = values::systemtime(one.parts);
    EXPECT_EQ(to_filetime(support::view(value)), one.ticks) << testing::PrintToString(one.parts);
  }
  fixtures::Value cut = values::systemtime(cases[0].parts);
  cut.bytes.pop_back();
  EXPECT_EQ(to_filetime(support::view(cut)), std::nullopt);
}

struct GuidCase {
  std::string_view text;
  bool good;
};

TEST(ToGuid, ReadsBothSpellings) {
  constexpr std::array<std::uint8_t, 16> kStored = {0x25, 0x96, 0x84, 0x54, 0x78, 0x54, 0x94, 0x49,
                                                    0xA5, 0xBA, 0x3E, 0x3B, 0x03, 0x28, 0xC3, 0x0D};
  const GuidCase cases[] = {
      {"54849625-5478-4994-a5ba-3e3b0328c30d", true},
      {"{54849625-5478-4994-A5BA-3E3B0328C30D}", true},
      {"{54849625-5478-4994-A5BA-3E3B0328C30D} \0"sv, true},
      {"{54849625-5478-4994-A5BA-3E3B0328C30D", false},
      {"54849625-5478-4994-A5BA-3E3B0328C30D}", false},
      {"54849625-5478-4994-A5BA3E3B0328C30D", false},
      {"54849625-5478-4994-A5BA-3E3B0328C30", false},
      {"54849625-5478-4994-A5BA-3E3B0328C30D0", false},
      {"5484962554784994A5BA3E3B0328C30D", false},
      {"54849625-5478-4994-A5BA-3E3B0328C30G", false},
      {" 54849625-5478-4994-a5ba-3e3b0328c30d", false},
      {"{}", false},
      {"-", false},
      {"", false},
  };
  for (const GuidCase& one : cases) {
    const fixtures::Value value = values::text(one.text);
    EXPECT_EQ(to_guid(support::view(value)), one.good ? std::optional(kStored) : std::nullopt) << one.text;
  }
  fixtures::Value typed = values::guid(fixtures::guid_from_text(cases[0].text));
  EXPECT_EQ(to_guid(support::view(typed)), std::optional(kStored));
  typed.bytes.pop_back();
  EXPECT_EQ(to_guid(support::view(typed)), std::nullopt);
  EXPECT_EQ(to_guid(support::view(values::null(16))), std::nullopt);
  EXPECT_EQ(to_guid(support::view(values::binary(std::vector<std::uint8_t>(16)))), std::nullopt);
}

}  // namespace
}  // namespace ntlmscan::plan
