// Microsoft-Windows-Security-Auditing: logons that worked (4624, four versions) or failed (4625).
#include <array>

#include "catalogue/field_join.hpp"
#include "catalogue/tables.hpp"

namespace ntlmscan::catalogue {
namespace {

using enum Column;
using enum InType;

constexpr auto kSubject = std::to_array<FieldDef>({
    {"SubjectUserSid", kSid, kCallerSid,
     "SID of the local account that asked for the logon; S-1-0-0 for network logons"},
    {"SubjectUserName", kText, kCallerName, "its name; - for network logons"},
    {"SubjectDomainName", kText, kCallerDomain, "its domain"},
    {"SubjectLogonId", kHexInt64, kCallerLogonId, "its logon session, 0x0 when there is none"},
});

constexpr auto k4624Version0 =
    join(kSubject,
         std::to_array<FieldDef>({
             {"TargetUserSid", kSid, kUserSid, "SID of the account logged on; S-1-5-7 is anonymous"},
             {"TargetUserName", kText, kUserName, "account logged on"},
             {"TargetDomainName", kText, kUserDomain, "its domain, or the computer for a local account"},
             {"TargetLogonId", kHexInt64, kLogonId,
              "the new logon session; joins with 4634, 4672 and 5140 of this computer and boot"},
             {"LogonType", kUInt32, kLogonType, "Windows logon type; NTLM over the network is 3"},
             {"LogonProcessName", kText, kLogonProcess,
              "trusted logon process, padded with a blank; NtLmSsp for NTLM over the network"},
             {"AuthenticationPackageName", kText, kAuthPackage, "NTLM, Kerberos, Negotiate or another package"},
             {"WorkstationName", kText, kClientName, "client computer as it names itself; often empty or -"},
             {"LogonGuid", kGuid, kLogonGuid, "ties a Kerberos logon to its ticket; zero for NTLM"},
             {"TransmittedServices", kText, kTransmittedServices, "services of an S4U logon; - for NTLM"},
             {"LmPackageName", kText, kNtlmVersion,
              "NTLM V1, NTLM V2 or LM; V1 stands on every anonymous session and proves nothing there"},
             {"KeyLength", kUInt32, kKeyLength, "NTLM session key in bits; 0 does not mean weak"},
             {"ProcessId", kPointer, kProcessId, "process that asked for the logon; 0x0 for NTLM over the network"},
             {"ProcessName", kText, kProcessName, "its image; - for NTLM over the network"},
             {"IpAddress", kText, kClientAddress, "client's address, or -"},
             {"IpPort", kText, kClientPort, "client's port, or -"},
         }));

constexpr auto k4624Version1 =
    join(k4624Version0,
         std::to_array<FieldDef>({
             {"ImpersonationLevel", kText, kNoColumn, "%%1832 identification, %%1833 impersonation, %%1840 delegation"},
         }));

constexpr auto k4624Version2 =
    join(k4624Version1, std::to_array<FieldDef>({
                            {"RestrictedAdminMode", kText, kNoColumn,
                             "%%1842 yes, %%1843 no: Remote Desktop without handing over credentials"},
                            {"TargetOutboundUserName", kText, kOutboundUser,
                             "account used for connections out of the session (logon type 9)"},
                            {"TargetOutboundDomainName", kText, kOutboundDomain, "its domain"},
                            {"VirtualAccount", kText, kNoColumn, "%%1842 yes, %%1843 no"},
                            {"TargetLinkedLogonId", kHexInt64, kLinkedLogonId,
                             "the other half of a split administrator session, 0x0 when there is none"},
                            {"ElevatedToken", kText, kElevated,
                             "%%1842 yes, %%1843 no; yes on most network logons, no sign of privilege by itself"},
                        }));

// Version 3 puts its field in the middle: positions of version 2 from there on move by one.
constexpr auto k4624Version3 =
    insert_at<22>(k4624Version2, std::to_array<FieldDef>({
                                     {"RemoteCredentialGuard", kText, kNoColumn, "%%1842 yes, %%1843 no"},
                                 }));
static_assert(k4624Version3[21].name == "RestrictedAdminMode" && k4624Version3[23].name == "TargetOutboundUserName");

constexpr auto k4625 =
    join(kSubject,
         std::to_array<FieldDef>({
             {"TargetUserSid", kSid, kUserSid, "SID of the account; S-1-0-0 on failure"},
             {"TargetUserName", kText, kUserName, "account that was tried"},
             {"TargetDomainName", kText, kUserDomain, "domain that was given"},
             {"Status", kHexInt32, kStatus, "NTSTATUS of the failure"},
             {"FailureReason", kText, kNoColumn, "%%23.. code of the reason"},
             {"SubStatus", kHexInt32, kSubStatus,
              "a more exact NTSTATUS, 0x0 when unused; 0xc0000418 is refused by NTLM policy"},
             {"LogonType", kUInt32, kLogonType, "Windows logon type; NTLM over the network is 3"},
             {"LogonProcessName", kText, kLogonProcess,
              "trusted logon process, padded with a blank; NtLmSsp for NTLM over the network"},
             {"AuthenticationPackageName", kText, kAuthPackage, "NTLM, Kerberos, Negotiate or another package"},
             {"WorkstationName", kText, kClientName, "client computer as it names itself"},
             {"TransmittedServices", kText, kTransmittedServices, "services of an S4U logon"},
             {"LmPackageName", kText, kNtlmVersion, "- on every failure seen: a failed logon carries no NTLM version"},
             {"KeyLength", kUInt32, kKeyLength, "0 on every failure seen"},
             {"ProcessId", kPointer, kProcessId, "process that asked for the logon"},
             {"ProcessName", kText, kProcessName, "its image, or -"},
             {"IpAddress", kText, kClientAddress, "client's address, or -"},
             {"IpPort", kText, kClientPort, "client's port, or -"},
         }));

consteval EventDef logon(std::uint8_t version, std::span<const FieldDef> fields) {
  return {.provider = kSecurityAuditingProvider,
          .event_id = 4624,
          .version = version,
          .symbol = "logon",
          .title = "An account was logged on",
          .group = Group::kByLogon,
          .vantage = Vantage::kServer,
          .outcome = OutcomeRule::kAllowed,
          .protocol = ProtocolRule::kByLogon,
          .fields = fields};
}

constexpr EventDef kEvents[] = {
    logon(0, k4624Version0),
    logon(1, k4624Version1),
    logon(2, k4624Version2),
    logon(3, k4624Version3),
    {.provider = kSecurityAuditingProvider,
     .event_id = 4625,
     .symbol = "logon_failed",
     .title = "An account failed to log on",
     .group = Group::kByLogon,
     .vantage = Vantage::kServer,
     .outcome = OutcomeRule::kFailure,
     .protocol = ProtocolRule::kByLogon,
     .status_kind = StatusKind::kNtStatus,
     .fields = k4625},
};

}  // namespace

std::span<const EventDef> security_logon_events() noexcept { return kEvents; }

}  // namespace ntlmscan::catalogue
