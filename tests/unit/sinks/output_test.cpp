// Four tables that get their names together, or not at all.
#include "ntlmscan/output.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <future>
#include <set>
#include <string>

#include "unit/sinks/sample_batch.hpp"
#include "unit/sinks/scratch_folder.hpp"

#ifndef _WIN32
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace ntlmscan::sinks {
namespace {

using Names = std::set<std::string>;

std::unique_ptr<Sink> open(const std::string& output, const std::string& format) {
  const auto target = parse_output(output, format);
  EXPECT_TRUE(target.ok());
  auto sink = open_output(target.value());
  EXPECT_TRUE(sink.ok());
  return std::move(sink.value());
}

Batch one_fault() {
  Batch batch = faults(1);
  set(batch, "code", text_column({"record_cut"}));
  batch.seal();
  return batch;
}

TEST(Output, WritesAllTablesAtTheEnd) {
  const ScratchFolder folder;
  const auto sink = open(folder / "deep/er/", "csv");
  ASSERT_TRUE(sink->write(one_fault()).ok());
  EXPECT_FALSE(std::filesystem::exists(folder / "deep/er/faults.csv"));
  ASSERT_TRUE(sink->finish().ok());
  EXPECT_EQ(content_of(folder / "deep/er/faults.csv"),
            "source,byte_offset,code,severity,bytes,message\r\n,,record_cut,,,\r\n");
  const std::string coverage = content_of(folder / "deep/er/coverage.csv");
  EXPECT_EQ(coverage.find("\r\n") + 2, coverage.size()) << "the header alone";
}

TEST(Output, LeavesNothingWithoutFinish) {
  const ScratchFolder folder;
  {
    const auto sink = open(folder / "case.parquet", "");
    ASSERT_TRUE(sink->write(one_fault()).ok());
    EXPECT_EQ(folder.names().size(), kTableCount);
  }
  EXPECT_EQ(folder.names(), Names{});
}

TEST(Output, WithdrawsEarlierTablesWhenOneCannotBeNamed) {
  const ScratchFolder folder;
  const auto sink = open(folder / "case.csv", "");
  std::filesystem::create_directory(folder / "case.coverage.csv");
  put_content(folder / "case.coverage.csv/keeps", "the folder from being replaced");
  const Status finished = sink->finish();
  ASSERT_FALSE(finished.ok());
  EXPECT_TRUE(finished.error().message.starts_with(folder / "case.coverage.csv")) << finished.error().message;
  EXPECT_FALSE(folder.names().contains("case.csv"));
  EXPECT_FALSE(folder.names().contains("case.files.csv"));
  EXPECT_FALSE(folder.names().contains("case.faults.csv"));
}

TEST(Output, SaysBeforeTheScanThatAPlaceIsUnfit) {
  const ScratchFolder folder;
  const auto sink = open_output(parse_output(folder / "missing/case.csv", "").value());
  ASSERT_FALSE(sink.ok());
  EXPECT_EQ(sink.error().code, FaultCode::kOutputFailed);
  put_content(folder / "file", "");
  EXPECT_FALSE(open_output(parse_output(folder / "file/", "").value()).ok());
}

#ifndef _WIN32
TEST(Output, LooksAtAllPlacesBeforeItBeginsOne) {
  const ScratchFolder folder;
  // Nobody reads from this FIFO: opening it would wait for ever.
  ASSERT_EQ(::mkfifo((folder / "case.csv").c_str(), 0600), 0);
  std::filesystem::create_directory(folder / "case.faults.csv");
  const auto sink = open_output(parse_output(folder / "case.csv", "").value());
  ASSERT_FALSE(sink.ok());
  EXPECT_TRUE(sink.error().message.starts_with(folder / "case.faults.csv")) << sink.error().message;
  EXPECT_EQ(folder.names(), (Names{"case.csv", "case.faults.csv"}));
}

TEST(Output, JudgesEachTableOnItsOwn) {
  const ScratchFolder folder;
  ASSERT_EQ(::mkfifo((folder / "case.faults.csv").c_str(), 0600), 0);
  std::filesystem::create_symlink("elsewhere.csv", folder / "case.files.csv");
  auto reader = std::async(std::launch::async, [&] { return content_of(folder / "case.faults.csv"); });
  {
    const auto sink = open(folder / "case.csv", "");
    ASSERT_TRUE(sink->write(one_fault()).ok());
    ASSERT_TRUE(sink->finish().ok());
  }
  EXPECT_EQ(reader.get(), "source,byte_offset,code,severity,bytes,message\r\n,,record_cut,,,\r\n");
  EXPECT_EQ(folder.names(),
            (Names{"case.csv", "case.files.csv", "case.coverage.csv", "case.faults.csv", "elsewhere.csv"}));
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "case.files.csv"));
  EXPECT_TRUE(std::filesystem::is_fifo(folder / "case.faults.csv"));
}

TEST(Output, FailsWhereTheReaderOfOneTableIsGone) {
  const ScratchFolder folder;
  ASSERT_EQ(::mkfifo((folder / "case.faults.csv").c_str(), 0600), 0);
  const auto handler = std::signal(SIGPIPE, SIG_IGN);
  const int reader = ::open((folder / "case.faults.csv").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  const auto sink = open(folder / "case.csv", "");
  ::close(reader);
  const Status finished = sink->finish();
  std::signal(SIGPIPE, handler);
  ASSERT_FALSE(finished.ok());
  EXPECT_EQ(finished.error().code, FaultCode::kOutputFailed);
  EXPECT_TRUE(finished.error().message.starts_with(folder / "case.faults.csv")) << finished.error().message;
  EXPECT_FALSE(folder.names().contains("case.csv"));
}
#endif

TEST(Output, RefusesBatchesThatAreNotWhole) {
  const ScratchFolder folder;
  const auto sink = open(folder / "case.parquet", "");
  Batch unsealed = faults(2);
  set(unsealed, "bytes", number_column({1}));
  Batch stray = faults(1);
  set(stray, "code", text_column({"x"}));
  stray.columns[column_index(Table::kFaults, "code")].codes[0] = 1;
  Batch negative = stray;
  negative.columns[column_index(Table::kFaults, "code")].codes[0] = -2;
  Batch long_one = faults(kBatchRows + 1);
  Batch narrow = faults(0);
  narrow.columns.pop_back();
  for (const Batch* batch : {&unsealed, &stray, &negative, &long_one, &narrow}) {
    const Status written = sink->write(*batch);
    ASSERT_FALSE(written.ok());
    EXPECT_EQ(written.error().code, FaultCode::kBadArgument);
  }
}

}  // namespace
}  // namespace ntlmscan::sinks
