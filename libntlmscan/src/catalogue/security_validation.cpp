// Microsoft-Windows-Security-Auditing: whoever holds the account checked an NTLM answer (4776, 4777, 4822, 4823).
#include "catalogue/tables.hpp"

namespace ntlmscan::catalogue {
namespace {

using enum Column;
using enum InType;

constexpr FieldDef k4776[] = {
    {"PackageName", kText, kAuthPackage, "MICROSOFT_AUTHENTICATION_PACKAGE_V1_0 on every record seen"},
    {"TargetUserName", kText, kUserName, "account name as it was sent"},
    {"Workstation", kText, kClientName, "client computer as it names itself; may be empty"},
    {"Status", kHexInt32, kStatus, "NTSTATUS, 0x0 for success"},
};

constexpr FieldDef k4777[] = {
    {"ClientUserName", kText, kCallerName, "account that asked"},
    {"TargetUserName", kText, kUserName, "account that was checked"},
    {"Workstation", kText, kClientName, "client computer as it names itself"},
    {"Status", kText, kStatus, "NTSTATUS, as text"},
};

constexpr FieldDef k4822[] = {
    {"AccountName", kText, kUserName, "account concerned"},
    {"DeviceName", kText, kClientName, "device the request came from"},
    {"Status", kHexInt32, kStatus, "NTSTATUS handed back"},
};

constexpr FieldDef k4823[] = {
    {"AccountName", kText, kUserName, "account concerned"},
    {"DeviceName", kText, kClientName, "device the request came from"},
    {"Status", kHexInt32, kStatus, "NTSTATUS handed back"},
    {"SiloName", kText, kNoColumn, "authentication policy silo of the account"},
    {"PolicyName", kText, kNoColumn, "authentication policy that applies"},
};

constexpr EventDef kEvents[] = {
    {.provider = kSecurityAuditingProvider,
     .event_id = 4776,
     .symbol = "ntlm_validation",
     .title = "The holder of the account checked NTLM credentials",
     .group = Group::kNtlm,
     .vantage = Vantage::kAuthority,
     .outcome = OutcomeRule::kByStatus,
     .protocol = ProtocolRule::kNtlm,
     .status_kind = StatusKind::kNtStatus,
     .fields = k4776},
    {.provider = kSecurityAuditingProvider,
     .event_id = 4777,
     .symbol = "ntlm_validation_failed",
     .title = "The holder of the account could not check credentials (defined, but Windows is said never to write it)",
     .group = Group::kNtlm,
     .vantage = Vantage::kAuthority,
     .outcome = OutcomeRule::kFailed,
     .protocol = ProtocolRule::kNtlm,
     .status_kind = StatusKind::kNtStatus,
     .fields = k4777},
    {.provider = kSecurityAuditingProvider,
     .event_id = 4822,
     .symbol = "ntlm_protected_user_failed",
     .title = "NTLM failed: the account is a member of Protected Users",
     .group = Group::kNtlm,
     .vantage = Vantage::kDc,
     .outcome = OutcomeRule::kFailed,
     .protocol = ProtocolRule::kNtlm,
     .status_kind = StatusKind::kNtStatus,
     .fields = k4822},
    {.provider = kSecurityAuditingProvider,
     .event_id = 4823,
     .symbol = "ntlm_auth_policy_failed",
     .title = "NTLM failed: an authentication policy forbids it",
     .group = Group::kNtlm,
     .vantage = Vantage::kDc,
     .outcome = OutcomeRule::kFailed,
     .protocol = ProtocolRule::kNtlm,
     .status_kind = StatusKind::kNtStatus,
     .fields = k4823},
};

}  // namespace

std::span<const EventDef> security_validation_events() noexcept { return kEvents; }

}  // namespace ntlmscan::catalogue
