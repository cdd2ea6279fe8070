// What of a record's values is taken for something else's, and what is not.
#include "recover/overwritten.hpp"

#include <gtest/gtest.h>

#include <string>

#include "bytes/utf16.hpp"
#include "recover/heap_heads.hpp"

namespace ntlmscan::recover {
namespace {

constexpr std::uint8_t kHead[] = {0x37, 0x07, 0xFE, 0xE8, 0x00, 0x16, 0x00, 0x80};

// A table of a text and a number behind it, the text at chunk offset `at`.
struct Values {
  std::vector<std::uint8_t> home;
  std::size_t table;

  Values(std::size_t at, const std::string& text) : table(at - 12) {
    std::string utf16;
    append_utf16(utf16, text);
    home.resize(at + utf16.size() + 64);
    const std::uint8_t front[] = {2, 0, 0, 0, static_cast<std::uint8_t>(utf16.size()), 0, 1, 0, 8, 0, 0x15, 0};
    std::copy(std::begin(front), std::end(front), home.begin() + static_cast<std::ptrdiff_t>(table));
    std::copy(utf16.begin(), utf16.end(), home.begin() + static_cast<std::ptrdiff_t>(at));
  }
  void write_head(std::size_t at) {
    std::copy(std::begin(kHead), std::end(kHead), home.begin() + static_cast<std::ptrdiff_t>(at));
  }
  std::vector<std::size_t> words() const {
    const auto values = binxml::ValueTable::read(Bytes(home).slice_unchecked(table, home.size() - table));
    return foreign_words(Bytes(home), values.value());
  }
};

const std::string kText = "C:\\Windows\\System32\\svchost.exe";

TEST(Overwritten, HeadsOfFreedBlocksAreSeenInAnAsciiText) {
  for (const std::size_t at : {std::size_t{97}, std::size_t{100}}) {
    Values values(at, kText);
    EXPECT_TRUE(values.words().empty());
    values.write_head(120);
    EXPECT_EQ(values.words(), std::vector<std::size_t>{120});
  }
}

TEST(Overwritten, OtherBytesAreLeftAlone) {
  Values even(97, kText);
  even.write_head(112);  // no block begins behind it
  EXPECT_TRUE(even.words().empty());
  Values foreign(97, "C:\\Benutzer\\J\xC3\xB6rg\\Desktop\\Datei.exe");
  foreign.write_head(136);
  EXPECT_TRUE(foreign.words().empty()) << "what is no ASCII may be meant";
  Values brief(97, "svchost");
  brief.write_head(104);
  EXPECT_TRUE(brief.words().empty()) << "too little is left to tell";
}

TEST(Overwritten, ACharacterThatLooksLikeTheEndOfAHeadIsAText) {
  // U+8003 in the last two bytes of the word that begins at 120, then U+2080 with its lower byte in the last one.
  const Values even(100, "C:\\Windows\\Sy\xE8\x80\x83tem32\\svchost.exe");
  ASSERT_TRUE(may_be_heap_head(Bytes(even.home), 120));
  EXPECT_TRUE(even.words().empty());
  const Values odd(97, "C:\\Windows\\Syst\xE2\x82\x80m32\\svchost.exe");
  ASSERT_TRUE(may_be_heap_head(Bytes(odd.home), 120));
  EXPECT_TRUE(odd.words().empty());
}

TEST(Overwritten, ValuesThatShareAWordShareItsFate) {
  const Values values(97, kText);
  const Bytes home(values.home);
  const std::vector<std::size_t> words = {152};
  EXPECT_TRUE(overlaps(home, home.slice_unchecked(97, 62), words));
  EXPECT_TRUE(overlaps(home, home.slice_unchecked(159, 8), words));
  EXPECT_FALSE(overlaps(home, home.slice_unchecked(160, 8), words));
  EXPECT_FALSE(overlaps(home, home.slice_unchecked(155, 0), words));
}

TEST(Overwritten, ChannelsAreComparedByWords) {
  Values values(97, kText);
  const Values sound = values;
  const Bytes home(values.home);
  const Bytes text = home.slice_unchecked(97, 2 * kText.size());
  const Bytes other = Bytes(sound.home).slice_unchecked(97, 2 * kText.size());
  EXPECT_FALSE(same_but_for_one_word(home, text, other)) << "nothing differs";
  values.write_head(120);
  EXPECT_TRUE(same_but_for_one_word(home, text, other));
  EXPECT_TRUE(has_control_character(text));
  EXPECT_FALSE(has_control_character(other));
  values.home[130] = 1;
  EXPECT_FALSE(same_but_for_one_word(home, text, other));
}

}  // namespace
}  // namespace ntlmscan::recover
