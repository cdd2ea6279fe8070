// The notes: one row per event, texts that several events share named above them.
#include "catalogue/event_notes.hpp"

#include "catalogue/tables.hpp"

namespace ntlmscan::catalogue {
namespace {

using std::string_view;

constexpr string_view kOutgoingAudit =
    "Restrict NTLM: Outgoing NTLM traffic to remote servers, value 1 (RestrictSendingNTLMTraffic)";
constexpr string_view kOutgoingDeny =
    "Restrict NTLM: Outgoing NTLM traffic to remote servers, value 2: an outage, not an audit";
constexpr string_view kIncomingAudit =
    "Restrict NTLM: Audit Incoming NTLM Traffic (AuditReceivingNTLMTraffic): value 2 for all accounts; with 1 "
    "probably 8003 alone";
constexpr string_view kIncomingDeny = "Restrict NTLM: Incoming NTLM traffic, value 1 or 2: an outage, not an audit";
constexpr string_view kDomainAudit =
    "Restrict NTLM: Audit NTLM authentication in this domain (AuditNTLMInDomain), value 7 for everything";
constexpr string_view kDomainDeny =
    "Restrict NTLM: NTLM authentication in this domain (RestrictNTLMInDomain): an outage, not an audit";
constexpr string_view kEnhanced =
    "on by default where the build has it: Windows 11 24H2 and later, Server 2025, by update level "
    "(LogEnhancedAuditEvents)";
constexpr string_view kEnhancedDomain =
    "on by default where the build has it: Server 2025, by update level (EnableEnhancedDomainNtlmLogs)";
constexpr string_view kProtectedUsers =
    "membership in Protected Users; the log ProtectedUserFailures-DomainController has to be enabled";
constexpr string_view kPolicies =
    "an authentication policy or silo; the log AuthenticationPolicyFailures-DomainController has to be enabled";
constexpr string_view kAuditLogon = "audit subcategory Logon";
constexpr string_view kAuditLogoff = "audit subcategory Logoff";
constexpr string_view kAuditValidation = "audit subcategory Credential Validation";
constexpr string_view kAlways = "always on";
constexpr string_view kBottleneck =
    "WarningEventThreshold under Netlogon\\Parameters: 1 to 45 seconds, 0 for none; EventLogPeriodicity spaces the "
    "summaries";
constexpr string_view kNotice = "always on, in the System log";
constexpr string_view kSecureChannelRules = "always on at a domain controller with the Netlogon changes of 2020";
constexpr string_view kTrustRules = "on at a domain controller whose update filters pass-through NTLM over trusts";
constexpr string_view kNegotiateNotice = "the LSA itself, in the System log";

constexpr string_view kClientRecord =
    "Whether the attempt succeeded. The reason's number is wrong on some builds: read its text first. Purely local "
    "exchanges may be missing.";
constexpr string_view kServerRecord =
    "Why the client did not use Kerberos; the client's name is its own claim. On some builds the three target fields "
    "stand one place off.";
constexpr string_view kDcRecord =
    "The program at either end, the client's address, the reason for NTLM. The client's name is its own claim.";
constexpr string_view kSecureChannel =
    "Process, address, NTLM version, result. The client's name is its own claim. SChannelName is who asked this DC: "
    "perhaps a gateway, an NPS, an Exchange server or a proxy that passes other people's logons on.";
constexpr string_view kNoAccount = "Which account or logon it concerned.";
constexpr string_view kSlotCount =
    "Whose logon it was: it counts requests. The cause is usually too few pass-through slots, not a policy.";

constexpr EventNote kNotes[] = {
    {kNtlmProvider, 8001,
     "That NTLM was used: it is an attempt, and a phantom where NTLM was only on offer and Kerberos won. Result, "
     "version and reason are missing. Without UserName the account is the one of the process. PID 4 hides the program "
     "behind the SMB redirector.",
     kOutgoingAudit},
    {kNtlmProvider, 4001,
     "Whether the program found another way, with Kerberos for instance. The client itself gets STATUS_NOT_SUPPORTED.",
     kOutgoingDeny},
    {kNtlmProvider, 8002,
     "Who logged on: the account named is the local process' own. Alone it is no authentication: it opens every "
     "handshake, local, anonymous and broken-off ones included. Join with 8003, 4624 or 4022.",
     kIncomingAudit},
    {kNtlmProvider, 4002, "Who tried to log on: the account named is the local process' own.", kIncomingDeny},
    {kNtlmProvider, 8003,
     "The client's address, the version, the result. Workstation is the client's own claim. Local accounts never "
     "appear here.",
     kIncomingAudit},
    {kNtlmProvider, 4003, "The client's address and the version. Workstation is the client's own claim.",
     kIncomingDeny},
    {kNtlmProvider, 4010, "The server and the account.",
     "Minimum session security for NTLM SSP based clients (NtlmMinClientSec)"},
    {kNtlmProvider, 4011, "The client and the account.",
     "Minimum session security for NTLM SSP based servers (NtlmMinServerSec)"},
    {kNtlmProvider, 4012, "The server. It is no failure of the logon.", "a domain that rolls NTLM secrets"},
    {kNtlmProvider, 4013,
     "That the list is whole: where Credential Guard runs, the ordinary audit records may be missing.",
     "Credential Guard"},
    {kNtlmProvider, 4014, "Account and server. Where Credential Guard runs, the ordinary audit records may be missing.",
     "Credential Guard"},
    {kNtlmProvider, 4015, "That the machine blocks NTLM: one program did, the SMB client's block for instance.",
     "the program, such as the SMB client with BlockNTLM"},
    {kNtlmProvider, 4020, kClientRecord, kEnhanced},
    {kNtlmProvider, 4021,
     "That anything was refused: it warns of NTLMv1, an anonymous session, a missing integrity code, missing channel "
     "bindings or an SPN from an untrusted source. The version is in NtlmVersion only. Otherwise as 4020.",
     kEnhanced},
    {kNtlmProvider, 4022, kServerRecord, kEnhanced},
    {kNtlmProvider, 4023,
     "That anything was refused: Status tells that. It warns of NTLMv1, an anonymous session, a missing integrity "
     "code, missing channel bindings or an SPN from an untrusted source. The version is in NtlmVersion only. "
     "Otherwise as 4022.",
     kEnhanced},
    {kNtlmProvider, 4024,
     "That NTLMv1 went over the network: a credential derived from it was made for single sign-on, for MS-CHAPv2 for "
     "instance. It says nothing of NTLMv2 traffic.",
     "BlockNtlmv1SSO, value 0; not where Credential Guard runs"},
    {kNtlmProvider, 4025, "That NTLM as such is blocked: only single sign-on derived from NTLMv1 is.",
     "BlockNtlmv1SSO, value 1: the default from October 2026 on"},
    {kNtlmProvider, 4026, "Its fields: no manifest is public, the values are kept by position.",
     "the enhanced blocking policy of builds to come, in audit"},
    {kNtlmProvider, 4027, "Its fields: no manifest is public, the values are kept by position.",
     "the enhanced blocking policy of builds to come"},
    {kNtlmProvider, 100, "The server and the address.", kProtectedUsers},
    {kNtlmProvider, 101, "The server and the address.", kPolicies},
    {kNtlmProvider, 301, "The server and the address. Nothing was refused yet.", kPolicies},
    {kSecurityNetlogonProvider, 8004, kSecureChannel, kDomainAudit},
    {kSecurityNetlogonProvider, 8005, "Process, address, NTLM version, result. The client's name is its own claim.",
     kDomainAudit},
    {kSecurityNetlogonProvider, 8006,
     "Process, address, NTLM version, result, and the server: only the trust it came over. The client's name is its "
     "own claim.",
     kDomainAudit},
    {kSecurityNetlogonProvider, 4004, kSecureChannel, kDomainDeny},
    {kSecurityNetlogonProvider, 4005, "Process, address, NTLM version. The client's name is its own claim.",
     kDomainDeny},
    {kSecurityNetlogonProvider, 4006, "Process, address, NTLM version, and the server: only the trust it came over.",
     kDomainDeny},
    {kSecurityNetlogonProvider, 4030, kDcRecord, kEnhancedDomain},
    {kSecurityNetlogonProvider, 4031,
     "That anything was refused: Status tells that. The version is in NtlmVersion only. Otherwise as 4030.",
     kEnhancedDomain},
    {kSecurityNetlogonProvider, 4032,
     "The program at either end, the client's address (ServerIP is the server's), the reason for NTLM. The client's "
     "name is its own claim.",
     kEnhancedDomain},
    {kSecurityNetlogonProvider, 4033,
     "That anything was refused: Status tells that. The version is in NtlmVersion only. Otherwise as 4032.",
     kEnhancedDomain},
    {kSecurityAuditingProvider, 4624,
     "For NTLM, the program that accepted the logon (8003 and 4022 do), and why not Kerberos. NTLM V1 beside "
     "ANONYMOUS LOGON (S-1-5-7) is not NTLMv1. Negotiate with an empty LmPackageName can still have been NTLM. "
     "WorkstationName is the client's own claim.",
     kAuditLogon},
    {kSecurityAuditingProvider, 4625,
     "The NTLM version: a failure carries none. A sub-status of 0xc0000418 is a refusal by NTLM policy, not a wrong "
     "password.",
     kAuditLogon},
    {kSecurityAuditingProvider, 4634, "What was done in the session.", kAuditLogoff},
    {kSecurityAuditingProvider, 4647, "That the session is gone: 4634 says that.", kAuditLogoff},
    {kSecurityAuditingProvider, 4648,
     "The protocol, and whether it worked. With a remote target, IpAddress and IpPort are the target's.", kAuditLogon},
    {kSecurityAuditingProvider, 4672,
     "The protocol. Join on computer, boot and logon id; for NTLM it stands before its 4624.",
     "audit subcategory Special Logon"},
    {kSecurityAuditingProvider, 4740, "The protocol, and the program with the old password.",
     "audit subcategory User Account Management"},
    {kSecurityAuditingProvider, 5140, "The protocol: join the logon id with its 4624.", "audit subcategory File Share"},
    {kSecurityAuditingProvider, 4768, "Anything of NTLM: it is the other half of the comparison.",
     "audit subcategory Kerberos Authentication Service"},
    {kSecurityAuditingProvider, 4769,
     "A missing SPN, unless KdcExtraLogLevel asks for it; targets given by address never get here. One ticket serves "
     "hours of logons, so counts do not compare with NTLM's.",
     "audit subcategory Kerberos Service Ticket Operations"},
    {kSecurityAuditingProvider, 4771, "Anything of NTLM: a wrong password or skewed clock seen by Kerberos.",
     "audit subcategory Kerberos Authentication Service"},
    {kSecurityAuditingProvider, 4776,
     "The server that was accessed, the address, the version. On a member it means a local account. One logon can "
     "write several. Workstation is the client's own claim and may be empty.",
     kAuditValidation},
    {kSecurityAuditingProvider, 4777, "Probably nothing, ever: it is defined, but said never to be written.",
     kAuditValidation},
    {kSecurityAuditingProvider, 4822, "The server. No real record is known; 100 says the same in its own log.",
     kAuditValidation},
    {kSecurityAuditingProvider, 4823, "The server. No real record is known; 101 says the same in its own log.",
     kAuditValidation},
    {kSecurityAuditingProvider, 6272,
     "That NTLM was used, unless AuthenticationType says MS-CHAP: then blocking NTLM at the DC breaks it.",
     "audit subcategory Network Policy Server"},
    {kSecurityAuditingProvider, 6273, "That NTLM was used, unless AuthenticationType says MS-CHAP.",
     "audit subcategory Network Policy Server"},
    {kSecurityKerberosProvider, 3, "That NTLM followed; code 0x7 for an SPN with an 8001 close by suggests it.",
     "LogLevel 1 under Lsa\\Kerberos\\Parameters"},
    {kSecurityKerberosProvider, 4, "Which account holds the SPN by mistake.", kNotice},
    {kSecurityKerberosProvider, 100, "That NTLM followed. It shares its id with an NTLM event of a domain controller.",
     "the log Microsoft-Windows-Kerberos/Operational, which is off by default"},
    {kSecurityKerberosProvider, 101, "That NTLM followed. It shares its id with an NTLM event of a domain controller.",
     "the log Microsoft-Windows-Kerberos/Operational, which is off by default"},
    {kKdcProvider, 11, "Which client met it.", kNotice},
    {kNetlogonProvider, 5816,
     "The client and the server. The cause is usually too few pass-through slots (MaxConcurrentApi), not a policy.",
     kNotice},
    {kNetlogonProvider, 5817, kSlotCount, kNotice},
    {kNetlogonProvider, 5818, "The client and the server. The logon may well have worked.", kBottleneck},
    {kNetlogonProvider, 5819, kSlotCount, kBottleneck},
    {kNetlogonProvider, 5826, "Anything of NTLM: it is about the secure channel itself.", kSecureChannelRules},
    {kNetlogonProvider, 5827, "Anything of NTLM: it is about the secure channel itself.", kSecureChannelRules},
    {kNetlogonProvider, 5828, "Anything of NTLM: it is about the secure channel itself.", kSecureChannelRules},
    {kNetlogonProvider, 5829, "Anything of NTLM: it is about the secure channel itself.", kSecureChannelRules},
    {kNetlogonProvider, 5830, "Anything of NTLM: it is about the secure channel itself.", kSecureChannelRules},
    {kNetlogonProvider, 5831, "Anything of NTLM: it is about the secure channel itself.", kSecureChannelRules},
    {kNetlogonProvider, 5832, kNoAccount, kTrustRules},
    {kNetlogonProvider, 5833, kNoAccount, kTrustRules},
    {kNetlogonProvider, 5834, "The program at either end.", kTrustRules},
    {kNetlogonProvider, 5835, "The program at either end.", kTrustRules},
    {kLsaSrvProvider, 6036, "The server: there was no target name.", kNotice},
    {kLsaSrvProvider, 6037, "The account.", kNotice},
    {kLsaSrvProvider, 6038,
     "Who used NTLM or how often: once a boot, with the first client. It survives where the NTLM log has wrapped.",
     kNotice},
    {kLsaSrvProvider, 6039, "Who used NTLM or how often: once a boot, with the first client.", kNotice},
    {kLsaSrvProvider, 6040, "The client and the account.",
     "a server that checks target names, such as the SMB server by its SPN validation level"},
    {kLsaSrvProvider, 6041, "The account and the program; the meaning of its number is not public.", kNotice},
    {kLsaSrvProvider, 40960, "That NTLM followed. The protocol is a word among its values.", kNegotiateNotice},
    {kLsaSrvProvider, 40961, "The account and the program. Often a domain controller could not be reached.",
     kNegotiateNotice},
    {kLsaSrvProvider, 40962, "The account and the program.", kNegotiateNotice},
    {kLsaSrvProvider, 40965, "The account and the program.", kNegotiateNotice},
    {kLsaSrvProvider, 40966, "The account, the program and the server.", kNegotiateNotice},
    {kLsaSrvProvider, 40967, "The account, the program and the server.", kNegotiateNotice},
    {kLsaSrvProvider, 40969, "The account, the program and the server.", kNegotiateNotice},
    {kEventlogProvider, 104, "What was in the log.", kAlways},
    {kEventlogProvider, 1100, "", kAlways},
    {kEventlogProvider, 1101, "How many events, or which.", kAlways},
    {kEventlogProvider, 1102, "What was in the log.", kAlways},
    {kEventlogProvider, 1104, "", "a Security log that may not overwrite itself"},
    {kSecurityAuditingProvider, 4608, "", "audit subcategory Security State Change"},
    {kSecurityAuditingProvider, 4616, "By how much records around it are off: compare both times.",
     "audit subcategory Security State Change"},
    {kSecurityAuditingProvider, 4719, "NTLM policies: they are no audit policy and leave no such record.",
     "audit subcategory Audit Policy Change"},
    {kKernelGeneralProvider, 12, "", kAlways},
    {kKernelGeneralProvider, 13, "", kAlways},
    {kClassicEventLogProvider, 6005, "", kAlways},
    {kClassicEventLogProvider, 6006, "", kAlways},
    {kClassicEventLogProvider, 6008, "Why.", kAlways},
    {kClassicEventLogProvider, 6009, "", kAlways},
    {kClassicEventLogProvider, 6011, "", kAlways},
};

}  // namespace

const EventNote* find_note(const EventDef& event) noexcept {
  for (const EventNote& note : kNotes) {
    if (note.event_id == event.event_id && note.provider == event.provider) return &note;
  }
  return nullptr;
}

}  // namespace ntlmscan::catalogue
