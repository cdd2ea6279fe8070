// Bounds of the view over untrusted bytes.
#include "bytes/byte_view.hpp"

#include <gtest/gtest.h>

#include <array>

#include "support/exact_buffer.hpp"

namespace ntlmscan {
namespace {

constexpr std::size_t kHuge = ~std::size_t{0};
constexpr std::array<std::uint8_t, 8> kEight = {1, 2, 3, 4, 5, 6, 7, 8};

TEST(Bytes, FitsNeverWraps) {
  struct Case {
    std::size_t at, count;
    bool fits;
  };
  constexpr Case kCases[] = {{0, 8, true},  {8, 0, true},      {0, 9, false},     {9, 0, false},        {7, 1, true},
                             {7, 2, false}, {kHuge, 1, false}, {1, kHuge, false}, {kHuge, kHuge, false}};
  const Bytes bytes{std::span<const std::uint8_t>(kEight)};
  for (const Case& c : kCases) {
    EXPECT_EQ(bytes.fits(c.at, c.count), c.fits) << c.at << ' ' << c.count;
    EXPECT_EQ(bytes.slice(c.at, c.count).has_value(), c.fits) << c.at << ' ' << c.count;
  }
}

TEST(Bytes, LoadsLittleEndianInsideOnly) {
  const support::ExactBuffer buffer(kEight);
  const Bytes bytes = buffer.bytes();
  EXPECT_EQ(bytes.load<std::uint32_t>(1), 0x05040302u);
  EXPECT_EQ(bytes.load<std::uint64_t>(0), 0x0807060504030201u);
  for (std::size_t at = 0; at < 12; ++at) EXPECT_EQ(bytes.load<std::uint32_t>(at).has_value(), at <= 4) << at;
  EXPECT_FALSE(bytes.load<std::uint16_t>(kHuge).has_value());
}

TEST(Bytes, FirstTakesWhatThereIs) {
  const Bytes bytes{std::span<const std::uint8_t>(kEight)};
  EXPECT_EQ(bytes.first(3).size(), 3u);
  EXPECT_EQ(bytes.first(kHuge).size(), 8u);
  EXPECT_EQ(Bytes().first(5).size(), 0u);
}

TEST(Bytes, EmptyViewsAreEqualWhereverTheyPoint) {
  const Bytes bytes{std::span<const std::uint8_t>(kEight)};
  EXPECT_TRUE(Bytes().equals(bytes.first(0)));
  EXPECT_FALSE(Bytes().equals(bytes.first(1)));
  EXPECT_TRUE(bytes.slice_unchecked(2, 3).equals(bytes.slice_unchecked(2, 3)));
  EXPECT_EQ(bytes.slice_unchecked(5, 3).offset_in(bytes), 5u);
}

TEST(AllZero, LooksAtEveryByte) {
  for (std::size_t size = 0; size < 20; ++size) {
    std::vector<std::uint8_t> zeros(size);
    EXPECT_TRUE(all_zero(support::ExactBuffer(zeros).bytes())) << size;
    for (std::size_t at = 0; at < size; ++at) {
      std::vector<std::uint8_t> spoiled = zeros;
      spoiled[at] = 1;
      EXPECT_FALSE(all_zero(support::ExactBuffer(spoiled).bytes())) << size << ' ' << at;
    }
  }
}

}  // namespace
}  // namespace ntlmscan
