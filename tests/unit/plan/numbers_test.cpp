// Numbers out of values of every type and out of text.
#include "plan/numbers.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include "support/value_view.hpp"

namespace ntlmscan::plan {
namespace {

using namespace std::string_view_literals;
namespace values = fixtures::values;
using Number = std::optional<std::uint64_t>;

constexpr std::uint64_t kBit63 = std::uint64_t{1} << 63;

struct TypedCase {
  const char* what;
  fixtures::Value value;
  Number number;
};

fixtures::Value raw(std::uint8_t type, std::vector<std::uint8_t> bytes) { return {type, std::move(bytes), nullptr, 0}; }

TEST(ToNumber, ReadsEachType) {
  const TypedCase cases[] = {
      {"i8", values::i8(-8), ~std::uint64_t{7}},
      {"u8", values::u8(200), 200},
      {"i16", values::i16(-1600), ~std::uint64_t{1599}},
      {"u16", values::u16(60000), 60000},
      {"i32", values::i32(-1), ~std::uint64_t{0}},
      {"i32 positive", values::i32(0x7FFFFFFF), 0x7FFFFFFF},
      {"u32", values::u32(0xFFFFFFFF), 0xFFFFFFFF},
      {"i64", values::i64(INT64_MIN), kBit63},
      {"u64", values::u64(UINT64_MAX), UINT64_MAX},
      {"true", values::boolean(true), 1},
      {"false", values::boolean(false), 0},
      {"size, narrow", values::size_type(0xFFFFFFF0, false), 0xFFFFFFF0},
      {"size, wide", values::size_type(0x123456789A, true), 0x123456789A},
      {"hex32", values::hex32(0xC0000418), 0xC0000418},
      {"hex64", values::hex64(kBit63), kBit63},
      {"null", values::null(), std::nullopt},
      {"null with bytes", values::null(4), std::nullopt},
      {"float", values::f32(1.0F), std::nullopt},
      {"double", values::f64(1.0), std::nullopt},
      {"binary", values::binary({1, 2, 3, 4}), std::nullopt},
      {"guid", values::guid({}), std::nullopt},
      {"filetime", values::filetime(7), std::nullopt},
      {"sid", values::sid("S-1-5-18"), std::nullopt},
      {"ansi", values::ansi("12"), std::nullopt},
      {"u32 of three bytes", raw(fixtures::kUInt32, {1, 2, 3}), std::nullopt},
      {"i32 of no byte", raw(fixtures::kInt32, {}), std::nullopt},
      {"hex64 of four bytes", raw(fixtures::kHex64, {1, 0, 0, 0x80}), 0x80000001},
      {"bool of one byte", raw(fixtures::kBool, {1}), 1},
      {"array of u32", raw(fixtures::kArray | fixtures::kUInt32, {1, 0, 0, 0}), std::nullopt},
  };
  for (const TypedCase& one : cases) EXPECT_EQ(to_number(support::view(one.value)), one.number) << one.what;
}

struct TextCase {
  std::u16string_view text;
  Number number;
};

TEST(ToNumber, ReadsText) {
  const TextCase cases[] = {
      {u"0", 0},
      {u"00012", 12},
      {u"18446744073709551615", UINT64_MAX},
      {u"18446744073709551616", std::nullopt},
      {u"99999999999999999999999", std::nullopt},
      {u"0x0", 0},
      {u"0xc0000418", 0xC0000418},
      {u"0XC0000418", 0xC0000418},
      {u"0xffffffffffffffff", UINT64_MAX},
      {u"0x10000000000000000", std::nullopt},
      {u"0x", std::nullopt},
      {u"0xg", std::nullopt},
      {u"x10", std::nullopt},
      {u"-1", UINT64_MAX},
      {u"-0", 0},
      {u"-9223372036854775808", kBit63},
      {u"-9223372036854775809", std::nullopt},
      {u"-0x1", std::nullopt},
      {u"-", std::nullopt},
      {u"--1", std::nullopt},
      {u"+1", std::nullopt},
      {u"", std::nullopt},
      {u"   ", std::nullopt},
      {u"(NULL)", std::nullopt},
      {u"%%1842", std::nullopt},
      {u"12a", std::nullopt},
      {u"1 2", std::nullopt},
      {u" 12", std::nullopt},
      {u"1.5", std::nullopt},
      {u"\uFF11\uFF12", std::nullopt},  // full-width digits
      {u"\u0131\u0132", std::nullopt},  // their low bytes are digits
      {u"12 ", 12},
      {u"12  \0"sv, 12},
      {u"12\0 \0"sv, 12},
      {u"0x3e7\0"sv, 0x3E7},
      {u"12\0003"sv, std::nullopt},
  };
  for (const TextCase& one : cases) {
    const fixtures::Value value = values::units(one.text);
    EXPECT_EQ(to_number(support::view(value)), one.number) << testing::PrintToString(std::u16string(one.text));
  }
}

TEST(ToNumber, IgnoresAnOddByteAtTheEndOfText) {
  const fixtures::Value value = raw(fixtures::kString, {'7', 0, '8'});
  EXPECT_EQ(to_number(support::view(value)), Number(7));
}

}  // namespace
}  // namespace ntlmscan::plan
