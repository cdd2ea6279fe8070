// The JSON object of the `extra` cell.
#include "columns/extra.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "bytes/utf16.hpp"

namespace ntlmscan::columns {
namespace {

using namespace std::string_literals;

TEST(Extra, EscapesTexts) {
  const std::pair<std::string, std::string> cases[] = {
      {"", R"("")"},
      {"plain", R"("plain")"},
      {"say \"no\"", R"("say \"no\"")"},
      {"\\\\HOST", R"("\\\\HOST")"},
      {"a\r\n\tb", R"("a\u000d\u000a\u0009b")"},
      {"\0"s, R"("\u0000")"},
      {"\x1F\x20\x7F", "\"\\u001f \x7F\""},
      {"/<>&'", R"("/<>&'")"},
      {"\xC3\xBC \xF0\x9F\x94\x92", "\"\xC3\xBC \xF0\x9F\x94\x92\""},
  };
  for (const auto& [text, quoted] : cases) {
    Extra extra;
    extra.add({}, 1, text);
    EXPECT_EQ(extra.finish(), R"({"Data":)" + quoted + "}");
  }
}

void add(Extra& extra, std::string_view name, std::size_t number, std::string_view text) {
  std::string utf16;
  append_utf16(utf16, name);
  extra.add(Bytes::of(utf16), number, text);
}

TEST(Extra, NumbersNamesFromTheSecondOn) {
  Extra extra;
  EXPECT_TRUE(extra.empty());
  add(extra, "", 1, "a");
  add(extra, "", 2, "b");
  add(extra, "Mic Status", 1, "");
  add(extra,
      "Gr\xC3\xBC\xC3\x9F"
      "e",
      3, "c");
  add(extra, "quote\"", 1, "d");
  EXPECT_FALSE(extra.empty());
  EXPECT_EQ(extra.finish(),
            "{\"Data\":\"a\",\"Data#2\":\"b\",\"Mic Status\":\"\",\"Gr\xC3\xBC\xC3\x9F"
            "e#3\":\"c\",\"quote\\\"\":\"d\"}");
  extra.clear();
  EXPECT_TRUE(extra.empty());
  add(extra, "x", 1, "y");
  EXPECT_EQ(extra.finish(), R"({"x":"y"})");
}

}  // namespace
}  // namespace ntlmscan::columns
