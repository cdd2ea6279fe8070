// Windows: consoles, programs, Ctrl-C.
#ifdef _WIN32
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>
// behind windows.h
#include <psapi.h>
#include <shellapi.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "terminal/system.hpp"

namespace ntlmscan::cli {
namespace {

std::atomic<bool> interrupt_seen{false};

BOOL WINAPI note_interrupt(DWORD kind) {
  if (kind != CTRL_C_EVENT && kind != CTRL_BREAK_EVENT) return FALSE;
  return interrupt_seen.exchange(true) ? FALSE : TRUE;
}

std::string to_utf8(std::wstring_view wide) {
  const int length = static_cast<int>(wide.size());
  const int size = WideCharToMultiByte(CP_UTF8, 0, wide.data(), length, nullptr, 0, nullptr, nullptr);
  std::string out(static_cast<std::size_t>(size), '\0');
  WideCharToMultiByte(CP_UTF8, 0, wide.data(), length, out.data(), size, nullptr, nullptr);
  return out;
}

std::wstring to_wide(std::string_view text) {
  const int length = static_cast<int>(text.size());
  const int size = MultiByteToWideChar(CP_UTF8, 0, text.data(), length, nullptr, 0);
  std::wstring out(static_cast<std::size_t>(size), L'\0');
  MultiByteToWideChar(CP_UTF8, 0, text.data(), length, out.data(), size);
  return out;
}

HANDLE handle_of(Stream stream) noexcept {
  return GetStdHandle(stream == Stream::kOutput ? STD_OUTPUT_HANDLE : STD_ERROR_HANDLE);
}

void take_colours(Stream stream) noexcept {
  DWORD mode = 0;
  if (GetConsoleMode(handle_of(stream), &mode) != 0) {
    SetConsoleMode(handle_of(stream), mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
  }
}

std::filesystem::path own_folder() {
  std::wstring name(32768, L'\0');
  name.resize(GetModuleFileNameW(nullptr, name.data(), static_cast<DWORD>(name.size())));
  return std::filesystem::path(name).parent_path();
}

// One word of a command line, quoted as CommandLineToArgvW undoes it: backslashes count only in front of a quote.
std::wstring quoted(const std::wstring& word) {
  std::wstring out = L"\"";
  std::size_t slashes = 0;
  for (const wchar_t c : word) {
    if (c == L'"') out.append(slashes + 1, L'\\');
    slashes = c == L'\\' ? slashes + 1 : 0;
    out += c;
  }
  out.append(slashes, L'\\');
  return out + L"\"";
}

}  // namespace

void prepare_terminal() {
  SetConsoleOutputCP(CP_UTF8);
  take_colours(Stream::kOutput);
  take_colours(Stream::kError);
}

std::vector<std::string> command_words(int, char**) {
  int count = 0;
  LPWSTR* words = CommandLineToArgvW(GetCommandLineW(), &count);
  std::vector<std::string> out;
  for (int i = 1; i < count; ++i) out.push_back(to_utf8(words[i]));
  LocalFree(words);
  return out;
}

bool is_terminal(Stream stream) noexcept {
  DWORD mode = 0;
  return GetConsoleMode(handle_of(stream), &mode) != 0;
}

std::string environment(const char* name) {
  const wchar_t* value = _wgetenv(to_wide(name).c_str());
  return value == nullptr ? std::string() : to_utf8(value);
}

std::uint64_t peak_memory() noexcept {
  PROCESS_MEMORY_COUNTERS counters{};
  if (K32GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof(counters)) == 0) return 0;
  return counters.PeakWorkingSetSize;
}

std::string find_external(const std::string& name) {
  const std::wstring file = L"ntlmscan-" + to_wide(name) + L".exe";
  std::error_code ignored;
  const std::filesystem::path beside = own_folder() / file;
  if (std::filesystem::is_regular_file(beside, ignored)) return to_utf8(beside.native());
  const std::wstring path = to_wide(environment("PATH"));
  std::wstring_view rest = path;
  while (!rest.empty()) {
    const std::size_t end = rest.find(L';');
    const std::filesystem::path found = std::filesystem::path(rest.substr(0, end)) / file;
    rest = end == std::wstring_view::npos ? std::wstring_view() : rest.substr(end + 1);
    if (found.is_absolute() && std::filesystem::is_regular_file(found, ignored)) return to_utf8(found.native());
  }
  return {};
}

int run_external(const std::string& path, const std::vector<std::string>& words) {
  std::wstring line = quoted(to_wide(path));
  for (const std::string& word : words) line += L" " + quoted(to_wide(word));
  STARTUPINFOW start{};
  start.cb = sizeof(start);
  PROCESS_INFORMATION started{};
  if (CreateProcessW(to_wide(path).c_str(), line.data(), nullptr, nullptr, TRUE, 0, nullptr, nullptr, &start,
                     &started) == 0) {
    return 127;
  }
  DWORD status = 127;
  WaitForSingleObject(started.hProcess, INFINITE);
  GetExitCodeProcess(started.hProcess, &status);
  CloseHandle(started.hThread);
  CloseHandle(started.hProcess);
  return static_cast<int>(status);
}

void watch_interrupt() { SetConsoleCtrlHandler(note_interrupt, TRUE); }

bool interrupted() noexcept { return interrupt_seen.load(); }

}  // namespace ntlmscan::cli
#endif
