// Files under temporary names: commit, abandon, full disks, planted links.
#include "sinks/output_file.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <set>
#include <string>

#include "unit/sinks/scratch_folder.hpp"

#ifndef _WIN32
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace ntlmscan::sinks {
namespace {

using Names = std::set<std::string>;

TEST(OutputFile, AppearsWholeAtCommit) {
  const ScratchFolder folder;
  auto file = OutputFile::create(folder / "out");
  ASSERT_TRUE(file.ok());
  ASSERT_TRUE(file.value().write("first ").ok());
  ASSERT_TRUE(file.value().write(std::string(2 * kWriteBytes, 'x')).ok());
  ASSERT_TRUE(file.value().write(" last").ok());
  ASSERT_TRUE(file.value().close().ok());
  EXPECT_FALSE(folder.names().contains("out"));
  ASSERT_TRUE(file.value().commit().ok());
  EXPECT_EQ(folder.names(), Names{"out"});
  EXPECT_EQ(content_of(folder / "out"), "first " + std::string(2 * kWriteBytes, 'x') + " last");
}

TEST(OutputFile, LeavesNothingWhenAbandoned) {
  const ScratchFolder folder;
  put_content(folder / "out", "earlier run");
  {
    auto file = OutputFile::create(folder / "out");
    ASSERT_TRUE(file.ok());
    ASSERT_TRUE(file.value().write(std::string(2 * kWriteBytes, 'x')).ok());
    EXPECT_EQ(folder.names().size(), 2U);
  }
  EXPECT_EQ(folder.names(), Names{"out"});
  EXPECT_EQ(content_of(folder / "out"), "earlier run");
}

TEST(OutputFile, LeavesNothingWhenClosedButNotCommitted) {
  const ScratchFolder folder;
  {
    auto file = OutputFile::create(folder / "out");
    ASSERT_TRUE(file.ok() && file.value().close().ok());
  }
  EXPECT_EQ(folder.names(), Names{});
}

TEST(OutputFile, ReplacesAnEarlierFileAndCanBeWithdrawn) {
  const ScratchFolder folder;
  put_content(folder / "out", "earlier run");
  auto file = OutputFile::create(folder / "out");
  ASSERT_TRUE(file.ok() && file.value().write("new").ok() && file.value().close().ok() && file.value().commit().ok());
  EXPECT_EQ(content_of(folder / "out"), "new");
  file.value().withdraw();
  EXPECT_EQ(folder.names(), Names{});
}

TEST(OutputFile, RefusesAFolderAndAMissingFolder) {
  const ScratchFolder folder;
  std::filesystem::create_directory(folder / "taken");
  for (const std::string& path : {folder / "taken", folder / "missing/out"}) {
    const auto file = OutputFile::create(path);
    ASSERT_FALSE(file.ok());
    EXPECT_EQ(file.error().code, FaultCode::kOutputFailed);
    EXPECT_TRUE(file.error().message.starts_with(path + ": ")) << file.error().message;
  }
}

#ifndef _WIN32
TEST(OutputFile, DoesNotFollowALinkPlantedUnderItsTemporaryName) {
  const ScratchFolder folder;
  put_content(folder / "victim", "precious");
  std::filesystem::create_symlink(folder / "victim", folder / (".out.partial-" + std::to_string(process_number())));
  auto file = OutputFile::create(folder / "out");
  ASSERT_TRUE(file.ok() && file.value().write("new").ok() && file.value().close().ok() && file.value().commit().ok());
  EXPECT_EQ(content_of(folder / "victim"), "precious");
  EXPECT_EQ(content_of(folder / "out"), "new");
}

/// Files of this process end at `bytes` while this lives.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit now{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &now);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int);
};

TEST(OutputFile, ReportsAFullDiskWithTheFileAndLeavesNothing) {
  const ScratchFolder folder;
  {
    auto file = OutputFile::create(folder / "out");
    ASSERT_TRUE(file.ok());
    const FileSizeLimit limit(4096);
    const Status written = file.value().write(std::string(2 * kWriteBytes, 'x'));
    ASSERT_FALSE(written.ok());
    EXPECT_EQ(written.error().code, FaultCode::kOutputFailed);
    EXPECT_TRUE(written.error().message.starts_with(folder / "out")) << written.error().message;
  }
  EXPECT_EQ(folder.names(), Names{});
}

TEST(OutputFile, ReportsAFullDiskThatShowsOnlyAtTheEnd) {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(full, 0);
  OutputFile file = OutputFile::borrow(full, "the device");
  EXPECT_TRUE(file.write("buffered").ok());
  const Status closed = file.close();
  ::close(full);
  ASSERT_FALSE(closed.ok());
  EXPECT_EQ(closed.error().code, FaultCode::kOutputFailed);
  EXPECT_EQ(closed.error().message.substr(0, 25), "the device: cannot write:");
}

TEST(OutputFile, StopsWhenTheReaderOfAPipeIsGone) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ::close(ends[0]);
  const auto handler = std::signal(SIGPIPE, SIG_IGN);
  OutputFile file = OutputFile::borrow(ends[1], "pipe");
  const Status written = file.write(std::string(kWriteBytes, 'x'));
  std::signal(SIGPIPE, handler);
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().code, FaultCode::kStopped);
  EXPECT_EQ(::close(ends[1]), 0) << "a borrowed descriptor stays open";
}
#endif

}  // namespace
}  // namespace ntlmscan::sinks
