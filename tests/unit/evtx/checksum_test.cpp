// CRC-32 against its definition, bit by bit: every length around the blocks that are folded, any alignment, in parts.
#include "evtx/checksum.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "evtx/checksum_fold.hpp"

namespace ntlmscan::evtx {
namespace {

std::uint32_t by_definition(Bytes bytes, std::uint32_t before) {
  std::uint32_t rest = ~before;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    rest ^= bytes.u8_unchecked(i);
    for (int bit = 0; bit < 8; ++bit) rest = (rest >> 1) ^ ((rest & 1) != 0 ? 0xEDB88320u : 0u);
  }
  return ~rest;
}

std::vector<std::uint8_t> mixed_bytes(std::size_t count) {
  std::vector<std::uint8_t> bytes(count);
  std::uint32_t state = 1;
  for (std::uint8_t& byte : bytes) {
    state = state * 1664525u + 1013904223u;
    byte = static_cast<std::uint8_t>(state >> 24);
  }
  return bytes;
}

constexpr std::size_t kMost = 3000;
constexpr std::uint32_t kBefore[] = {0, 1, 0xFFFFFFFFu, 0xDEADBEEFu};

TEST(Checksum, OfKnownText) { EXPECT_EQ(crc32(Bytes::of("123456789")), 0xCBF43926u); }

TEST(Checksum, EveryLengthIsAsDefined) {
  const auto bytes = mixed_bytes(kMost + 32);
  for (const std::uint32_t before : kBefore) {
    std::uint32_t wanted = before;
    for (std::size_t size = 0; size < kMost; ++size) {
      const Bytes part = Bytes(bytes).first(size);
      ASSERT_EQ(crc32(part, before), wanted) << size;
      wanted = by_definition(Bytes(bytes).slice_unchecked(size, 1), wanted);
    }
  }
}

TEST(Checksum, AnyAlignment) {
  const auto bytes = mixed_bytes(kMost + 32);
  for (std::size_t at = 0; at < 32; ++at) {
    const Bytes part = Bytes(bytes).slice_unchecked(at, kMost);
    EXPECT_EQ(crc32(part), by_definition(part, 0)) << at;
  }
}

TEST(Checksum, GoesOnFromOnePartToTheNext) {
  const auto bytes = mixed_bytes(65536);
  const std::uint32_t whole = by_definition(Bytes(bytes), 0);
  EXPECT_EQ(crc32(Bytes(bytes)), whole);
  for (const std::size_t cut : {1u, 1023u, 1024u, 4096u, 40000u, 65535u}) {
    const std::uint32_t first = crc32(Bytes(bytes).first(cut));
    EXPECT_EQ(crc32(Bytes(bytes).slice_unchecked(cut, bytes.size() - cut), first), whole) << cut;
  }
}

TEST(Checksum, SeesEveryBitOfALongRun) {
  auto bytes = mixed_bytes(2048);
  const std::uint32_t sound = crc32(Bytes(bytes));
  for (std::size_t bit = 0; bit < 8 * bytes.size(); bit += 7) {
    const auto flipped = static_cast<std::uint8_t>(1u << bit % 8);
    bytes[bit / 8] ^= flipped;
    EXPECT_NE(crc32(Bytes(bytes)), sound) << bit;
    bytes[bit / 8] ^= flipped;
  }
}

#ifdef NTLMSCAN_CHECKSUM_FOLD
TEST(Checksum, FoldedBytesHaveTheRemainderOfAll) {
  if (!can_fold()) GTEST_SKIP() << "this processor cannot";
  const auto bytes = mixed_bytes(20 * kFolded);
  for (const std::uint32_t before : kBefore) {
    for (std::size_t blocks = 1; blocks <= 20; ++blocks) {
      const Bytes part = Bytes(bytes).first(blocks * kFolded);
      const auto folded = fold(part, ~before);
      EXPECT_EQ(by_definition(Bytes(folded), ~std::uint32_t{0}), by_definition(part, before)) << blocks;
    }
  }
}
#endif

}  // namespace
}  // namespace ntlmscan::evtx
