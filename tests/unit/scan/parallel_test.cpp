// Many threads: the same rows in the same order, and an end as soon as somebody had enough.
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "unit/scan/made_logs.hpp"

namespace ntlmscan::scanning {
namespace {

using support::CollectSink;

constexpr std::size_t kManyChunks = 500;  // more rows than one batch holds

ScanOptions with_threads(unsigned threads) {
  ScanOptions options;
  options.threads = threads;
  return options;
}

// Sixty small logs, every seventh damaged, and one that spans several units.
class Collection {
 public:
  Collection() {
    put_bytes(folder_ / "in/large.evtx", chunked_log(40).bytes);
    for (std::size_t i = 0; i < 60; ++i) put_bytes(folder_ / ("in/" + std::to_string(i) + "/Security.evtx"), small(i));
    put_bytes(folder_ / "in/notes.txt", {'n', 'o'});
  }
  [[nodiscard]] std::string path() const { return folder_ / "in"; }

 private:
  static std::vector<std::uint8_t> small(std::size_t i) {
    fixtures::LogFile log = log_of({short_event(i + 1), short_event(i + 2), short_event(i + 3)});
    if (i % 7 == 0) log.bytes[log.records[1].file_offset + 4] ^= 0xFF;    // its size: mended
    if (i % 14 == 0) log.bytes[log.records[1].file_offset + 24] ^= 0xFF;  // the start of its content as well: lost
    return log.bytes;
  }
  sinks::ScratchFolder folder_;
};

TEST(Parallel, TheTablesDoNotDependOnTheThreads) {
  const Collection collection;
  const std::vector<std::string> inputs = {collection.path(), collection.path() + "/7/Security.evtx", "missing.evtx"};
  const support::Scanned alone = support::scan_paths(inputs, with_threads(1));
  ASSERT_TRUE(alone.summary.ok());
  EXPECT_EQ(alone.summary.value().files, 63u);
  EXPECT_EQ(alone.summary.value().records, 120u + 60 * 3 + 3 - 5);
  const std::string expected = all_tables(alone.tables);
  for (unsigned threads = 2; threads <= 8; ++threads) {
    const support::Scanned scanned = support::scan_paths(inputs, with_threads(threads));
    ASSERT_TRUE(scanned.summary.ok()) << threads;
    EXPECT_EQ(scanned.tables.complaint(), "") << threads;
    EXPECT_TRUE(scanned.tables.finished()) << threads;
    EXPECT_TRUE(all_tables(scanned.tables) == expected) << threads;
  }
}

TEST(Parallel, SourcesComeInByteOrderAndRecordsByOffset) {
  const Collection collection;
  const support::Scanned scanned = support::scan_paths({collection.path()}, with_threads(4));
  ASSERT_EQ(scanned.events().size(), 120u + 60 * 3 - 5);
  std::pair<std::string, std::int64_t> before;
  for (const support::Row& row : scanned.events()) {
    const std::pair<std::string, std::int64_t> here(row["source"], row.number("byte_offset"));
    EXPECT_LT(before, here);
    before = here;
  }
}

std::string dump_with(const std::string& input, unsigned threads) {
  ScanOptions options = with_threads(threads);
  options.inputs = {input};
  std::string text;
  const auto write = [&](std::string_view piece) -> Status {
    text.append(piece);
    return {};
  };
  const auto on_fault = [&](std::string_view source, const Fault& fault) -> Status {
    text.append(source).append(fault.message);
    return {};
  };
  EXPECT_TRUE(dump(options, DumpFormat::kNdjson, write, on_fault).ok());
  return text;
}

TEST(Parallel, NorDoesADump) {
  const Collection collection;
  const std::string expected = dump_with(collection.path(), 1);
  EXPECT_GT(expected.size(), 100'000u);
  for (const unsigned threads : {2u, 5u, 8u}) EXPECT_TRUE(dump_with(collection.path(), threads) == expected) << threads;
}

class Large : public testing::TestWithParam<unsigned> {
 protected:
  static void SetUpTestSuite() {
    folder_ = new sinks::ScratchFolder;
    const LargeLog log = large_log(kManyChunks);
    records_ = log.records;
    put_bytes(*folder_ / "large.evtx", log.bytes);
  }
  static void TearDownTestSuite() {
    delete folder_;
    folder_ = nullptr;
  }
  static ScanOptions options() {
    ScanOptions options = with_threads(GetParam());
    options.inputs = {*folder_ / "large.evtx"};
    return options;
  }
  static inline sinks::ScratchFolder* folder_ = nullptr;
  static inline std::uint64_t records_ = 0;
};

TEST_P(Large, BatchesAreFullUpToTheLastAndInOrder) {
  ASSERT_GT(records_, kBatchRows);
  CollectSink sink;
  const auto summary = scan(options(), sink);
  ASSERT_TRUE(summary.ok());
  EXPECT_FALSE(summary.value().stopped);
  EXPECT_EQ(summary.value().rows, records_);
  EXPECT_EQ(summary.value().chunks, kManyChunks);
  ASSERT_EQ(sink.event_batches().size(), records_ / kBatchRows + 1);
  for (std::size_t i = 0; i + 1 < sink.event_batches().size(); ++i) EXPECT_EQ(sink.event_batches()[i], kBatchRows);
  ASSERT_EQ(sink.events().size(), records_);
  const std::size_t per_chunk = records_ / kManyChunks;
  for (std::size_t i = 0; i < records_; i += 997) {
    EXPECT_EQ(sink.events()[i].number("record_id"), static_cast<std::int64_t>(i % per_chunk + 1));
  }
  EXPECT_EQ(sink.complaint(), "");
}

// Keeps the batches themselves wherever it may.
class KeepingSink : public Sink {
 public:
  [[nodiscard]] Status write(const Batch& batch) override { return rows.write(batch); }
  [[nodiscard]] Status take(Batch&& batch) override {
    kept.push_back(std::move(batch));
    return rows.write(kept.back());
  }
  [[nodiscard]] Status finish() override { return rows.finish(); }

  CollectSink rows;
  std::vector<Batch> kept;
};

TEST_P(Large, ASinkThatKeepsBatchesSeesTheSameRows) {
  CollectSink written;
  KeepingSink keeping;
  ASSERT_TRUE(scan(options(), written).ok());
  ASSERT_TRUE(scan(options(), keeping).ok());
  ASSERT_FALSE(keeping.kept.empty());
  EXPECT_EQ(keeping.kept.front().rows, kBatchRows);  // more came behind it
  EXPECT_EQ(keeping.rows.event_batches(), written.event_batches());
  for (const Table table : {Table::kEvents, Table::kFiles, Table::kCoverage})
    EXPECT_TRUE(keeping.rows.rows(table) == written.rows(table));
  CollectSink again;  // what was kept did not change since
  ASSERT_TRUE(again.write(keeping.kept.front()).ok());
  EXPECT_TRUE(std::equal(again.events().begin(), again.events().end(), written.events().begin()));
}

TEST_P(Large, ASinkThatHadEnoughEndsTheRunAsASuccess) {
  for (const std::size_t writes : {0u, 1u}) {  // in the middle, and when what is left is written
    CollectSink sink;
    sink.answer_after(writes, Error{FaultCode::kStopped, "enough"});
    const auto summary = scan(options(), sink);
    ASSERT_TRUE(summary.ok());
    EXPECT_TRUE(summary.value().stopped);
    EXPECT_FALSE(sink.finished());
    EXPECT_EQ(sink.events().size(), writes * kBatchRows);
    if (writes == 0) {
      EXPECT_LT(summary.value().records, records_);
    }
  }
}

TEST_P(Large, TheErrorOfASinkComesThrough) {
  CollectSink sink;
  sink.answer_after(0, Error{FaultCode::kOutputFailed, "the disk is full"});
  const auto summary = scan(options(), sink);
  ASSERT_FALSE(summary.ok());
  EXPECT_EQ(summary.error().code, FaultCode::kOutputFailed);
  EXPECT_EQ(summary.error().message, "the disk is full");
  EXPECT_FALSE(sink.finished());
}

TEST_P(Large, ProgressCanEndTheRunAndNothingIsFinished) {
  CollectSink sink;
  ScanOptions asked = options();
  int calls = 0;
  asked.on_progress = [&](const Progress&) { return ++calls < 3; };
  const auto summary = scan(asked, sink);
  ASSERT_TRUE(summary.ok());
  EXPECT_TRUE(summary.value().stopped);
  EXPECT_EQ(calls, 3);
  EXPECT_LT(summary.value().records, records_);
  EXPECT_FALSE(sink.finished());
}

TEST_P(Large, ProgressGrowsUpToTheTotals) {
  CollectSink sink;
  ScanOptions asked = options();
  Progress last;
  asked.on_progress = [&](const Progress& now) {
    EXPECT_GE(now.files_done, last.files_done);
    EXPECT_GE(now.bytes_done, last.bytes_done);
    EXPECT_GE(now.records, last.records);
    EXPECT_GE(now.rows, last.rows);
    last = now;
    return true;
  };
  ASSERT_TRUE(scan(asked, sink).ok());
  EXPECT_EQ(last.files_done, 1u);
  EXPECT_EQ(last.bytes_done, kManyChunks * kChunk);
  EXPECT_EQ(last.records, records_);
  EXPECT_EQ(last.rows, records_);
}

INSTANTIATE_TEST_SUITE_P(Threads, Large, testing::Values(1u, 4u));

}  // namespace
}  // namespace ntlmscan::scanning
