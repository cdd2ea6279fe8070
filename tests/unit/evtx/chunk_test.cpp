// The chunk header, read and judged.
#include "evtx/chunk.hpp"

#include <gtest/gtest.h>

#include "unit/evtx/walk_chunk.hpp"

namespace ntlmscan::evtx {
namespace {

using Codes = std::vector<FaultCode>;

Codes judged(std::span<const std::uint8_t> chunk) {
  std::vector<Fault> faults;
  judge_chunk_header(read_chunk_header(support::ExactBuffer(chunk).bytes()), static_cast<FileOffset>(kChunkAt), faults);
  Codes codes;
  for (const Fault& fault : faults) {
    EXPECT_EQ(fault.severity, Severity::kNote);
    EXPECT_EQ(fault.byte_offset, kChunkAt);
    codes.push_back(fault.code);
  }
  return codes;
}

TEST(ChunkHeader, OfACleanChunk) {
  const auto log = small_log();
  const ChunkHeader header = read_chunk_header(Bytes(chunk_of(log)));
  EXPECT_TRUE(header.ok());
  EXPECT_FALSE(header.cut);
  EXPECT_EQ(header.first_id, 1u);
  EXPECT_EQ(header.last_id, 6u);
  EXPECT_EQ(header.free_space, log.records[5].offset + log.records[5].size);
  EXPECT_EQ(judged(chunk_of(log)), Codes{});
}

TEST(ChunkHeader, EveryByteOfItCounts) {
  const auto log = small_log();
  std::vector<std::uint8_t> chunk(chunk_of(log).begin(), chunk_of(log).end());
  for (std::size_t at = 8; at < kChunkHeaderSize; ++at) {
    chunk[at] ^= 0x10;
    const bool outside_sum = at >= kChunkFlags && at < kChunkHeaderChecksum;
    EXPECT_EQ(read_chunk_header(Bytes(chunk)).header_ok, outside_sum) << at;
    chunk[at] ^= 0x10;
  }
}

TEST(ChunkHeader, RecordsAreSummedUpToTheFreeSpace) {
  const auto log = small_log();
  const std::uint32_t end = log.records[5].offset + log.records[5].size;
  std::vector<std::uint8_t> chunk(chunk_of(log).begin(), chunk_of(log).end());
  for (const std::size_t at : {std::size_t{512}, std::size_t{end - 1}, std::size_t{end}, kChunkSize - 1}) {
    chunk[at] ^= 1;
    EXPECT_EQ(judged(chunk), at < end ? Codes{FaultCode::kChunkRecordsChecksum} : Codes{}) << at;
    chunk[at] ^= 1;
  }
}

TEST(ChunkHeader, BoundsThatCannotBe) {
  for (const std::uint32_t free_space : {0u, 511u, 65'537u, 0xFFFFFFFFu}) {
    auto log = small_log();
    put(log, kChunkAt + kChunkFreeSpace, free_space, 4);
    EXPECT_EQ(judged(chunk_of(log)), (Codes{FaultCode::kChunkHeaderChecksum, FaultCode::kChunkBoundsDamaged}));
  }
}

TEST(ChunkHeader, WithoutChecksumsNothingIsWrong) {
  fixtures::LogOptions options;
  options.checksums = false;
  EXPECT_EQ(judged(chunk_of(small_log(6, options))), Codes{});
}

TEST(ChunkHeader, CutAtEveryByteOfItAndBehind) {
  const auto log = small_log();
  for (std::size_t size = 0; size < 700; ++size) {
    const support::ExactBuffer buffer(chunk_of(log).first(size));
    const ChunkHeader header = read_chunk_header(buffer.bytes());
    ASSERT_TRUE(header.cut) << size;
    ASSERT_EQ(header.magic, size >= 8) << size;
    ASSERT_EQ(header.ok(), size >= 8) << size;  // what is missing is told by the walk, not by the sums
  }
}

}  // namespace
}  // namespace ntlmscan::evtx
