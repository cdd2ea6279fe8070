// Output files by Windows calls; handles carry bytes untranslated.
#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#include <windows.h>

#include <algorithm>
#include <string>
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

Status make_one(const std::string& path) {
  if (CreateDirectoryW(wide(path).c_str(), nullptr) != 0 || is_folder(path)) return {};
  return Error{FaultCode::kOutputFailed, path + ": cannot make this folder: " + reason(GetLastError())};
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
