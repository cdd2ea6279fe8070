// FileSource over Win32 calls.
#ifdef _WIN32

#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#include <windows.h>

#include <filesystem>

#include "bytes/file_source.hpp"

namespace ntlmscan {

struct FileSource::Handle {
  HANDLE file = INVALID_HANDLE_VALUE;
  bool owned = true;

  Handle(HANDLE handle, bool own) noexcept : file(handle), owned(own) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    if (owned && file != INVALID_HANDLE_VALUE) CloseHandle(file);
  }
};

namespace {

constexpr DWORD kSpoolBlock = 64 * 1024;
constexpr DWORD kPatience = 50;  // milliseconds

Error unreadable(const std::string& path, DWORD code) {
  if (code == ERROR_CANCELLED) return Error{FaultCode::kStopped, path + ": stopped"};
  const bool missing = code == ERROR_FILE_NOT_FOUND || code == ERROR_PATH_NOT_FOUND;
  return {missing ? FaultCode::kInputMissing : FaultCode::kInputUnreadable,
          path + ": Windows error " + std::to_string(code)};
}

// A temporary file that goes away when it is closed.
HANDLE temporary() {
  wchar_t folder[MAX_PATH + 1];
  wchar_t name[MAX_PATH + 1];
  if (GetTempPathW(MAX_PATH, folder) == 0 || GetTempFileNameW(folder, L"ntl", 0, name) == 0)
    return INVALID_HANDLE_VALUE;
  return CreateFileW(name, GENERIC_READ | GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS,
                     FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, nullptr);
}

// Waits until a pipe has bytes or ends, as long as `go_on` says so; false once it does not. Of what is no pipe nothing
// can be asked.
bool wait_for_bytes(HANDLE from, const FileSource::GoOn& go_on) {
  for (;;) {
    if (!go_on()) return false;
    DWORD there = 0;
    if (!PeekNamedPipe(from, nullptr, 0, nullptr, &there, nullptr) || there > 0) return true;
    Sleep(kPatience);
  }
}

bool spool(HANDLE from, HANDLE to, const FileSource::GoOn& go_on) {
  std::uint8_t block[kSpoolBlock];
  for (;;) {
    if (go_on && !wait_for_bytes(from, go_on)) {
      SetLastError(ERROR_CANCELLED);
      return false;
    }
    DWORD got = 0;
    if (!ReadFile(from, block, kSpoolBlock, &got, nullptr)) return GetLastError() == ERROR_BROKEN_PIPE;
    if (got == 0) return true;
    DWORD written = 0;
    if (!WriteFile(to, block, got, &written, nullptr) || written != got) return false;
  }
}

}  // namespace

FileSource::FileSource(std::unique_ptr<Handle> handle, std::string path, std::uint64_t size) noexcept
    : handle_(std::move(handle)), path_(std::move(path)), size_(size) {}
FileSource::~FileSource() = default;

Result<std::unique_ptr<FileSource>> FileSource::open(const std::string& path, const GoOn& go_on) {
  const bool standard_input = path == "-";
  const std::filesystem::path name(std::u8string(path.begin(), path.end()));
  auto handle = standard_input
                    ? std::make_unique<Handle>(GetStdHandle(STD_INPUT_HANDLE), false)
                    : std::make_unique<Handle>(CreateFileW(name.c_str(), GENERIC_READ,
                                                           FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                                           nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr),
                                               true);
  if (handle->file == INVALID_HANDLE_VALUE) return unreadable(path, GetLastError());
  if (GetFileType(handle->file) != FILE_TYPE_DISK) {
    if (!standard_input) return Error{FaultCode::kInputUnreadable, path + ": not a regular file"};
    auto copy = std::make_unique<Handle>(temporary(), true);
    if (copy->file == INVALID_HANDLE_VALUE || !spool(handle->file, copy->file, go_on))
      return unreadable(path, GetLastError());
    handle = std::move(copy);
  }
  LARGE_INTEGER size{};
  if (!GetFileSizeEx(handle->file, &size)) return unreadable(path, GetLastError());
  return std::unique_ptr<FileSource>(
      new FileSource(std::move(handle), path, static_cast<std::uint64_t>(size.QuadPart)));
}

Result<std::size_t> FileSource::read_at(std::uint64_t offset, std::span<std::uint8_t> into) const {
  std::size_t done = 0;
  while (done < into.size()) {
    const std::uint64_t at = offset + done;
    OVERLAPPED where{};
    where.Offset = static_cast<DWORD>(at);
    where.OffsetHigh = static_cast<DWORD>(at >> 32);
    const std::size_t left = into.size() - done;
    const DWORD wanted = left > (1u << 30) ? (1u << 30) : static_cast<DWORD>(left);
    DWORD got = 0;
    if (!ReadFile(handle_->file, into.data() + done, wanted, &got, &where)) {
      if (GetLastError() == ERROR_HANDLE_EOF) break;
      return unreadable(path_, GetLastError());
    }
    if (got == 0) break;
    done += got;
  }
  return done;
}

}  // namespace ntlmscan

#endif
