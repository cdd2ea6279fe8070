// Values written by hand against those that the renderer writes.
#include "binxml/json_values.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <string>

#include "binxml/json_render.hpp"
#include "binxml/sixteen_units.hpp"
#include "support/exact_buffer.hpp"

namespace ntlmscan::binxml {
namespace {

using namespace std::string_literals;

std::string rendered(const Value& value) {
  const std::string name = "X\0"s;
  const Tape document = {
      {.kind = ItemKind::kElement, .number = 3, .bytes = Bytes::of(name)},
      {.kind = ItemKind::kValue, .type = value.type, .bytes = value.bytes},
      {.kind = ItemKind::kEnd, .bytes = {}},
  };
  JsonRenderer renderer;
  std::string out;
  renderer.append_members(document, out);
  const std::string head = "\"X\":";
  EXPECT_TRUE(out.starts_with(head));
  return out.substr(head.size());
}

class JsonValuesTest : public testing::Test {
 protected:
  // Of `bytes` at the end of a chunk and, where there is room behind it, in front of other bytes.
  void expect_same(ValueType type, const std::string& bytes) {
    for (const std::size_t behind : {0U, 1U, 40U}) {
      const std::string around = bytes + std::string(behind, '"');
      const support::ExactBuffer chunk(std::span(reinterpret_cast<const std::uint8_t*>(around.data()), around.size()));
      const Value value{type, chunk.bytes().first(bytes.size())};
      texts_.begin_chunk(chunk.bytes());
      const std::size_t most = JsonValues::kMostFixed + JsonValues::kMostPerByte * bytes.size();
      std::string out(most, '?');
      const char* const end = texts_.put(out.data(), value);
      out.resize(static_cast<std::size_t>(end - out.data()));
      ASSERT_EQ(out.empty() ? "null" : out, rendered(value)) << static_cast<int>(type) << " size " << bytes.size();
      expect_same_characters(value, out);
    }
  }

 private:
  void expect_same_characters(const Value& value, std::string expected) {
    if (!expected.empty() && expected[0] == '"') expected = expected.substr(1, expected.size() - 2);
    std::string out(JsonValues::kMostFixed + JsonValues::kMostPerByte * value.bytes.size(), '?');
    const char* const end = texts_.put_characters(out.data(), value);
    out.resize(static_cast<std::size_t>(end - out.data()));
    EXPECT_EQ(out, expected);
  }

  JsonValues texts_;
};

TEST_F(JsonValuesTest, EveryTypeInEverySize) {
  std::mt19937 dice(1);
  for (int type = 0; type <= 0x23; ++type) {
    if (static_cast<ValueType>(type) == ValueType::kBinXml) continue;
    for (std::size_t size = 0; size <= 40; ++size) {
      for (int pattern = 0; pattern < 12; ++pattern) {
        std::string bytes(size, '\0');
        for (char& byte : bytes) {
          byte = static_cast<char>(pattern == 0 ? 0 : pattern == 1 ? 0xFF : static_cast<std::uint8_t>(dice()));
        }
        if (pattern > 8 && size > 1) bytes[1] = static_cast<char>((size - 8) / 4);  // the count of a SID
        if (pattern > 9 && size > 8) std::memset(bytes.data() + 2, 0, 5);           // its authority
        expect_same(static_cast<ValueType>(type), bytes);
      }
    }
  }
}

template <class Number>
std::string bytes_of(Number number) {
  return {reinterpret_cast<const char*>(&number), sizeof number};
}

TEST_F(JsonValuesTest, NumbersOfEveryLength) {
  for (std::uint64_t power = 1;; power *= 10) {
    for (const std::uint64_t number : {power - 1, power, power + 1, 2 * power, 5 * power + 7}) {
      expect_same(ValueType::kUInt64, bytes_of(number));
      expect_same(ValueType::kInt64, bytes_of(number));
      expect_same(ValueType::kHex64, bytes_of(number));
      expect_same(ValueType::kUInt32, bytes_of(static_cast<std::uint32_t>(number)));
      expect_same(ValueType::kHex32, bytes_of(static_cast<std::uint32_t>(number)));
      expect_same(ValueType::kSizeT, bytes_of(number));
    }
    if (power > 1'000'000'000'000'000'000u) break;
  }
  for (int bit = 0; bit < 64; ++bit) expect_same(ValueType::kHex64, bytes_of(std::uint64_t{1} << bit));
}

TEST_F(JsonValuesTest, TimesOfManyDays) {
  constexpr std::uint64_t kDay = 864'000'000'000;
  std::mt19937_64 dice(2);
  for (int i = 0; i < 4000; ++i) {
    const std::uint64_t day = dice() % 200'000 * kDay;
    for (const std::uint64_t ticks : {day, day + 1, day + kDay - 1, day + dice() % kDay, dice()}) {
      expect_same(ValueType::kFiletime, bytes_of(ticks));
    }
  }
}

// Every kind of character at every place of a text, alone and beside another.
TEST_F(JsonValuesTest, TextsWithEveryKindOfCharacter) {
  const std::u16string odd[] = {u"\"",     u"\\",     u"\n",           u"\x01",   u"\x1F",   u" ",
                                u"~",      u"\x7F",   u"\x80",         u"\xE9",   u"\x7FF",  u"\x800",
                                u"\u202E", u"\uFFFF", u"\xD83D\xDE00", u"\xD83D", u"\xDE00", std::u16string(1, 0),
                                u"\x0141", u"\x2022", u"\x5C5C",       u"\xFF22", u"\x8022"};
  for (const auto& first : odd) {
    for (const auto& second : odd) {
      for (std::size_t before = 0; before <= 34; before += before < 18 ? 1 : 5) {
        std::u16string text(before, u'x');
        text += first;
        text += before % 3 == 0 ? second : u"middle" + second;
        text += std::u16string(before % 5, u'y');
        expect_same(ValueType::kUtf16, {reinterpret_cast<const char*>(text.data()), 2 * text.size()});
      }
    }
  }
}

TEST(SixteenUnits, AgreeWithThePortableForm) {
  for (std::uint32_t unit = 0; unit < 0x10000; unit += unit < 0x200 ? 1 : 61) {
    for (std::size_t place = 0; place < 16; ++place) {
      for (const char16_t rest : {u'a', u'\u0161', u'"'}) {
        char16_t units[16];
        for (std::size_t i = 0; i < 16; ++i) units[i] = i > place ? rest : u'a';
        units[place] = static_cast<char16_t>(unit);
        const Bytes bytes(reinterpret_cast<const std::uint8_t*>(units), sizeof units);
        char fast[16];
        char portable[16];
        const std::uint32_t plain = put_sixteen(fast, bytes, 0);
        ASSERT_EQ(plain, put_sixteen_portable(portable, bytes, 0)) << unit << " at " << place;
        ASSERT_EQ(std::string_view(fast, plain), std::string_view(portable, plain));
        const bool stands = unit >= 0x20 && unit < 0x7F && unit != '"' && unit != '\\';
        ASSERT_EQ(plain, stands ? (rest == u'a' ? 16U : place + 1) : place);
      }
    }
  }
}

}  // namespace
}  // namespace ntlmscan::binxml
