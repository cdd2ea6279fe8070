// The text of values, type by type, and how arrays fall into items.
#include "binxml/values.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ntlmscan::binxml {
namespace {

using namespace std::string_literals;

// Text of a value held in a block of exactly its size.
std::string text_of(ValueType type, std::string_view bytes, bool expected = true, const TextStyle& style = {}) {
  const auto block = std::make_unique<std::uint8_t[]>(bytes.size());
  std::copy(bytes.begin(), bytes.end(), block.get());
  std::string out = ">";
  EXPECT_EQ(append_value_text(out, type, Bytes(block.get(), bytes.size()), style), expected) << out;
  EXPECT_EQ(out.front(), '>');
  return out.substr(1);
}

struct Case {
  ValueType type;
  std::string bytes;
  std::string text;
};

TEST(Values, ShowEachType) {
  const Case cases[] = {
      {ValueType::kNull, "xyz"s, ""},
      {ValueType::kUtf16, "a\0\xE4\0"s, "a\xC3\xA4"},
      {ValueType::kUtf16, "a\0\0\0b\0"s, "a"},
      {ValueType::kUtf16, ""s, ""},
      {ValueType::kAnsi, "caf\xE9 \x80\0junk"s, "caf\xC3\xA9 \xE2\x82\xAC"},
      {ValueType::kInt8, "\x80"s, "-128"},
      {ValueType::kUInt8, "\xFF"s, "255"},
      {ValueType::kInt16, "\x00\x80"s, "-32768"},
      {ValueType::kUInt16, "\xFF\xFF"s, "65535"},
      {ValueType::kInt32, "\x00\x00\x00\x80"s, "-2147483648"},
      {ValueType::kUInt32, "\xFF\xFF\xFF\xFF"s, "4294967295"},
      {ValueType::kInt64, "\0\0\0\0\0\0\0\x80"s, "-9223372036854775808"},
      {ValueType::kUInt64, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s, "18446744073709551615"},
      {ValueType::kFloat, "\0\0\xC0\x3F"s, "1.5"},
      {ValueType::kFloat, "\0\0\x80\x7F"s, "1.#INF"},
      {ValueType::kDouble, "\x9A\x99\x99\x99\x99\x99\xB9\x3F"s, "0.1"},
      {ValueType::kDouble, "\0\0\0\0\0\0\xF0\xFF"s, "-1.#INF"},
      {ValueType::kDouble, "\0\0\0\0\0\0\xF8\x7F"s, "-1.#IND"},
      {ValueType::kBool, "\0\0\0\0"s, "false"},
      {ValueType::kBool, "\x01\0\0\0"s, "true"},
      {ValueType::kBool, "\0\0\x01\0"s, "true"},
      {ValueType::kBool, "\x01"s, "true"},
      {ValueType::kBool, "\0\0"s, "false"},
      {ValueType::kBool, "\0\0\0\0\0\0\0\x10"s, "true"},
      {ValueType::kBinary, "\x00\xAB\x0F"s, "00AB0F"},
      {ValueType::kGuid, "\x25\x96\x84\x54\x78\x54\x94\x49\xA5\xBA\x3E\x3B\x03\x28\xC3\x0D"s,
       "{54849625-5478-4994-A5BA-3E3B0328C30D}"},
      {ValueType::kSizeT, "\x10\0\0\0"s, "0x10"},
      {ValueType::kSizeT, "\0\0\0\0\x01\0\0\0"s, "0x100000000"},
      {ValueType::kFiletime, "\0\0\0\0\0\0\0\0"s, "1601-01-01T00:00:00.0000000Z"},
      {ValueType::kSystemtime, "\xE4\x07\x02\0\x06\0\x1D\0\x17\0\x3B\0\x3B\0\xE7\x03"s, "2020-02-29T23:59:59.9990000Z"},
      {ValueType::kSystemtime, std::string(16, '\0'), ""},
      {ValueType::kSid, "\x01\x02\0\0\0\0\0\x05\x20\0\0\0\x20\x02\0\0"s, "S-1-5-32-544"},
      {ValueType::kSid, "\x01\0\0\0\xFF\xFF\xFF\xFF"s, "S-1-4294967295"},
      {ValueType::kSid, "\x01\x01\0\x01\0\0\0\x0A\x01\0\0\0"s, "S-1-0x00010000000a-1"},
      {ValueType::kHex32, "\xEF\xBE\xAD\x0E"s, "0xeadbeef"},
      {ValueType::kHex32, "\0\0\0\0"s, "0x0"},
      {ValueType::kHex64, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s, "0xffffffffffffffff"},
  };
  for (const Case& c : cases) EXPECT_EQ(text_of(c.type, c.bytes), c.text) << static_cast<int>(c.type);
}

TEST(Values, ShowBytesThatAreNoValueAsHex) {
  const Case cases[] = {
      {ValueType::kUInt32, "\x01\x02\x03"s, "010203"},
      {ValueType::kUInt32, ""s, ""},
      {ValueType::kUInt16, "\x01\x02\x03"s, "010203"},
      {ValueType::kDouble, "\xAA"s, "AA"},
      {ValueType::kBool, "\x01\0\0"s, "010000"},
      {ValueType::kGuid, "\xFE\xFF"s, "FEFF"},
      {ValueType::kSizeT, "\x01\x02"s, "0102"},
      {ValueType::kFiletime, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s, "0xffffffffffffffff"},
      {ValueType::kFiletime, "\x01"s, "01"},
      {ValueType::kSystemtime, "\xE3\x07\x02\0\0\0\x1D\0\0\0\0\0\0\0\0\0"s, "E307020000001D000000000000000000"},
      {ValueType::kSystemtime, "\xE4\x07\x0D\0\0\0\x01\0\0\0\0\0\0\0\0\0"s, "E4070D00000001000000000000000000"},
      {ValueType::kSystemtime, "\xE4\x07\x01\0\0\0\x01\0\x18\0\0\0\0\0\0\0"s, "E4070100000001001800000000000000"},
      {ValueType::kSid, "\x01\x05\0\0\0\0\0\x05\x20\0\0\0"s, "010500000000000520000000"},
      {ValueType::kSid, "\x01\0\0\0\0\0\0"s, "01000000000000"},
      {ValueType::kEvtHandle, "\x12\x34"s, "1234"},
      {static_cast<ValueType>(0x7F), "\x12"s, "12"},
  };
  for (const Case& c : cases) EXPECT_EQ(text_of(c.type, c.bytes, false), c.text) << static_cast<int>(c.type);
  EXPECT_EQ(text_of(ValueType::kUtf16, "a\0b"s, false), "a");
}

TEST(Values, FollowTheStyleAskedFor) {
  const auto guid = "\x25\x96\x84\x54\x78\x54\x94\x49\xA5\xBA\x3E\x3B\x03\x28\xC3\x0D"s;
  const TextStyle plain{.guid_upper = false, .guid_braces = false, .fraction_digits = 9};
  EXPECT_EQ(text_of(ValueType::kGuid, guid, true, plain), "54849625-5478-4994-a5ba-3e3b0328c30d");
  const auto ticks = "\x01\0\0\0\0\0\0\0"s;
  EXPECT_EQ(text_of(ValueType::kFiletime, ticks, true, plain), "1601-01-01T00:00:00.000000100Z");
  EXPECT_EQ(text_of(ValueType::kFiletime, ticks, true, {.fraction_digits = 3}), "1601-01-01T00:00:00.000Z");
  EXPECT_EQ(text_of(ValueType::kFiletime, ticks, true, {.fraction_digits = 0}), "1601-01-01T00:00:00Z");
}

TEST(Values, CountDaysAsTheCalendarDoes) {
  constexpr std::uint64_t kDay = 864'000'000'000;
  struct DayCase {
    std::uint64_t ticks;
    std::string text;
  };
  const DayCase cases[] = {
      {kDay - 1, "1601-01-01T23:59:59Z"},
      {58 * kDay, "1601-02-28T00:00:00Z"},
      {59 * kDay, "1601-03-01T00:00:00Z"},
      {(3 * 365 + 59) * kDay, "1604-02-29T00:00:00Z"},
      {116'444'736'000'000'000, "1970-01-01T00:00:00Z"},
      {125'962'560'000'000'000, "2000-02-29T00:00:00Z"},
      {125'962'560'000'000'000 + kDay, "2000-03-01T00:00:00Z"},
      {133'499'663'990'000'000, "2024-01-17T11:59:59Z"},
      {2'650'467'743'999'999'999, "9999-12-31T23:59:59Z"},
      {2'650'467'744'000'000'000, "10000-01-01T00:00:00Z"},
  };
  for (const DayCase& c : cases) {
    std::string out;
    EXPECT_TRUE(append_filetime(out, c.ticks, 0));
    EXPECT_EQ(out, c.text);
  }
  std::string out;
  EXPECT_FALSE(append_filetime(out, std::uint64_t{1} << 63, 7));
  EXPECT_FALSE(append_filetime(out, ~std::uint64_t{0}, 7));
  EXPECT_EQ(out, "");
}

TEST(Values, NoPrefixOfAnyValueIsReadPastItsEnd) {
  const std::string bytes(40, '\x01');
  for (int type = 0; type < 256; ++type) {
    for (std::size_t size = 0; size <= bytes.size(); ++size) {
      const std::vector<std::uint8_t> block(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
      std::string out;
      append_value_text(out, static_cast<ValueType>(type), Bytes(block.data(), block.size()));
      EXPECT_LE(out.size(), 4 * size + 2);
    }
  }
}

struct ArrayCase {
  ValueType type;
  std::string bytes;
  std::vector<std::string> items;
  bool damaged;
};

TEST(Arrays, FallIntoItems) {
  const auto sid = "\x01\x01\0\0\0\0\0\x05\x12\0\0\0"s;
  const ArrayCase cases[] = {
      {ValueType::kUtf16, "a\0\0\0\0\0b\0"s, {"a\0"s, "", "b\0"s}, false},
      {ValueType::kUtf16, "a\0\0\0"s, {"a\0"s}, false},
      {ValueType::kUtf16, "a\0\0\0x"s, {"a\0"s, ""}, true},
      {ValueType::kAnsi, "one\0\0two"s, {"one", "", "two"}, false},
      {ValueType::kUInt16, "\x01\0\x02\0"s, {"\x01\0"s, "\x02\0"s}, false},
      {ValueType::kUInt32, "\x01\0\0\0\x02"s, {"\x01\0\0\0"s, ""}, true},
      {ValueType::kSid, sid + sid, {sid, sid}, false},
      {ValueType::kSid, sid.substr(0, 11), {""}, true},
      {ValueType::kSid, sid.substr(0, 1), {""}, true},
      {ValueType::kBinary, "abc"s, {"abc"}, false},
  };
  for (const ArrayCase& c : cases) {
    const std::vector<std::uint8_t> block(c.bytes.begin(), c.bytes.end());
    Bytes rest(block.data(), block.size());
    bool damaged = false;
    std::vector<std::string> items;
    while (!rest.empty()) items.emplace_back(next_array_item(c.type, rest, damaged).chars());
    EXPECT_EQ(items, c.items) << c.bytes;
    EXPECT_EQ(damaged, c.damaged) << c.bytes;
  }
}

TEST(Arrays, AlwaysComeToAnEnd) {
  for (int type = 0; type < 256; ++type) {
    const std::vector<std::uint8_t> block(37, 0xFF);
    Bytes rest(block.data(), block.size());
    bool damaged = false;
    std::size_t items = 0;
    while (!rest.empty() && items <= block.size()) {
      EXPECT_LE(next_array_item(static_cast<ValueType>(type), rest, damaged).size(), block.size());
      ++items;
    }
    EXPECT_TRUE(rest.empty()) << type;
  }
}

}  // namespace
}  // namespace ntlmscan::binxml
