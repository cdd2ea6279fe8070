// UTF-16 to UTF-8 against a converter written in the plainest way.
#include "bytes/utf16.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/exact_buffer.hpp"

namespace ntlmscan {
namespace {

std::vector<std::uint8_t> bytes_of(std::u16string_view units) {
  std::vector<std::uint8_t> out;
  for (const char16_t unit : units) {
    out.push_back(static_cast<std::uint8_t>(unit & 0xFF));
    out.push_back(static_cast<std::uint8_t>(unit >> 8));
  }
  return out;
}

void naive_code(std::string& out, unsigned code) {
  const auto put = [&](unsigned byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) return put(0xC0 | code >> 6), put(0x80 | (code & 63));
  if (code < 0x10000) return put(0xE0 | code >> 12), put(0x80 | (code >> 6 & 63)), put(0x80 | (code & 63));
  put(0xF0 | code >> 18), put(0x80 | (code >> 12 & 63)), put(0x80 | (code >> 6 & 63)), put(0x80 | (code & 63));
}

std::string naive(std::u16string_view units) {
  std::string out;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const unsigned unit = units[i];
    const unsigned next = i + 1 < units.size() ? units[i + 1] : 0;
    if (unit >= 0xD800 && unit < 0xDC00 && next >= 0xDC00 && next < 0xE000) {
      naive_code(out, 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00));
      ++i;
    } else {
      naive_code(out, unit >= 0xD800 && unit < 0xE000 ? 0xFFFD : unit);
    }
  }
  return out;
}

std::string converted(std::span<const std::uint8_t> bytes) {
  std::string out;
  append_utf8(out, support::ExactBuffer(bytes).bytes());
  return out;
}

TEST(Utf16, EveryLengthWithEachOddUnitAtEachPlace) {
  for (std::size_t length = 0; length <= 40; ++length) {
    const std::u16string plain(length, u'a');
    EXPECT_EQ(converted(bytes_of(plain)), naive(plain));
    for (std::size_t at = 0; at < length; ++at) {
      for (const char16_t unit : {u'\0', u'\x7F', u'\x80', u'\xFF', u'\x7FF', u'\x800', u'\xFFFF', u'\xD800', u'\xDBFF',
                                  u'\xDC00', u'\xDFFF'}) {
        std::u16string text = plain;
        text[at] = unit;
        ASSERT_EQ(converted(bytes_of(text)), naive(text)) << length << ' ' << at << ' ' << unsigned{unit};
      }
    }
  }
}

TEST(Utf16, SurrogatesNeedTheirPartner) {
  struct Case {
    std::u16string units;
    std::string utf8;
  };
  const Case cases[] = {{u"\xD83D\xDD12", "\xF0\x9F\x94\x92"},
                        {u"\xDBFF\xDFFF", "\xF4\x8F\xBF\xBF"},
                        {u"\xD83D", "\xEF\xBF\xBD"},
                        {u"\xDD12\xD83D", "\xEF\xBF\xBD\xEF\xBF\xBD"},
                        {u"\xD83D\xD83D\xDD12", "\xEF\xBF\xBD\xF0\x9F\x94\x92"},
                        {u"ab\xD83D"
                         u"c",
                         "ab\xEF\xBF\xBD"
                         "c"}};
  for (const Case& c : cases) EXPECT_EQ(converted(bytes_of(c.units)), c.utf8);
}

TEST(Utf16, AnOddLastByteIsIgnored) {
  for (std::size_t length = 0; length <= 40; ++length) {
    std::vector<std::uint8_t> bytes = bytes_of(std::u16string(length, u'x'));
    bytes.push_back('y');
    EXPECT_EQ(converted(bytes), std::string(length, 'x'));
  }
}

TEST(Utf16, ComesBackFromUtf8) {
  for (const std::u16string_view text : {u"", u"plain",
                                         u"Gr\xFC\xDF"
                                         u"e \xD83D\xDD12",
                                         u"\x7FF\x800\xFFFF"}) {
    std::string utf16;
    append_utf16(utf16, naive(text));
    const auto bytes = bytes_of(text);
    EXPECT_EQ(utf16, std::string(bytes.begin(), bytes.end()));
  }
}

TEST(Utf16, UntilNulAndTrimEnd) {
  struct Case {
    std::u16string text;
    std::size_t until_nul, trimmed;  // units
  };
  const Case cases[] = {{u"", 0, 0},
                        {u"abc", 3, 3},
                        {std::u16string(u"abc\0", 4), 3, 3},
                        {std::u16string(u"a\0c \0\0", 6), 1, 3},
                        {u"a b  ", 5, 3},
                        {std::u16string(u"\0 \0", 3), 0, 0},
                        {u"\t", 1, 1}};
  for (const Case& c : cases) {
    std::vector<std::uint8_t> bytes = bytes_of(c.text);
    for (const bool odd : {false, true}) {
      if (odd) bytes.push_back(0x20);
      const support::ExactBuffer buffer(bytes);
      EXPECT_EQ(until_nul(buffer.bytes()).size(), 2 * c.until_nul);
      EXPECT_EQ(trim_end(buffer.bytes()).size(), 2 * c.trimmed);
    }
  }
}

TEST(Utf16, EqualsAsciiNeedsEveryUnit) {
  const auto name = bytes_of(u"EventID");
  EXPECT_TRUE(equals_ascii(Bytes(name), "EventID"));
  EXPECT_FALSE(equals_ascii(Bytes(name), "EventId"));
  EXPECT_FALSE(equals_ascii(Bytes(name), "Event"));
  EXPECT_FALSE(equals_ascii(Bytes(name).first(13), "EventID"));
  const auto wide = bytes_of(u"\x0145ventID");  // low byte of the first unit is 'E'
  EXPECT_FALSE(equals_ascii(Bytes(wide), "EventID"));
}

TEST(Ansi, IsCodePage1252) {
  const std::vector<std::uint8_t> bytes = {'a', 0x80, 0x81, 0x9F, 0xA0, 0xFF};
  std::string out;
  append_ansi(out, Bytes(bytes));
  EXPECT_EQ(out, "a\xE2\x82\xAC\xEF\xBF\xBD\xC5\xB8\xC2\xA0\xC3\xBF");
}

TEST(ValidUtf8, ReplacesWhatIsNone) {
  const std::string bad = "\xEF\xBF\xBD";
  struct Case {
    std::string text, valid;
  };
  const Case cases[] = {{"plain", "plain"},
                        {"\xC3\xBF\xE2\x82\xAC\xF0\x9F\x94\x92", "\xC3\xBF\xE2\x82\xAC\xF0\x9F\x94\x92"},
                        {"\xFF", bad},
                        {"a\xC3", "a" + bad},
                        {"\xC0\x80", bad + bad},
                        {"\xED\xA0\x80", bad + bad + bad},
                        {"\xF4\x90\x80\x80", bad + bad + bad + bad},
                        {"\xE2\x82z", bad + bad + "z"}};
  for (const Case& c : cases) EXPECT_EQ(valid_utf8(c.text), c.valid);
}

}  // namespace
}  // namespace ntlmscan
