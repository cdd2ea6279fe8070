// FileSource over POSIX calls.
#ifndef _WIN32

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "bytes/file_source.hpp"

namespace ntlmscan {

struct FileSource::Handle {
  int fd = -1;
  bool owned = true;

  Handle(int file, bool own) noexcept : fd(file), owned(own) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    if (owned && fd >= 0) ::close(fd);
  }
};

namespace {

constexpr std::size_t kSpoolBlock = 64 * 1024;
constexpr int kPatience = 100;  // milliseconds

std::string reason(int code) {
  return std::strerror(
      code);  // NOLINT(concurrency-mt-unsafe): glibc, musl, macOS return constant texts for known codes
}

Error unreadable(const std::string& path, int code) {
  const FaultCode fault = code == ENOENT || code == ENOTDIR ? FaultCode::kInputMissing : FaultCode::kInputUnreadable;
  return {fault, path + ": " + reason(code)};
}

bool write_all(int fd, const std::uint8_t* data, std::size_t size) noexcept {
  while (size > 0) {
    const ssize_t written = ::write(fd, data, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    data += written;
    size -= static_cast<std::size_t>(written);
  }
  return true;
}

// Waits for bytes, or for their end, as long as `go_on` says so; false once it does not.
bool wait_for_bytes(int from, const FileSource::GoOn& go_on) {
  pollfd waiting{from, POLLIN, 0};
  do {
    if (!go_on()) return false;
    const int ready = ::poll(&waiting, 1, kPatience);
    if (ready > 0 || (ready < 0 && errno != EINTR)) return true;
  } while (true);
}

// Where temporary files go.
std::string temporary_folder() {
  const char* named = std::getenv("TMPDIR");  // NOLINT(concurrency-mt-unsafe): nothing here sets variables
  return named != nullptr && *named != '\0' ? named : "/tmp";
}

// A file there that nobody else can see; -1 with errno set on failure.
int unnamed_file(const std::string& folder) {
#ifdef O_TMPFILE
  const int unnamed = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (unnamed >= 0 || errno == ENOENT || errno == ENOTDIR || errno == EACCES) return unnamed;
#endif
  std::string name = folder + "/ntlmscan-XXXXXX";  // other file systems
  const int fd = ::mkstemp(name.data());
  if (fd < 0) return -1;
  ::unlink(name.c_str());
  ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  return fd;
}

// Copies what is left of `from`, which is called `path`, into an unnamed temporary file.
Result<int> spool(int from, const std::string& path, const FileSource::GoOn& go_on) {
  const std::string folder = temporary_folder();
  const auto no_room = [&](int code) {
    return Error{FaultCode::kInputUnreadable, path + ": cannot be copied to " + folder + ": " + reason(code)};
  };
  const int fd = unnamed_file(folder);
  if (fd < 0) return no_room(errno);
  const auto give_up = [&](Error error) {
    ::close(fd);
    return error;
  };
  std::uint8_t block[kSpoolBlock];
  for (;;) {
    if (go_on && !wait_for_bytes(from, go_on)) return give_up({FaultCode::kStopped, path + ": stopped"});
    const ssize_t got = ::read(from, block, sizeof block);
    if (got == 0) return fd;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return give_up({FaultCode::kInputUnreadable, path + ": " + reason(errno)});
    if (!write_all(fd, block, static_cast<std::size_t>(got))) return give_up(no_room(errno));
  }
}

}  // namespace

FileSource::FileSource(std::unique_ptr<Handle> handle, std::string path, std::uint64_t size) noexcept
    : handle_(std::move(handle)), path_(std::move(path)), size_(size) {}
FileSource::~FileSource() = default;

Result<std::unique_ptr<FileSource>> FileSource::open(const std::string& path, const GoOn& go_on) {
  const bool standard_input = path == "-";
  // Not blocking: a named pipe without a writer must not hang the scan; regular files are unaffected.
  const int fd = standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return unreadable(path, errno);
  auto handle = std::make_unique<Handle>(fd, !standard_input);
  struct stat status {};
  if (::fstat(fd, &status) != 0) return unreadable(path, errno);
  if (!S_ISREG(status.st_mode)) {
    if (!standard_input) return Error{FaultCode::kInputUnreadable, path + ": not a regular file"};
    const auto copy = spool(fd, path, go_on);
    if (!copy) return copy.error();
    handle = std::make_unique<Handle>(copy.value(), true);
    if (::fstat(copy.value(), &status) != 0) return unreadable(path, errno);
  }
  return std::unique_ptr<FileSource>(
      new FileSource(std::move(handle), path, static_cast<std::uint64_t>(status.st_size)));
}

Result<std::size_t> FileSource::read_at(std::uint64_t offset, std::span<std::uint8_t> into) const {
  std::size_t done = 0;
  while (done < into.size()) {
    const ssize_t got = ::pread(handle_->fd, into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Error{FaultCode::kInputUnreadable, path_ + ": " + reason(errno)};
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

}  // namespace ntlmscan

#endif
