// POSIX: terminals, programs, signals.
#ifndef _WIN32
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "terminal/system.hpp"

namespace ntlmscan::cli {
namespace {

volatile std::sig_atomic_t interrupt_seen = 0;  // a signal handler may set nothing else

extern "C" void note_interrupt(int) { interrupt_seen = 1; }

std::string own_folder() {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::string() : program.parent_path().string();
}

bool is_program(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored) && access(path.c_str(), X_OK) == 0;
}

}  // namespace

void prepare_terminal() { std::signal(SIGPIPE, SIG_IGN); }

std::vector<std::string> command_words(int argc, char** argv) {
  return argc > 0 ? std::vector<std::string>(argv + 1, argv + argc) : std::vector<std::string>();
}

bool is_terminal(Stream stream) noexcept {
  return isatty(stream == Stream::kOutput ? STDOUT_FILENO : STDERR_FILENO) == 1;
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

std::uint64_t peak_memory() noexcept {
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) != 0) return 0;
#ifdef __APPLE__
  constexpr std::uint64_t kUnit = 1;
#else
  constexpr std::uint64_t kUnit = 1024;
#endif
  return static_cast<std::uint64_t>(usage.ru_maxrss) * kUnit;
}

std::string find_external(const std::string& name) {
  const std::string file = "/ntlmscan-" + name;
  if (const std::string beside = own_folder() + file; is_program(beside)) return beside;
  const std::string path = environment("PATH");
  std::string_view rest = path;
  while (!rest.empty()) {
    const std::size_t colon = rest.find(':');
    const std::string_view folder = rest.substr(0, colon);
    rest = colon == std::string_view::npos ? std::string_view() : rest.substr(colon + 1);
    if (folder.empty()) continue;  // an empty part would mean the current folder: not a place to run things from
    if (std::string found = std::string(folder) + file; is_program(found)) return found;
  }
  return {};
}

int run_external(const std::string& path, const std::vector<std::string>& words) {
  std::vector<std::string> texts{path};
  texts.insert(texts.end(), words.begin(), words.end());
  std::vector<char*> arguments;
  for (std::string& text : texts) arguments.push_back(text.data());
  arguments.push_back(nullptr);
  std::signal(SIGPIPE, SIG_DFL);
  execv(path.c_str(), arguments.data());
  return 127;
}

void watch_interrupt() {
  struct sigaction action {};
  action.sa_handler = note_interrupt;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() noexcept { return interrupt_seen != 0; }

}  // namespace ntlmscan::cli
#endif
