// Output files by POSIX calls.
#ifndef _WIN32
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "sinks/descriptor.hpp"

namespace ntlmscan::sinks {
namespace {

std::string reason(int code) { return std::generic_category().message(code); }

Error output_error(const std::string& name, int code) {
  return {code == EPIPE ? FaultCode::kStopped : FaultCode::kOutputFailed, name + ": cannot write: " + reason(code)};
}

Status make_one(const std::string& path) {
  if (::mkdir(path.c_str(), 0777) == 0 || is_folder(path)) return {};
  return Error{FaultCode::kOutputFailed, path + ": cannot make this folder: " + reason(errno)};
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

bool is_folder(const std::string& path) noexcept {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode);
}

Status make_folders(const std::string& path) {
  for (std::size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    if (Status made = make_one(path.substr(0, slash)); !made) return made;
  }
  return make_one(path);
}

std::uint64_t process_number() noexcept { return static_cast<std::uint64_t>(::getpid()); }

}  // namespace ntlmscan::sinks
#endif
