// Microsoft-Windows-Security-Auditing: what surrounds a logon (end, explicit credentials, privileges, lockout, shares).
#include "catalogue/tables.hpp"

namespace ntlmscan::catalogue {
namespace {

using enum Column;
using enum InType;

constexpr FieldDef k4634[] = {
    {"TargetUserSid", kSid, kUserSid, "SID of the account whose session ended"},
    {"TargetUserName", kText, kUserName, "its name"},
    {"TargetDomainName", kText, kUserDomain, "its domain"},
    {"TargetLogonId", kHexInt64, kLogonId, "the session that ended"},
    {"LogonType", kUInt32, kLogonType, "Windows logon type of the session"},
};

constexpr std::span<const FieldDef> k4647 = std::span(k4634).first<4>();

constexpr FieldDef k4648[] = {
    {"SubjectUserSid", kSid, kCallerSid, "SID of the account that used other credentials"},
    {"SubjectUserName", kText, kCallerName, "its name"},
    {"SubjectDomainName", kText, kCallerDomain, "its domain"},
    {"SubjectLogonId", kHexInt64, kCallerLogonId, "its logon session"},
    {"LogonGuid", kGuid, kNoColumn, "GUID of that session"},
    {"TargetUserName", kText, kUserName, "account whose credentials were used"},
    {"TargetDomainName", kText, kUserDomain, "its domain"},
    {"TargetLogonGuid", kGuid, kLogonGuid, "GUID of the session made with them"},
    {"TargetServerName", kText, kServerName, "server they were used against; localhost for a local logon"},
    {"TargetInfo", kText, kTargetName, "SPN or name of the target"},
    {"ProcessId", kPointer, kProcessId, "process that used them"},
    {"ProcessName", kText, kProcessName, "its image path"},
    {"IpAddress", kText, kClientAddress, "client's address for a local logon, else the address of the target"},
    {"IpPort", kText, kClientPort, "port that belongs to that address"},
};

constexpr FieldDef k4672[] = {
    {"SubjectUserSid", kSid, kUserSid, "SID of the account with the privileges"},
    {"SubjectUserName", kText, kUserName, "its name"},
    {"SubjectDomainName", kText, kUserDomain, "its domain"},
    {"SubjectLogonId", kHexInt64, kLogonId, "its logon session; for NTLM this record precedes the 4624"},
    {"PrivilegeList", kText, kPrivileges, "privileges, one a line"},
};

constexpr FieldDef k4740[] = {
    {"TargetUserName", kText, kUserName, "account that was locked out"},
    {"TargetDomainName", kText, kClientName,
     "the computer the wrong passwords came from, in spite of the field's name"},
    {"TargetSid", kSid, kUserSid, "SID of the account"},
    {"SubjectUserSid", kSid, kCallerSid, "who reports it, normally the domain controller"},
    {"SubjectUserName", kText, kCallerName, "its name"},
    {"SubjectDomainName", kText, kCallerDomain, "its domain"},
    {"SubjectLogonId", kHexInt64, kCallerLogonId, "its logon session"},
};

constexpr FieldDef k5140[] = {
    {"SubjectUserSid", kSid, kUserSid, "SID of the account that opened the share"},
    {"SubjectUserName", kText, kUserName, "its name"},
    {"SubjectDomainName", kText, kUserDomain, "its domain"},
    {"SubjectLogonId", kHexInt64, kLogonId, "its logon session; joins with the 4624"},
    {"ObjectType", kText, kNoColumn, "kind of object, File"},
    {"IpAddress", kText, kClientAddress, "client's address"},
    {"IpPort", kText, kClientPort, "client's port"},
    {"ShareName", kText, kTargetName, "share as the client named it"},
    {"ShareLocalPath", kText, kNoColumn, "folder behind the share"},
    {"AccessMask", kHexInt32, kNoColumn, "rights asked for, as bits"},
    {"AccessList", kText, kNoColumn, "the same as %% codes"},
};

constexpr EventDef kEvents[] = {
    {.provider = kSecurityAuditingProvider,
     .event_id = 4634,
     .symbol = "session_ended",
     .title = "A logon session ended",
     .group = Group::kSession,
     .vantage = Vantage::kServer,
     .fields = k4634},
    {.provider = kSecurityAuditingProvider,
     .event_id = 4647,
     .symbol = "user_signed_out",
     .title = "A user signed out",
     .group = Group::kSession,
     .vantage = Vantage::kServer,
     .fields = k4647},
    {.provider = kSecurityAuditingProvider,
     .event_id = 4648,
     .symbol = "explicit_credentials",
     .title = "A process used credentials other than those of its session",
     .group = Group::kSession,
     .vantage = Vantage::kClient,
     .outcome = OutcomeRule::kAllowed,
     .quirk = Quirk::kExplicitCredentials,
     .fields = k4648},
    {.provider = kSecurityAuditingProvider,
     .event_id = 4672,
     .symbol = "privileged_session",
     .title = "A session received administrative privileges",
     .group = Group::kSession,
     .vantage = Vantage::kServer,
     .fields = k4672},
    {.provider = kSecurityAuditingProvider,
     .event_id = 4740,
     .symbol = "account_locked",
     .title = "An account was locked out",
     .group = Group::kSession,
     .vantage = Vantage::kAuthority,
     .fields = k4740},
    {.provider = kSecurityAuditingProvider,
     .event_id = 5140,
     .version = 1,
     .symbol = "share_accessed",
     .title = "A network share was opened",
     .group = Group::kSession,
     .vantage = Vantage::kServer,
     .confidence = Confidence::kRealRecord,
     .fields = k5140},
};

}  // namespace

std::span<const EventDef> security_session_events() noexcept { return kEvents; }

}  // namespace ntlmscan::catalogue
