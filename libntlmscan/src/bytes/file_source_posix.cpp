// FileSource over POSIX calls.
#ifndef _WIN32

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
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
  if (code == ECANCELED) return Error{FaultCode::kStopped, path + ": stopped"};
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

// Copies what is left of `from` into an unnamed temporary file; -1 with errno set on failure, to ECANCELED where
// `go_on` said stop.
int spool(int from, const FileSource::GoOn& go_on) {
  std::FILE* file = std::tmpfile();
  if (file == nullptr) return -1;
  const int fd = ::dup(::fileno(file));
  std::fclose(file);  // NOLINT: the descriptor lives on in its copy
  std::uint8_t block[kSpoolBlock];
  while (fd >= 0) {
    const bool stopped = go_on && !wait_for_bytes(from, go_on);
    const ssize_t got = stopped ? -1 : ::read(from, block, sizeof block);
    if (got < 0 && !stopped && errno == EINTR) continue;
    if (got == 0) return fd;
    if (got < 0 || !write_all(fd, block, static_cast<std::size_t>(got))) {
      const int code = stopped ? ECANCELED : errno;
      ::close(fd);
      errno = code;
      return -1;
    }
  }
  return -1;
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
    const int copy = spool(fd, go_on);
    if (copy < 0) return unreadable(path, errno);
    handle = std::make_unique<Handle>(copy, true);
    if (::fstat(copy, &status) != 0) return unreadable(path, errno);
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
