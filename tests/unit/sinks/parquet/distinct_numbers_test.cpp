// Distinct values, their order, and when a column has too many.
#include "sinks/parquet/distinct_numbers.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace ntlmscan::sinks::parquet {
namespace {

using Numbers = std::vector<std::int64_t>;

/// `times` rounds of the numbers below `distinct`, spread out.
Numbers rounds(std::size_t distinct, std::size_t times) {
  Numbers out;
  for (std::size_t i = 0; i < distinct * times; ++i)
    out.push_back(static_cast<std::int64_t>(i % distinct * 0x1234'5678'9ABC'DEF1));
  return out;
}

void expect_found(DistinctNumbers& distinct, const Numbers& numbers, std::size_t values) {
  ASSERT_TRUE(distinct.find(numbers));
  EXPECT_EQ(distinct.values().size(), values);
  ASSERT_EQ(distinct.codes().size(), numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) ASSERT_EQ(distinct.values()[distinct.codes()[i]], numbers[i]) << i;
}

TEST(DistinctNumbers, AreInOrderOfFirstOccurrence) {
  constexpr std::int64_t kSmallest = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();
  Numbers numbers;
  for (int i = 0; i < 5; ++i) numbers.insert(numbers.end(), {7, kSmallest, kLargest, 7, 0, -1});
  DistinctNumbers distinct;
  expect_found(distinct, numbers, 5);
  EXPECT_EQ(distinct.values(), (Numbers{7, kSmallest, kLargest, 0, -1}));
}

TEST(DistinctNumbers, TakesUpToItsLimit) {
  DistinctNumbers distinct;
  expect_found(distinct, rounds(DistinctNumbers::kMost, 4), DistinctNumbers::kMost);
  EXPECT_FALSE(distinct.find(rounds(DistinctNumbers::kMost + 1, 5)));
  expect_found(distinct, rounds(3, 4), 3);
  EXPECT_FALSE(distinct.find(rounds(4, 3))) << "more than one in four";
  EXPECT_FALSE(distinct.find(Numbers{1, 2}));
  expect_found(distinct, Numbers{5}, 1);
  expect_found(distinct, Numbers{5, 5}, 1);
}

TEST(DistinctNumbers, GivesUpOnNumbersMadeToCollide) {
  const std::uint64_t inverse = [] {  // of the multiplier modulo 2^64, by Newton's method
    std::uint64_t found = 1;
    for (int i = 0; i < 6; ++i) found *= 2 - 0x9E37'79B9'7F4A'7C15 * found;
    return found;
  }();
  Numbers numbers;
  for (std::uint64_t i = 0; i < 800; ++i) numbers.push_back(static_cast<std::int64_t>(i % 100 * inverse));
  DistinctNumbers distinct;
  EXPECT_FALSE(distinct.find(numbers)) << "all products are below 100, so in one slot";
}

}  // namespace
}  // namespace ntlmscan::sinks::parquet
