// Look-ups by raw value while the table grows and after it was cleared.
#include "columns/text_cache.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ntlmscan::columns {
namespace {

constexpr HashKey kKey(42);

// The code under which a text stands, or -2 where it is new; a new one takes `code`.
std::int32_t code_of(TextCache& cache, std::uint8_t tag, const std::string& text, std::int32_t code) {
  bool added = false;
  TextCache::Entry& entry = cache.find_or_add(tag, Bytes::of(text), kKey, added);
  if (!added) return entry.code;
  entry.code = code;
  entry.normal = code % 2 == 1 ? Normal::kLossy : Normal::kSame;
  return -2;
}

TEST(TextCache, FindsEverythingAfterGrowth) {
  TextCache cache;
  constexpr std::int32_t kTexts = 5000;
  for (std::int32_t i = 0; i < kTexts; ++i) EXPECT_EQ(code_of(cache, 1, "text " + std::to_string(i), i), -2);
  for (std::int32_t i = 0; i < kTexts; ++i) {
    EXPECT_EQ(code_of(cache, 1, "text " + std::to_string(i), -1), i);
    bool added = true;
    EXPECT_EQ(cache.find_or_add(1, Bytes::of("text " + std::to_string(i)), kKey, added).normal,
              i % 2 == 1 ? Normal::kLossy : Normal::kSame);
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
  const TextCache::Entry& entry = cache.find_or_add(1, Bytes::of("-"), kKey, added);
  EXPECT_TRUE(added);
  EXPECT_EQ(entry.code, -1);
  EXPECT_EQ(entry.normal, Normal::kSame);
}

TEST(TextCache, KeepsItsBytesInPlace) {
  TextCache cache;
  bool added = false;
  const Bytes first = cache.find_or_add(1, Bytes::of("first"), kKey, added).raw;
  for (std::int32_t i = 0; i < 1000; ++i) {
    static_cast<void>(code_of(cache, 1, std::string(200, 'x') + std::to_string(i), i));
  }
  EXPECT_EQ(cache.find_or_add(1, Bytes::of("first"), kKey, added).raw.data(), first.data());
  EXPECT_EQ(first.chars(), "first");
  EXPECT_GT(cache.bytes(), 200'000U);
}

TEST(HashBytes, TellsLengthsAndEveryByteApart) {
  for (std::size_t size = 0; size < 70; ++size) {
    std::string text(size, 'x');
    const std::uint64_t whole = hash_bytes(Bytes::of(text), kKey);
    EXPECT_NE(whole, hash_bytes(Bytes::of(text + 'x'), kKey)) << size;
    for (std::size_t at = 0; at < size; ++at) {
      text[at] = 'y';
      EXPECT_NE(whole, hash_bytes(Bytes::of(text), kKey)) << size << " at " << at;
      text[at] = 'x';
    }
  }
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
