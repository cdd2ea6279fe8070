// Output files by POSIX calls.
#ifndef _WIN32
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <climits>
#include <cstdio>
#include <system_error>

#include "sinks/descriptor.hpp"

namespace ntlmscan::sinks {
namespace {

constexpr int kMaxLinks = 40;  // as many as Linux follows
constexpr int kAboveStandard = 3;

std::string reason(int code) { return std::generic_category().message(code); }

Error output_error(const std::string& name, int code) {
  return {code == EPIPE ? FaultCode::kStopped : FaultCode::kOutputFailed, name + ": cannot write: " + reason(code)};
}

/// The number in `/dev/fd/N` or `/proc/self/fd/N`, to which /dev/stdout and its like lead; -1 for any other path.
int descriptor_number(std::string_view path) noexcept {
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!path.starts_with(folder)) continue;
    int number = -1;
    const char* end = path.data() + path.size();
    const auto read = std::from_chars(path.data() + folder.size(), end, number);
    return read.ptr == end && read.ec == std::errc() ? number : -1;
  }
  return -1;
}

/// The text of a symbolic link; empty for anything else.
std::string link_text(const std::string& path) {
  char text[PATH_MAX];
  const ssize_t size = ::readlink(path.c_str(), text, sizeof text);
  return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string();
}

Descriptor open_for_writing(const std::string& path) noexcept {
  const int number = descriptor_number(path);
  if (number < 0) return ::open(path.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC);
  const int flags = ::fcntl(number, F_GETFL);
  if (flags >= 0 && (flags & O_ACCMODE) != O_RDONLY) return ::fcntl(number, F_DUPFD_CLOEXEC, kAboveStandard);
  errno = EBADF;
  return kNoDescriptor;
}

Status make_one(const std::string& path) {
  if (::mkdir(path.c_str(), 0777) == 0) return {};
  const int code = errno;
  if (is_folder(path)) return {};
  const bool taken = occupant_of(path) == Occupant::kFile;
  const std::string why = taken ? "a file has that name" : "cannot make this folder: " + reason(code);
  return Error{FaultCode::kOutputFailed, path + ": " + why};
}

}  // namespace

Creation create_exclusive(const std::string& path, Descriptor& descriptor, std::string& error) {
  descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (descriptor >= 0) return Creation::kCreated;
  if (errno == EEXIST) return Creation::kExists;
  error = reason(errno);
  return Creation::kFailed;
}

Descriptor standard_output() noexcept { return STDOUT_FILENO; }

Occupant occupant_of(const std::string& path) noexcept {
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) return Occupant::kNothing;
  if (S_ISDIR(about.st_mode)) return Occupant::kFolder;
  if (S_ISFIFO(about.st_mode) || S_ISCHR(about.st_mode)) return Occupant::kStream;
  if (S_ISBLK(about.st_mode)) return Occupant::kBlockDevice;
  return S_ISSOCK(about.st_mode) ? Occupant::kSocket : Occupant::kFile;
}

std::string follow_links(std::string path) {
  for (int links = 0; links <= kMaxLinks; ++links) {
    if (names_descriptor(path)) return path;
    const std::string text = link_text(path);
    if (text.empty()) return path;
    path.resize(text.front() == '/' ? 0 : path.rfind('/') + 1);  // other texts count from the link's folder
    path += text;
  }
  return {};
}

bool names_descriptor(const std::string& path) noexcept { return descriptor_number(path) >= 0; }

Descriptor open_stream(const std::string& path, std::string& error) {
  const Descriptor opened = open_for_writing(path);
  if (opened == kNoDescriptor) error = reason(errno);
  return opened;
}

Status write_all(Descriptor descriptor, std::string_view bytes, const std::string& name) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(static_cast<int>(descriptor), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return output_error(name, errno);
    if (written == 0) return output_error(name, ENOSPC);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Status close_descriptor(Descriptor descriptor, const std::string& name) {
  if (::close(static_cast<int>(descriptor)) == 0 || errno == EINTR) return {};
  return output_error(name, errno);
}

Status rename_over(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) == 0) return {};
  return output_error(to, errno);
}

void remove_quietly(const std::string& path) noexcept { ::unlink(path.c_str()); }

bool is_folder(const std::string& path) noexcept { return occupant_of(path) == Occupant::kFolder; }

Status make_folders(const std::string& path) {
  for (std::size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    if (Status made = make_one(path.substr(0, slash)); !made) return made;
  }
  return make_one(path);
}

std::uint64_t process_number() noexcept { return static_cast<std::uint64_t>(::getpid()); }

}  // namespace ntlmscan::sinks
#endif
