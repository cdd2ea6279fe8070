// The rules behind the derived columns (contract: groups and outcomes).
#include "columns/derive.hpp"

#include "catalogue/code_names.hpp"

namespace ntlmscan::columns {
namespace {

using catalogue::EventDef;
using catalogue::Group;
using catalogue::OutcomeRule;
using catalogue::ProtocolRule;
using plan::Logon;

constexpr std::int64_t kNtlmBlocked = 0xC0000418;

}  // namespace

std::string_view group_word(const EventDef& event, Logon logon) noexcept {
  if (event.group != Group::kByLogon) return catalogue::group_name(event.group);
  if (logon == Logon::kNtlm) return catalogue::group_name(Group::kNtlm);
  return catalogue::group_name(logon == Logon::kKerberos ? Group::kKerberos : Group::kSession);
}

std::string_view protocol_word(const EventDef& event, Logon logon) noexcept {
  switch (event.protocol) {
    case ProtocolRule::kNone:
      return {};
    case ProtocolRule::kNtlm:
      return "ntlm";
    case ProtocolRule::kKerberos:
      return "kerberos";
    case ProtocolRule::kByLogon:
      break;
  }
  switch (logon) {
    case Logon::kNtlm:
      return "ntlm";
    case Logon::kKerberos:
      return "kerberos";
    case Logon::kNegotiate:
      return "negotiate";
    default:
      return "other";
  }
}

std::string_view outcome_word(OutcomeRule rule, std::optional<std::int64_t> status,
                              std::optional<std::int64_t> sub_status) noexcept {
  const bool blocked = status == kNtlmBlocked || sub_status == kNtlmBlocked;
  switch (rule) {
    case OutcomeRule::kAllowed:
      return "allowed";
    case OutcomeRule::kWouldBlock:
      return "would_block";
    case OutcomeRule::kBlocked:
      return "blocked";
    case OutcomeRule::kFailed:
      return "failed";
    case OutcomeRule::kFailure:
      return blocked ? "blocked" : "failed";
    case OutcomeRule::kByStatus:
      if (!status) return "info";
      if (*status == 0) return "allowed";
      return blocked ? "blocked" : "failed";
    case OutcomeRule::kByResult:
      if (!status) return "info";
      return *status == 0 ? "allowed" : "failed";
    case OutcomeRule::kInfo:
      break;
  }
  return "info";
}

std::string_view status_word(catalogue::StatusKind kind, std::optional<std::int64_t> status,
                             std::optional<std::int64_t> sub_status) noexcept {
  const auto specific = sub_status.value_or(0) != 0 ? sub_status : status;
  if (!specific) return {};
  return catalogue::status_name(kind, static_cast<std::uint32_t>(*specific));
}

}  // namespace ntlmscan::columns
