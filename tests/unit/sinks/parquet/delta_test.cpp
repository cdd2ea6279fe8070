// Differences, read back by a decoder written from the format alone.
#include "sinks/parquet/delta.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>
#include <vector>

#include "encoded_bytes.hpp"

namespace ntlmscan::sinks::parquet {
namespace {

using namespace std::string_literals;
using Numbers = std::vector<std::int64_t>;

constexpr std::int64_t kSmallest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();

class Decoder : private EncodedBytes {
 public:
  explicit Decoder(const std::string& bytes) : EncodedBytes(bytes) {}

  Numbers decode() {
    const std::uint64_t block = varint();
    const std::uint64_t miniblocks = varint();
    const std::uint64_t count = varint();
    EXPECT_EQ(block % 128, 0U);
    EXPECT_EQ(block / miniblocks % 32, 0U);
    Numbers out = {unzigzag(varint())};
    while (out.size() < count) next_block(block / miniblocks, miniblocks, count, out);
    EXPECT_EQ(at_, bytes_.size()) << "nothing left over";
    return out;
  }

 private:
  void next_block(std::uint64_t values, std::uint64_t miniblocks, std::uint64_t count, Numbers& out) {
    const auto base = static_cast<std::uint64_t>(unzigzag(varint()));
    std::vector<unsigned> widths;
    for (std::uint64_t i = 0; i < miniblocks; ++i) widths.push_back(static_cast<unsigned>(byte()));
    for (const unsigned width : widths) {
      if (out.size() == count) {
        EXPECT_EQ(width, 0U) << "of a miniblock that is not there";
        continue;
      }
      const std::size_t start = at_;
      for (std::uint64_t i = 0; i < values; ++i) {
        const std::uint64_t difference = bits(start, i * width, width) + base;
        if (out.size() < count)
          out.push_back(static_cast<std::int64_t>(static_cast<std::uint64_t>(out.back()) + difference));
      }
      at_ = start + values * width / 8;
    }
  }

  std::uint64_t bits(std::size_t start, std::uint64_t from, unsigned width) {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < width; ++i) {
      const std::uint64_t place = from + i;
      const auto one = static_cast<std::uint8_t>(bytes_.at(start + place / 8));
      value |= std::uint64_t{one >> (place % 8) & 1U} << i;
    }
    return value;
  }

  static std::int64_t unzigzag(std::uint64_t value) {
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
};

std::string encoded(const Numbers& numbers, ColumnType type = ColumnType::kInt64) {
  std::string out;
  append_deltas(numbers, type, out);
  return out;
}

TEST(Delta, WritesTheExamplesOfTheFormat) {
  EXPECT_EQ(encoded({1, 2, 3, 4, 5}), "\x80\x01\x04\x05\x02\x02\0\0\0\0"s);
  EXPECT_EQ(encoded({7, 5, 3, 1, 2, 3, 4, 5}), "\x80\x01\x04\x08\x0E\x03\x02\0\0\0\xC0\x3F\0\0\0\0\0\0"s);
  EXPECT_EQ(encoded({-1}), "\x80\x01\x04\x01\x01") << "one value has no block";
}

TEST(Delta, ComesBackForEveryWidthAndLength) {
  std::mt19937_64 random(1);
  for (unsigned width = 0; width <= 64; ++width) {
    const std::uint64_t mask = width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
    for (const std::size_t length : {1U, 2U, 31U, 32U, 33U, 34U, 127U, 128U, 129U, 130U, 161U, 257U, 1000U}) {
      Numbers numbers;
      while (numbers.size() < length) numbers.push_back(static_cast<std::int64_t>(random() & mask));
      EXPECT_EQ(Decoder(encoded(numbers)).decode(), numbers) << width << " bits, " << length;
    }
  }
}

TEST(Delta, WrapsAround) {
  const Numbers numbers = {kSmallest, kLargest, kSmallest, 0, -1, kLargest, kLargest, kSmallest, kSmallest, 1};
  EXPECT_EQ(Decoder(encoded(numbers)).decode(), numbers);
  EXPECT_EQ(Decoder(encoded({kLargest, kSmallest})).decode(), (Numbers{kLargest, kSmallest}));
}

TEST(Delta, KeepsNarrowTypesWithinTheirBits) {
  const Numbers numbers = {-2147483648LL, 2147483647, -2147483648LL, 0, 2147483647, -1, -2147483648LL};
  const std::string bytes = encoded(numbers, ColumnType::kInt32);
  Numbers decoded = Decoder(bytes).decode();
  for (std::int64_t& number : decoded) number = static_cast<std::int32_t>(static_cast<std::uint32_t>(number));
  EXPECT_EQ(decoded, numbers);
  EXPECT_LE(bytes.size(), 4 + 5 + 5 + 4 + 32 * 4U) << "no width above 32";
}

TEST(Delta, TakesAMiniblockOfItsOwnForAnOutlier) {
  Numbers numbers;
  for (std::int64_t i = 0; i < 129; ++i) numbers.push_back(i + (i > 70 ? std::int64_t{1} << 40 : 0));
  EXPECT_EQ(Decoder(encoded(numbers)).decode(), numbers);
  EXPECT_EQ(encoded(numbers).size(), 5U + 1 + 1 + 4 + 41 * 4) << "the other three have no bits";
}

}  // namespace
}  // namespace ntlmscan::sinks::parquet
