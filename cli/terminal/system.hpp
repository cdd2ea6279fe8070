// What the command line needs of the operating system, one twin per system.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ntlmscan::cli {

enum class Stream : std::uint8_t { kOutput, kError };

/// Makes the terminal take UTF-8 and colours; lets a closed pipe be an error to handle and not the end.
void prepare_terminal();
/// What was typed behind the program's name, as UTF-8 where the system has its own idea of text.
[[nodiscard]] std::vector<std::string> command_words(int argc, char** argv);
[[nodiscard]] bool is_terminal(Stream stream) noexcept;
/// Value of an environment variable; empty if it is not set.
[[nodiscard]] std::string environment(const char* name);
/// The most memory this run has had resident, in bytes; 0 where the system does not say.
[[nodiscard]] std::uint64_t peak_memory() noexcept;

/// The file of `ntlmscan-NAME` beside this program or on PATH; empty if there is none.
[[nodiscard]] std::string find_external(const std::string& name);
/// Runs it with `words` in place of this program, or waits for it; returns its exit status, 127 if it cannot start.
[[nodiscard]] int run_external(const std::string& path, const std::vector<std::string>& words);

/// From now on the first Ctrl-C only sets interrupted(); the second ends the program at once.
void watch_interrupt();
[[nodiscard]] bool interrupted() noexcept;

}  // namespace ntlmscan::cli
