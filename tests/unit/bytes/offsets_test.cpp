// Offsets of chunk and file added up.
#include "bytes/offsets.hpp"

#include <gtest/gtest.h>

namespace ntlmscan {
namespace {

TEST(Offsets, InFileAddsWithoutNarrowing) {
  constexpr auto kChunk = static_cast<FileOffset>(0xFFFF'FFFF'0000u);
  EXPECT_EQ(raw(in_file(kChunk, static_cast<ChunkOffset>(0xFFFF))), 0xFFFF'FFFF'FFFFu);
  EXPECT_EQ(raw(in_file(FileOffset{}, ChunkOffset{})), 0u);
}

}  // namespace
}  // namespace ntlmscan
