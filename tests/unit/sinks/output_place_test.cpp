// Outputs whose name is no regular file: links, FIFOs, devices, descriptors, sockets.
#include "sinks/output_place.hpp"

#include <gtest/gtest.h>

#include "sinks/output_file.hpp"
#include "unit/sinks/scratch_folder.hpp"

#ifndef _WIN32
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <future>
#include <string>

namespace ntlmscan::sinks {
namespace {

namespace fs = std::filesystem;
using Names = std::set<std::string>;

Status write_to(const std::string& path, const std::string& content) {
  auto file = OutputFile::create(path);
  if (!file) return file.error();
  if (Status written = file.value().write(content); !written) return written;
  if (Status closed = file.value().close(); !closed) return closed;
  return file.value().commit();
}

/// What is at `path` cannot be an output: an error that says `why`, and the folder as before.
void expect_refusal(const ScratchFolder& folder, const std::string& path, const std::string& why) {
  const Names before = folder.names();
  const Status written = write_to(path, "new");
  ASSERT_FALSE(written.ok()) << path;
  EXPECT_EQ(written.error().code, FaultCode::kOutputFailed);
  EXPECT_EQ(written.error().message, path + ": cannot write here: " + why);
  EXPECT_EQ(folder.names(), before);
}

/// A socket with a name, as long as this lives.
class NamedSocket {
 public:
  explicit NamedSocket(const std::string& path) : descriptor_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    bound_ = ::bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  NamedSocket(const NamedSocket&) = delete;
  NamedSocket& operator=(const NamedSocket&) = delete;
  ~NamedSocket() { ::close(descriptor_); }
  [[nodiscard]] bool bound() const noexcept { return bound_; }

 private:
  int descriptor_;
  bool bound_ = false;
};

TEST(OutputPlace, OfALinkIsWhereTheLinkLeads) {
  const ScratchFolder folder;
  fs::create_directory(folder / "deep");
  put_content(folder / "deep/real", "earlier run");
  fs::create_symlink("deep/real", folder / "relative");
  fs::create_symlink(folder / "relative", folder / "absolute");
  fs::create_symlink("../relative", folder / "deep/back");
  for (const char* link : {"relative", "absolute", "deep/back"}) {
    ASSERT_TRUE(write_to(folder / link, link).ok()) << link;
    EXPECT_EQ(content_of(folder / "deep/real"), link);
    EXPECT_TRUE(fs::is_symlink(folder / link));
  }
  EXPECT_FALSE(fs::is_symlink(folder / "deep/real"));
  EXPECT_EQ(folder.names(), (Names{"absolute", "deep", "relative"}));
}

TEST(OutputPlace, OfALinkToNothingIsMade) {
  const ScratchFolder folder;
  fs::create_symlink("nothing yet", folder / "link");
  {
    auto abandoned = OutputFile::create(folder / "link");
    ASSERT_TRUE(abandoned.ok());
    EXPECT_TRUE(folder.names().contains(".nothing yet.partial-" + std::to_string(process_number())));
  }
  EXPECT_EQ(folder.names(), Names{"link"});
  ASSERT_TRUE(write_to(folder / "link", "new").ok());
  EXPECT_EQ(content_of(folder / "nothing yet"), "new");
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  fs::create_symlink("no/such/folder", folder / "far");
  EXPECT_FALSE(write_to(folder / "far", "new").ok());
}

TEST(OutputPlace, IsNotWhatTakesNoBytes) {
  const ScratchFolder folder;
  const NamedSocket socket(folder / "socket");
  ASSERT_TRUE(socket.bound());
  fs::create_directory(folder / "folder");
  fs::create_symlink("folder", folder / "to folder");
  fs::create_symlink("socket", folder / "to socket");
  fs::create_symlink("circle", folder / "round");
  fs::create_symlink("round", folder / "circle");
  expect_refusal(folder, folder / "folder", "a folder has that name");
  expect_refusal(folder, folder / "to folder", "a folder has that name");
  expect_refusal(folder, folder / "socket", "a socket has that name");
  expect_refusal(folder, folder / "to socket", "a socket has that name");
  expect_refusal(folder, folder / "circle", "the symbolic link of that name cannot be followed");
}

TEST(OutputPlace, IsNeverAnEventLog) {
  const ScratchFolder folder;
  put_content(folder / "log", std::string("ElfFile\0", 8) + std::string(4088, '\0'));
  fs::create_symlink("log", folder / "link");
  expect_refusal(folder, folder / "log", "an event log has that name, and logs are never written to");
  expect_refusal(folder, folder / "link", "an event log has that name, and logs are never written to");
}

TEST(OutputPlace, OfAFifoGetsTheBytesAsTheyCome) {
  const ScratchFolder folder;
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  fs::create_symlink("fifo", folder / "link");
  const std::string content(3 * kWriteBytes + 7, 'x');
  for (const char* name : {"fifo", "link"}) {
    auto reader = std::async(std::launch::async, [&] { return content_of(folder / "fifo"); });
    EXPECT_TRUE(write_to(folder / name, content).ok());
    EXPECT_EQ(reader.get(), content);
    EXPECT_EQ(folder.names(), (Names{"fifo", "link"}));
  }
  EXPECT_TRUE(fs::is_fifo(folder / "fifo"));
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
}

TEST(OutputPlace, OfAFifoIsStoppedWhenItsReaderGoes) {
  const ScratchFolder folder;
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  const int reader = ::open((folder / "fifo").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  auto file = OutputFile::create(folder / "fifo");
  ASSERT_TRUE(file.ok());
  ::close(reader);
  const auto handler = std::signal(SIGPIPE, SIG_IGN);
  const Status written = file.value().write(std::string(kWriteBytes, 'x'));
  std::signal(SIGPIPE, handler);
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().code, FaultCode::kStopped);
  file.value().withdraw();
  EXPECT_EQ(folder.names(), Names{"fifo"});
}

TEST(OutputPlace, OfACharacterDeviceIsTheDevice) {
  const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  ASSERT_TRUE(master >= 0 && ::grantpt(master) == 0 && ::unlockpt(master) == 0);
  const std::string name = ::ptsname(master);
  // Held open, so that what was written stays to be read.
  const int held = ::open(name.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
  ASSERT_GE(held, 0);
  EXPECT_TRUE(write_to(name, "to the terminal").ok());
  char read[64] = {};
  EXPECT_GT(::read(master, read, sizeof read), 0);
  EXPECT_STREQ(read, "to the terminal");
  ::close(held);
  ::close(master);
}

TEST(OutputPlace, OfAnOpenDescriptorIsBehindWhatItWroteBefore) {
  const ScratchFolder folder;
  const int open = ::open((folder / "shared").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  ASSERT_EQ(::write(open, "before ", 7), 7);
  const std::string name = "/dev/fd/" + std::to_string(open);
  fs::create_symlink(name, folder / "link");
  EXPECT_TRUE(write_to(name, "between ").ok());
  EXPECT_TRUE(write_to(folder / "link", "after").ok());
  EXPECT_EQ(::write(open, ".", 1), 1) << "the descriptor itself stays open";
  ::close(open);
  EXPECT_EQ(content_of(folder / "shared"), "before between after.");
  EXPECT_EQ(folder.names(), (Names{"link", "shared"}));
}

TEST(OutputPlace, IsNoDescriptorThatIsClosedOrOnlyRead) {
  const ScratchFolder folder;
  put_content(folder / "read", "precious");
  const int open = ::open((folder / "read").c_str(), O_RDONLY | O_CLOEXEC);
  const std::string name = "/dev/fd/" + std::to_string(open);
  EXPECT_FALSE(write_to(name, "new").ok());
  ::close(open);
  EXPECT_FALSE(write_to(name, "new").ok());
  EXPECT_EQ(content_of(folder / "read"), "precious");
}

}  // namespace
}  // namespace ntlmscan::sinks
#endif
