// The file header, read and judged.
#include "evtx/file_header.hpp"

#include <gtest/gtest.h>

#include "unit/evtx/walk_chunk.hpp"

namespace ntlmscan::evtx {
namespace {

using Codes = std::vector<FaultCode>;

Codes judged(std::span<const std::uint8_t> head) {
  const support::ExactBuffer buffer(head);
  std::vector<Fault> faults;
  judge_file_header(read_file_header(buffer.bytes()), buffer.bytes(), faults);
  Codes codes;
  for (const Fault& fault : faults) codes.push_back(fault.code);
  return codes;
}

std::vector<std::uint8_t> head_of(const fixtures::LogFile& log) {
  return {log.bytes.begin(), log.bytes.begin() + kFileHeaderSize};
}

TEST(FileHeader, OfEachVersion) {
  for (std::uint16_t minor = 0; minor <= 2; ++minor) {
    fixtures::LogOptions options;
    options.minor_version = minor;
    const auto head = head_of(small_log(1, options));
    const FileHeader header = read_file_header(Bytes(head));
    EXPECT_TRUE(header.ok());
    EXPECT_FALSE(header.dirty);
    EXPECT_EQ(header.major, 3u);
    EXPECT_EQ(header.minor, minor);
    EXPECT_EQ(header.chunk_count, 1u);
    EXPECT_EQ(judged(head), Codes{});
  }
}

TEST(FileHeader, Damage) {
  struct Case {
    std::size_t at;
    std::uint8_t value;
    Codes codes;
  };
  const Case cases[] = {{0, 'X', {FaultCode::kFileHeaderDamaged}},
                        {120, 1, {FaultCode::kFileDirty}},
                        {120, 2, {}},
                        {42, 9, {FaultCode::kFileHeaderChecksum}},
                        {124, 0, {FaultCode::kFileHeaderChecksum}},
                        {36, 3, {FaultCode::kFileHeaderChecksum, FaultCode::kFileVersion}},
                        {38, 4, {FaultCode::kFileHeaderChecksum, FaultCode::kFileVersion}},
                        {200, 1, {}}};
  const auto head = head_of(small_log(1));
  for (const Case& c : cases) {
    auto damaged = head;
    damaged[c.at] = c.value;
    EXPECT_EQ(judged(damaged), c.codes) << c.at;
  }
}

TEST(FileHeader, WithoutChecksums) {
  fixtures::LogOptions options;
  options.checksums = false;
  EXPECT_EQ(judged(head_of(small_log(1, options))), Codes{});
}

TEST(FileHeader, CutAtEveryByte) {
  const auto head = head_of(small_log(1));
  for (std::size_t size = 0; size < kFileHeaderSize; ++size) {
    const Codes codes = judged(std::span(head).first(size));
    ASSERT_FALSE(codes.empty()) << size;
    ASSERT_EQ(codes[0], FaultCode::kFileHeaderCut) << size;
    ASSERT_EQ(codes.size(), size < 8 ? 2u : 1u) << size;
  }
}

}  // namespace
}  // namespace ntlmscan::evtx
