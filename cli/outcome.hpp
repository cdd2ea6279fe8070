// How a run over logs ends: messages and exit status, the same for every command.
#pragma once

#include <string_view>

#include "args.hpp"
#include "faults.hpp"
#include "ntlmscan/output.hpp"
#include "ntlmscan/scan.hpp"

namespace ntlmscan::cli {

/// True if not one log could be read.
[[nodiscard]] inline bool nothing_read(const Summary& summary) noexcept {
  return summary.files == summary.files_failed;
}

/// Says so, naming each input that failed; the lines of `faults` unless they were shown before.
void complain_nothing_read(const Summary& summary, const FaultLog& faults, bool shown_before);

/// Exit status of a run that ended with `summary`.
[[nodiscard]] int status_of(const Summary& summary) noexcept;
/// The same for an Error; says what is wrong.
[[nodiscard]] int status_of(const Error& error);

/// Prints `text` on standard output. Returns `status`, or what a failure of the output makes of it.
[[nodiscard]] int print(std::string_view text, int status);

}  // namespace ntlmscan::cli
