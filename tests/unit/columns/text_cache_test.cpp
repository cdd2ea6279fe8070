// Look-ups by raw value while the table grows and after it was cleared.
#include "columns/text_cache.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ntlmscan::columns {
namespace {

constexpr std::uint64_t kSeed = 42;

// The code under which a text stands, or -2 where it is new; a new one takes `code`.
std::int32_t code_of(TextCache& cache, std::uint8_t tag, const std::string& text, std::int32_t code) {
  bool added = false;
  TextCache::Entry& entry = cache.find_or_add(tag, Bytes::of(text), kSeed, added);
  if (!added) return entry.code;
  entry.code = code;
  entry.lossy = code % 2 == 1;
  return -2;
}

TEST(TextCache, FindsEverythingAfterGrowth) {
  TextCache cache;
  constexpr std::int32_t kTexts = 5000;
  for (std::int32_t i = 0; i < kTexts; ++i) EXPECT_EQ(code_of(cache, 1, "text " + std::to_string(i), i), -2);
  for (std::int32_t i = 0; i < kTexts; ++i) {
    EXPECT_EQ(code_of(cache, 1, "text " + std::to_string(i), -1), i);
    bool added = true;
    EXPECT_EQ(cache.find_or_add(1, Bytes::of("text " + std::to_string(i)), kSeed, added).lossy, i % 2 == 1);
    EXPECT_FALSE(added);
  }
}

TEST(TextCache, TellsTagsLengthsAndEmptinessApart) {
  TextCache cache;
  using namespace std::string_literals;
  const std::vector<std::string> texts = {""s,    "\0"s,       "\0\0"s,       "a"s,        "a\0"s,
                                          "\0a"s, "abcdefgh"s, "abcdefgh\0"s, "abcdefgha"s};
  std::int32_t code = 0;
  for (const std::string& text : texts) {
    for (std::uint8_t tag = 0; tag < 3; ++tag) EXPECT_EQ(code_of(cache, tag, text, code++), -2);
  }
  code = 0;
  for (const std::string& text : texts) {
    for (std::uint8_t tag = 0; tag < 3; ++tag) EXPECT_EQ(code_of(cache, tag, text, -1), code++);
  }
}

TEST(TextCache, StartsWithoutACode) {
  TextCache cache;
  bool added = false;
  const TextCache::Entry& entry = cache.find_or_add(1, Bytes::of("-"), kSeed, added);
  EXPECT_TRUE(added);
  EXPECT_EQ(entry.code, -1);
  EXPECT_FALSE(entry.lossy);
}

TEST(TextCache, ForgetsOnClear) {
  TextCache cache;
  cache.clear();
  for (int round = 0; round < 3; ++round) {
    for (std::int32_t i = 0; i < 200; ++i) EXPECT_EQ(code_of(cache, 1, std::to_string(i * 7), i + round), -2);
    for (std::int32_t i = 0; i < 200; ++i) EXPECT_EQ(code_of(cache, 1, std::to_string(i * 7), -1), i + round);
    cache.clear();
  }
}

}  // namespace
}  // namespace ntlmscan::columns
