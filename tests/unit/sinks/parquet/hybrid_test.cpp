// Runs and packed groups, read back by a decoder written from the format alone.
#include "sinks/parquet/hybrid.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "encoded_bytes.hpp"

namespace ntlmscan::sinks::parquet {
namespace {

using namespace std::string_literals;
using Values = std::vector<std::uint32_t>;

class Decoder : private EncodedBytes {
 public:
  Decoder(const std::string& bytes, unsigned width) : EncodedBytes(bytes), width_(width) {}

  /// At least `count` values, and the padding of a last packed group.
  Values decode(std::size_t count) {
    Values out;
    while (out.size() < count && at_ < bytes_.size()) next_run(out);
    EXPECT_EQ(at_, bytes_.size());
    EXPECT_LT(out.size(), count + 8);
    EXPECT_GE(out.size(), count);
    out.resize(count);
    return out;
  }

 private:
  void next_run(Values& out) {
    const std::uint64_t header = varint();
    return header % 2 == 0 ? repeated(header / 2, out) : packed(header / 2, out);
  }

  void repeated(std::uint64_t count, Values& out) {
    std::uint64_t value = 0;
    for (unsigned bits = 0; bits < width_; bits += 8) value |= byte() << bits;
    out.insert(out.end(), count, static_cast<std::uint32_t>(value));
  }

  void packed(std::uint64_t groups, Values& out) {
    std::uint64_t held = 0;
    unsigned bits = 0;
    for (std::uint64_t i = 0; i < groups * 8; ++i) {
      for (; bits < width_; bits += 8) held |= byte() << bits;
      out.push_back(static_cast<std::uint32_t>(held & ((1U << width_) - 1)));
      held >>= width_;
      bits -= width_;
    }
  }

  unsigned width_;
};

/// As bytes too where they fit.
void expect_same(const Values& values, unsigned width) {
  std::string out;
  append_indices(std::span<const std::uint16_t>(std::vector<std::uint16_t>(values.begin(), values.end())), width, out);
  EXPECT_EQ(Decoder(out, width).decode(values.size()), values) << "width " << width;
  if (width > 8) return;
  std::string narrow;
  append_indices(std::span<const std::uint8_t>(std::vector<std::uint8_t>(values.begin(), values.end())), width, narrow);
  EXPECT_EQ(narrow, out) << "width " << width;
}

std::string levels_of(const std::vector<std::uint8_t>& flags) {
  RowBits bits;
  EXPECT_EQ(pack_rows(flags, bits), static_cast<std::size_t>(std::ranges::count(flags, 1)));
  std::string out;
  append_levels(bits, flags.size(), out);
  return out;
}

/// Stretches of equal or mixed flags.
std::vector<std::uint8_t> some_flags(std::size_t length, std::mt19937& random) {
  std::vector<std::uint8_t> flags;
  while (flags.size() < length) {
    const std::size_t stretch = 1 + random() % 300;
    const auto kind = random() % 3;
    for (std::size_t i = 0; i < stretch; ++i)
      flags.push_back(static_cast<std::uint8_t>(kind == 2 ? random() % 2 : kind));
  }
  flags.resize(length);
  return flags;
}

TEST(Hybrid, ChoosesWidths) {
  const std::pair<std::size_t, unsigned> cases[] = {{1, 1}, {2, 1},   {3, 2},   {4, 2},
                                                    {5, 3}, {256, 8}, {257, 9}, {65536, 16}};
  for (const auto& [entries, width] : cases) EXPECT_EQ(index_width(entries), width) << entries;
}

TEST(Hybrid, WritesTheExampleOfTheFormat) {
  std::string out;
  append_indices(std::span<const std::uint8_t>(std::vector<std::uint8_t>{0, 1, 2, 3, 4, 5, 6, 7}), 3, out);
  EXPECT_EQ(out, "\x03\x88\xC6\xFA");
  out.clear();
  append_indices(std::span<const std::uint16_t>(std::vector<std::uint16_t>(100, 300)), 9, out);
  EXPECT_EQ(out, "\xC8\x01\x2C\x01");
  out.clear();
  append_run(300, 100, 9, out);
  EXPECT_EQ(out, "\xC8\x01\x2C\x01");
}

TEST(Hybrid, ComesBackForEveryWidthAndLength) {
  std::mt19937 random(1);
  for (unsigned width = 1; width <= 16; ++width) {
    for (std::size_t length = 0; length < 200; ++length) {
      Values values;
      while (values.size() < length) {
        const std::size_t run = random() % 3 == 0 ? 1 + random() % 90 : 1;
        values.insert(values.end(), run, static_cast<std::uint32_t>(random() & ((1U << width) - 1)));
      }
      expect_same(values, width);
    }
  }
}

TEST(Hybrid, ComesBackAtLength) {
  Values values;
  for (std::uint32_t i = 0; i < 65536; ++i) values.push_back(i % 1000 < 500 ? i % 7 : i);
  expect_same(values, 16);
}

TEST(Hybrid, WritesLevels) {
  EXPECT_EQ(levels_of({1, 0, 1, 1, 0, 0, 1, 0}), "\x03\x4D");
  EXPECT_EQ(levels_of(std::vector<std::uint8_t>(1024, 1)), "\x80\x10\x01") << "one run";
  std::vector<std::uint8_t> flags(64, 0);
  flags.insert(flags.end(), {0, 1, 0});
  EXPECT_EQ(levels_of(flags), "\x80\x01\x00\x03\x02"s) << "a run, then a group";
}

TEST(Hybrid, LevelsComeBackForEveryLength) {
  std::mt19937 random(2);
  for (std::size_t length = 1; length < 1500; ++length) {
    const std::vector<std::uint8_t> flags = some_flags(length, random);
    EXPECT_EQ(Decoder(levels_of(flags), 1).decode(length), Values(flags.begin(), flags.end())) << length;
  }
}

TEST(Rows, CloseUpKeepsTheValuesOfRowsWithABit) {
  std::mt19937 random(3);
  for (std::size_t length = 1; length < 600; ++length) {
    const std::vector<std::uint8_t> flags = some_flags(length, random);
    std::vector<std::int64_t> values(length);
    std::vector<std::int64_t> wanted;
    for (std::size_t i = 0; i < length; ++i) {
      values[i] = static_cast<std::int64_t>(i);
      if (flags[i] != 0) wanted.push_back(values[i]);
    }
    RowBits bits;
    std::vector<std::int64_t> memory;
    static_cast<void>(pack_rows(flags, bits));
    const auto closed = close_up(std::span<const std::int64_t>(values), bits, memory);
    EXPECT_EQ(std::vector<std::int64_t>(closed.begin(), closed.end()), wanted) << length;
  }
}

TEST(Rows, CountsBeyondASumOfBytes) {
  RowBits bits;
  EXPECT_EQ(pack_rows(std::vector<std::uint8_t>(65536, 1), bits), 65536U);
  EXPECT_EQ(bits, RowBits(8192, 0xFF));
}

}  // namespace
}  // namespace ntlmscan::sinks::parquet
