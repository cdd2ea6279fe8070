// A file that becomes shorter, or goes away, while it is read.
#include <gtest/gtest.h>

#include <algorithm>

#include "scan/unit.hpp"
#include "unit/scan/made_logs.hpp"

namespace ntlmscan::scanning {
namespace {

// Sixteen units: more than two threads have in flight before the first is merged.
constexpr std::size_t kChunks = 16 * kChunksPerUnit;

struct Case {
  std::uint64_t size;  ///< left when the first unit is done
  unsigned threads;
};

class Shrinking : public testing::TestWithParam<Case> {};

bool covers_to_the_end(const support::Scanned& scanned, std::uint64_t from, std::uint64_t size) {
  std::uint64_t covered_to = from;
  for (const support::Row& fault : scanned.faults()) {
    const auto at = static_cast<std::uint64_t>(fault.number("byte_offset"));
    if (fault["severity"] == "lost" && at <= covered_to) {
      covered_to = std::max(covered_to, at + static_cast<std::uint64_t>(fault.number("bytes")));
    }
  }
  return covered_to == size;
}

TEST_P(Shrinking, WhatIsGoneIsTold) {
  const LargeLog log = large_log(kChunks);
  support::LogOnDisk file(log.bytes);
  ScanOptions options;
  options.threads = GetParam().threads;
  options.on_progress = [&](const Progress&) {
    file.cut(GetParam().size);
    return true;
  };
  const support::Scanned scanned = file.scan(options);
  ASSERT_TRUE(scanned.summary.ok());
  const auto lost = scanned.fault_codes("lost");
  EXPECT_EQ(std::count(lost.begin(), lost.end(), "input_shrank"),
            static_cast<std::ptrdiff_t>(lost.size()) - std::count(lost.begin(), lost.end(), "chunk_cut"));
  EXPECT_GT(lost.size(), 0u);
  const std::uint64_t per_chunk = log.records / kChunks;
  const std::uint64_t whole = std::max<std::uint64_t>(GetParam().size / kChunk, kChunksPerUnit);
  EXPECT_GE(scanned.events().size(), whole * per_chunk);
  EXPECT_LT(scanned.events().size(), log.records);
  const auto last = static_cast<std::uint64_t>(scanned.events().back().number("byte_offset"));
  EXPECT_TRUE(covers_to_the_end(scanned, last + 4096, log.bytes.size()));
  const support::Row& row = scanned.tables.rows(Table::kFiles).at(0);
  EXPECT_EQ(row["state"], "partial");
  EXPECT_EQ(row.number("size"), static_cast<std::int64_t>(log.bytes.size()));
}

INSTANTIATE_TEST_SUITE_P(Cases, Shrinking,
                         testing::Values(Case{0, 1}, Case{5, 1}, Case{kHeader, 1}, Case{3'000'000, 1},
                                         Case{kHeader + 40 * kChunk, 1}, Case{kHeader + 40 * kChunk + 100, 1},
                                         Case{0, 2}, Case{3'000'000, 2}));

#ifndef _WIN32
TEST(Vanishing, AFileThatIsDeletedWhileItIsReadIsReadToItsEnd) {
  const LargeLog log = large_log(kChunks);
  support::LogOnDisk file(log.bytes);
  ScanOptions options;
  options.on_progress = [&](const Progress&) {
    std::error_code ignored;
    std::filesystem::remove(file.path(), ignored);
    return true;
  };
  const support::Scanned scanned = file.scan(options);
  ASSERT_TRUE(scanned.summary.ok());
  EXPECT_EQ(scanned.events().size(), log.records);
}
#endif

TEST(Growing, BytesThatCameLaterAreNotRead) {
  const fixtures::LogFile log = chunked_log(40);
  support::LogOnDisk file(log.bytes);
  ScanOptions options;
  options.on_progress = [&](const Progress&) {
    file.cut(log.bytes.size() + kChunk);
    return true;
  };
  const support::Scanned scanned = file.scan(options);
  ASSERT_TRUE(scanned.summary.ok());
  EXPECT_EQ(scanned.events().size(), log.records.size());
  EXPECT_TRUE(scanned.faults().empty());
}

}  // namespace
}  // namespace ntlmscan::scanning
