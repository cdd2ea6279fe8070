// The texts of signs.
#include "scan/signs.hpp"

namespace ntlmscan::scanning {
namespace {

constexpr std::string_view kBehindEvidence = "; innocent cause: ";
constexpr std::string_view kNoCause = "; no innocent cause is known";

struct Cause {
  FaultCode code;
  std::string_view text;
};
constexpr Cause kCauses[] = {
    {FaultCode::kHiddenBytes, "none known: Windows pads with at most 7 bytes; a record can be hidden this way"},
    {FaultCode::kIdGap,
     "the machine failed before records reached the disk, or the file was put together from several"},
    {FaultCode::kTimeBack,
     "the clock was set or synchronised (4616, Kernel-General 1), a virtual machine went on from a snapshot"},
    {FaultCode::kRecordsChecksum, "a fault of the disk or of the copy"},
    {FaultCode::kChunkCount, "the file was copied while the service wrote to it, or the copy was cut"},
    {FaultCode::kNextRecord, "the file was copied while the service wrote to it"},
    {FaultCode::kLogCleared, "an administrator may empty a log for good reasons"},
    {FaultCode::kLogFull, "a log that is neither archived nor overwritten fills up"},
};

}  // namespace

std::string_view innocent_cause(FaultCode code) noexcept {
  for (const Cause& cause : kCauses) {
    if (cause.code == code) return cause.text;
  }
  return {};
}

Fault sign_fault(FaultCode code, std::uint64_t at, std::uint64_t bytes, const std::string& evidence,
                 Severity severity) {
  const std::string_view cause = innocent_cause(code);
  std::string message = evidence;
  message.append(cause.empty() ? kNoCause : kBehindEvidence).append(cause);
  return {code, severity, at, bytes, std::move(message)};
}

std::string evidence_of(const Fault& fault) {
  const std::string_view behind = innocent_cause(fault.code).empty() ? kNoCause : kBehindEvidence;
  return fault.message.substr(0, fault.message.rfind(behind));
}

}  // namespace ntlmscan::scanning
