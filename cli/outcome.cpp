// Exit status and the messages that go with it.
#include "outcome.hpp"

#include "terminal/system.hpp"

namespace ntlmscan::cli {

void complain_nothing_read(const Summary& summary, const FaultLog& faults, bool shown_before) {
  if (summary.files == 0) return complain("no event log was found in what was named");
  if (!shown_before) {
    for (const FaultLine& line : faults.lost_lines()) complain(line.whole());
  }
  if (summary.files > FaultLog::kKept) complain("none of " + std::to_string(summary.files) + " inputs could be read");
}

int status_of(const Summary& summary) noexcept {
  if (summary.stopped) return interrupted() ? kInterrupted : kDone;  // or the reader of the output had enough
  if (nothing_read(summary)) return kFailed;
  return summary.faults_lost > 0 ? kLost : kDone;
}

int status_of(const Error& error) {
  complain(error.message);
  return interrupted() ? kInterrupted : kFailed;  // a FIFO without a reader is waited for
}

int print(std::string_view text, int status) {
  auto out = open_text_output("-");
  if (!out) return status_of(out.error());
  Status written = out.value()->write(text);
  if (written.ok()) written = out.value()->finish();
  if (written.ok() || written.error().code == FaultCode::kStopped) return status;
  return status_of(written.error());
}

}  // namespace ntlmscan::cli
