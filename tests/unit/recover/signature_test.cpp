// Where signatures are found among many words, and that both forms of the search agree.
#include "recover/signature.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace ntlmscan::recover {
namespace {

// `size` bytes with a signature at each of `places`; what comes near to one elsewhere.
std::vector<std::uint8_t> bytes_with(std::size_t size, const std::vector<std::size_t>& places) {
  std::vector<std::uint8_t> bytes(size, 0x2A);
  for (const std::size_t at : places) bytes[at + 2] = bytes[at + 3] = 0;
  return bytes;
}

TEST(Signature, FormsAgreeAtEveryPlace) {
  for (std::size_t at = 0; at + 4 <= kEightPlaces; ++at) {
    const std::vector<std::uint8_t> bytes = bytes_with(kEightPlaces, {at});
    const bool aligned = at % evtx::kRecordAlignment == 0;
    EXPECT_EQ(any_signature_portable(Bytes(bytes), 0), aligned) << at;
    EXPECT_EQ(any_signature(Bytes(bytes), 0), aligned) << at;
  }
}

TEST(Signature, IsFoundWhereTheFirstOneStands) {
  constexpr std::size_t kSize = 5 * kEightPlaces;
  for (std::size_t from = 0; from < kSize; from += evtx::kRecordAlignment) {
    for (std::size_t at = from; at < kSize; at += evtx::kRecordAlignment) {
      const std::vector<std::uint8_t> bytes = bytes_with(kSize, {at, kSize - evtx::kRecordAlignment});
      EXPECT_EQ(find_signature(Bytes(bytes), from, kSize), at) << from;
      EXPECT_EQ(find_signature(Bytes(bytes), from, at), at) << from << ", and it is not looked for behind the end";
    }
  }
}

TEST(Signature, IsNotFoundBehindTheEnd) {
  const std::vector<std::uint8_t> bytes = bytes_with(2 * kEightPlaces, {kEightPlaces});
  EXPECT_EQ(find_signature(Bytes(bytes), 0, kEightPlaces), kEightPlaces);
  EXPECT_EQ(find_signature(Bytes(bytes), 0, kEightPlaces - 3), kEightPlaces - 3);
  EXPECT_EQ(find_signature(Bytes(bytes), kEightPlaces + 8, kEightPlaces + 8), kEightPlaces + 8);
}

}  // namespace
}  // namespace ntlmscan::recover
