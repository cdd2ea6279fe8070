// Output files by Windows calls; handles carry bytes untranslated.
#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#include <windows.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <system_error>

#include "sinks/descriptor.hpp"

namespace ntlmscan::sinks {
namespace {

std::wstring wide(const std::string& text) {
  const int bytes = static_cast<int>(text.size());
  const int units = MultiByteToWideChar(CP_UTF8, 0, text.data(), bytes, nullptr, 0);
  std::wstring out(static_cast<std::size_t>(units), L'\0');
  MultiByteToWideChar(CP_UTF8, 0, text.data(), bytes, out.data(), units);
  return out;
}

HANDLE handle_of(Descriptor descriptor) noexcept { return reinterpret_cast<HANDLE>(descriptor); }

std::string reason(DWORD code) { return std::system_category().message(static_cast<int>(code)); }

Error output_error(const std::string& name, DWORD code) {
  const bool gone = code == ERROR_BROKEN_PIPE || code == ERROR_NO_DATA;
  return {gone ? FaultCode::kStopped : FaultCode::kOutputFailed, name + ": cannot write: " + reason(code)};
}

std::string narrow(const std::wstring& text) {
  const int units = static_cast<int>(text.size());
  const int bytes = WideCharToMultiByte(CP_UTF8, 0, text.data(), units, nullptr, 0, nullptr, nullptr);
  std::string out(static_cast<std::size_t>(bytes), '\0');
  WideCharToMultiByte(CP_UTF8, 0, text.data(), units, out.data(), bytes, nullptr, nullptr);
  return out;
}

/// Opens what is there and changes nothing; `access` 0 only asks about it.
HANDLE open_existing(const std::string& path, DWORD access) {
  constexpr DWORD kShared = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
  return CreateFileW(wide(path).c_str(), access, kShared, nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
}

/// Even to look at a named pipe takes up the place of a reader, so these are known by their name.
bool is_pipe_name(const std::string& path) {
  constexpr std::wstring_view kPipes = L"\\\\.\\pipe\\";
  const std::wstring start = wide(path).substr(0, kPipes.size());
  return CompareStringOrdinal(start.data(), static_cast<int>(start.size()), kPipes.data(),
                              static_cast<int>(kPipes.size()), TRUE) == CSTR_EQUAL;
}

/// The name that the system itself has for an open file.
std::string final_path(HANDLE file) {
  std::wstring path(GetFinalPathNameByHandleW(file, nullptr, 0, FILE_NAME_NORMALIZED), L'\0');
  path.resize(GetFinalPathNameByHandleW(file, path.data(), static_cast<DWORD>(path.size()), FILE_NAME_NORMALIZED));
  return narrow(path);
}

Status make_one(const std::string& path) {
  if (CreateDirectoryW(wide(path).c_str(), nullptr) != 0) return {};
  const DWORD code = GetLastError();
  if (is_folder(path)) return {};
  const bool taken = occupant_of(path) == Occupant::kFile;
  const std::string why = taken ? "a file has that name" : "cannot make this folder: " + reason(code);
  return Error{FaultCode::kOutputFailed, path + ": " + why};
}

}  // namespace

Creation create_exclusive(const std::string& path, Descriptor& descriptor, std::string& error) {
  const HANDLE made =
      CreateFileW(wide(path).c_str(), GENERIC_WRITE, 0, nullptr, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr);
  descriptor = reinterpret_cast<Descriptor>(made);
  if (made != INVALID_HANDLE_VALUE) return Creation::kCreated;
  const DWORD code = GetLastError();
  if (code == ERROR_FILE_EXISTS || code == ERROR_ALREADY_EXISTS) return Creation::kExists;
  error = reason(code);
  return Creation::kFailed;
}

Descriptor standard_output() noexcept { return reinterpret_cast<Descriptor>(GetStdHandle(STD_OUTPUT_HANDLE)); }

Occupant occupant_of(const std::string& path) noexcept {
  if (is_pipe_name(path)) return Occupant::kStream;
  if (is_folder(path)) return Occupant::kFolder;
  const HANDLE opened = open_existing(path, GENERIC_WRITE);
  if (opened == INVALID_HANDLE_VALUE) {
    const bool there = GetFileAttributesW(wide(path).c_str()) != INVALID_FILE_ATTRIBUTES;
    return there ? Occupant::kFile : Occupant::kNothing;
  }
  const DWORD type = GetFileType(opened);
  CloseHandle(opened);
  return type == FILE_TYPE_CHAR || type == FILE_TYPE_PIPE ? Occupant::kStream : Occupant::kFile;
}

std::string follow_links(std::string path) {
  if (is_pipe_name(path)) return path;
  const DWORD attributes = GetFileAttributesW(wide(path).c_str());
  constexpr DWORD kOfInterest = FILE_ATTRIBUTE_REPARSE_POINT | FILE_ATTRIBUTE_DIRECTORY;
  const bool file_link = (attributes & kOfInterest) == FILE_ATTRIBUTE_REPARSE_POINT;
  if (attributes == INVALID_FILE_ATTRIBUTES || !file_link) return path;
  const HANDLE opened = open_existing(path, 0);
  if (opened == INVALID_HANDLE_VALUE) return {};
  std::string end = final_path(opened);
  CloseHandle(opened);
  return end;
}

bool names_descriptor(const std::string&) noexcept { return false; }

Descriptor open_stream(const std::string& path, std::string& error) {
  const HANDLE opened = open_existing(path, GENERIC_WRITE);
  if (opened == INVALID_HANDLE_VALUE) error = reason(GetLastError());
  return reinterpret_cast<Descriptor>(opened);
}

Status write_all(Descriptor descriptor, std::string_view bytes, const std::string& name) {
  constexpr std::size_t kAtOnce = std::size_t{1} << 26;
  while (!bytes.empty()) {
    const auto wanted = static_cast<DWORD>(std::min(bytes.size(), kAtOnce));
    DWORD written = 0;
    if (WriteFile(handle_of(descriptor), bytes.data(), wanted, &written, nullptr) == 0)
      return output_error(name, GetLastError());
    if (written == 0) return output_error(name, ERROR_DISK_FULL);
    bytes.remove_prefix(written);
  }
  return {};
}

Status close_descriptor(Descriptor descriptor, const std::string& name) {
  if (CloseHandle(handle_of(descriptor)) != 0) return {};
  return output_error(name, GetLastError());
}

Status rename_over(const std::string& from, const std::string& to) {
  if (MoveFileExW(wide(from).c_str(), wide(to).c_str(), MOVEFILE_REPLACE_EXISTING) != 0) return {};
  return output_error(to, GetLastError());
}

void remove_quietly(const std::string& path) noexcept { DeleteFileW(wide(path).c_str()); }

bool is_folder(const std::string& path) noexcept {
  const DWORD attributes = GetFileAttributesW(wide(path).c_str());
  return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

Status make_folders(const std::string& path) {
  for (std::size_t cut = path.find_first_of("/\\", 1); cut != std::string::npos;
       cut = path.find_first_of("/\\", cut + 1)) {
    const std::string above = path.substr(0, cut);
    if (is_folder(above) || above.back() == ':') continue;
    if (Status made = make_one(above); !made) return made;
  }
  return make_one(path);
}

std::uint64_t process_number() noexcept { return GetCurrentProcessId(); }

}  // namespace ntlmscan::sinks
#endif
