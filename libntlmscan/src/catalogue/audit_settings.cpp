// What to switch on where before logs can answer: values, with what each one does.
#include <span>

#include "ntlmscan/catalogue.hpp"

namespace ntlmscan {
namespace {

using std::string_view;

constexpr string_view kClient = "client";
constexpr string_view kServer = "server";
constexpr string_view kDomainController = "domain controller";
constexpr string_view kEverywhere = "every computer";

constexpr string_view kMsv = "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0";
constexpr string_view kNetlogon = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\Netlogon\\Parameters";
constexpr string_view kDword = "REG_DWORD";
constexpr string_view kList = "REG_MULTI_SZ";
constexpr string_view kSubcategory = "audit subcategory";
constexpr string_view kAuditpol = "auditpol.exe, or Advanced Audit Policy Configuration";

constexpr SettingValue kLogSize[] = {
    {"1052672", "about 1 MB: minutes to hours on a busy server", false},
    {"268435456", "256 MB", false},
};

constexpr SettingValue kOutgoing[] = {
    {"0", "allow all, record nothing", false},
    {"1", "allow all, record 8001", false},
    {"2", "DENY all outgoing NTLM but to the exceptions, record 4001: breaks whatever still needs NTLM", true},
};

constexpr SettingValue kAuditIncoming[] = {
    {"0", "record nothing", false},
    {"1", "record NTLM of domain accounts", false},
    {"2", "record NTLM of all accounts", false},
};

constexpr SettingValue kRestrictIncoming[] = {
    {"0", "allow all", false},
    {"1", "DENY domain accounts, record 4003", true},
    {"2", "DENY all accounts, record 4002 and 4003; loopback and null sessions break too", true},
};

constexpr SettingValue kAuditDomain[] = {
    {"0", "record nothing", false},
    {"1", "record domain accounts at servers of the domain", false},
    {"3", "record domain accounts, whatever the server", false},
    {"5", "record all accounts at servers of the domain", false},
    {"7", "record everything this DC is asked about", false},
};

constexpr SettingValue kRestrictDomain[] = {
    {"0", "allow all", false},
    {"1", "DENY domain accounts at servers of the domain", true},
    {"3", "DENY domain accounts, whatever the server", true},
    {"5", "DENY all accounts at servers of the domain", true},
    {"7", "DENY everything this DC is asked about", true},
};

constexpr SettingValue kExceptions[] = {
    {"one name a line", "a server that stays allowed; a single * may stand anywhere in the line", false},
};

constexpr SettingValue kEnhancedLog[] = {
    {"0", "record none of them", false},
    {"1", "record them; the same as no value", false},
};

constexpr SettingValue kV1Sso[] = {
    {"0", "allow and record 4024", false},
    {"1", "REFUSE and record 4025; the default from October 2026 on", true},
};

constexpr SettingValue kLmLevel[] = {
    {"0", "send LM and NTLM", false},
    {"1", "the same, with NTLMv2 session security where agreed", false},
    {"2", "send NTLM only", false},
    {"3", "send NTLMv2 only", false},
    {"4", "send NTLMv2 only, and a DC REFUSES LM", true},
    {"5", "send NTLMv2 only, and a DC REFUSES LM and NTLMv1", true},
};

constexpr SettingValue kSmbBlock[] = {
    {"0", "allow", false},
    {"1", "DENY NTLM for SMB connections out of this computer but to the exceptions", true},
};

constexpr SettingValue kKdcLevel[] = {
    {"1", "bit: record unknown SPNs as failed 4769", false},
    {"2", "bit: record PKINIT errors; the default", false},
    {"4", "bit: record all KDC errors", false},
    {"8", "bit: warn of S4U2Self requests", false},
};

constexpr SettingValue kKerberosLevel[] = {
    {"0", "record nothing; the same as no value", false},
    {"1", "record Kerberos errors as event 3 in the System log", false},
};

constexpr SettingValue kIpSpn[] = {
    {"0", "never ask Kerberos for an address; the same as no value", false},
    {"1", "try Kerberos for a target given as an address; an SPN with that address must be registered", false},
};

constexpr SettingValue kSessionSecurity[] = {
    {"0x00000000", "ask for nothing", false},
    {"0x20000000", "REFUSE sessions without 128-bit keys", true},
    {"0x00080000", "REFUSE sessions without NTLMv2 session security", true},
    {"0x20080000", "REFUSE sessions that lack either", true},
};

constexpr SettingValue kSuccessFailure[] = {
    {"success", "record what worked", false},
    {"failure", "record what failed", false},
};

constexpr AuditSetting kSettings[] = {
    {"Size of Microsoft-Windows-NTLM/Operational", kEverywhere, "wevtutil.exe", "", "log size", "1052672", "268435456",
     "wevtutil sl Microsoft-Windows-NTLM/Operational /ms:268435456", "8001-8006, 4001-4033",
     "Enlarge it first: at its default size the log wraps before anybody has read it. Retention stays on overwrite.",
     kLogSize},
    {"Network security: Restrict NTLM: Outgoing NTLM traffic to remote servers", kClient, kMsv,
     "RestrictSendingNTLMTraffic", kDword, "0", "1", "", "8001 (value 1), 4001 (value 2)",
     "The one policy where audit and deny are neighbours in one list: 1 is the audit, 2 is an outage. Set it on "
     "servers too, they are clients of others.",
     kOutgoing},
    {"Network security: Restrict NTLM: Audit Incoming NTLM Traffic", kServer, kMsv, "AuditReceivingNTLMTraffic", kDword,
     "0", "2", "", "8002, 8003", "Records only; it never refuses. With 1, 8002 is probably missing.", kAuditIncoming},
    {"Network security: Restrict NTLM: Audit NTLM authentication in this domain", kDomainController, kNetlogon,
     "AuditNTLMInDomain", kDword, "0", "7", "", "8004, 8005, 8006",
     "On every domain controller of every domain. Other values than these five are not documented.", kAuditDomain},
    {"NTLM Enhanced Logging", kEverywhere,
     "HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Policies\\System\\NTLM\\Parameters", "LogEnhancedAuditEvents",
     kDword, "absent (on)", "1", "", "4020-4023",
     "Windows 11 24H2 and later and Server 2025, by update level. Names the reason for NTLM and its version.",
     kEnhancedLog},
    {"Log Enhanced Domain-wide NTLM Logs", kDomainController,
     "HKLM\\Software\\Policies\\Microsoft\\Netlogon\\Parameters", "EnableEnhancedDomainNtlmLogs", kDword, "absent (on)",
     "1", "", "4030-4033", "Server 2025, by update level. Names server, version and result at the DC.", kEnhancedLog},
    {"Credential Validation", kEverywhere, kAuditpol, "", kSubcategory, "success on domain controllers",
     "success and failure", "auditpol /set /subcategory:\"Credential Validation\" /success:enable /failure:enable",
     "4776", "On members too: there it shows local accounts.", kSuccessFailure},
    {"Logon", kEverywhere, kAuditpol, "", kSubcategory, "success, on servers failure too", "success and failure",
     "auditpol /set /subcategory:\"Logon\" /success:enable /failure:enable", "4624, 4625, 4648",
     "The only record with version, address and session together on builds before the enhanced records.",
     kSuccessFailure},
    {"Kerberos Authentication Service", kDomainController, kAuditpol, "", kSubcategory, "success",
     "success and failure",
     "auditpol /set /subcategory:\"Kerberos Authentication Service\" /success:enable /failure:enable", "4768, 4771",
     "The other half of the comparison, and lockouts or skewed clocks behind a fallback.", kSuccessFailure},
    {"Kerberos Service Ticket Operations", kDomainController, kAuditpol, "", kSubcategory, "success",
     "success and failure",
     "auditpol /set /subcategory:\"Kerberos Service Ticket Operations\" /success:enable /failure:enable", "4769",
     "Much volume. Unknown SPNs need KdcExtraLogLevel as well.", kSuccessFailure},
    {"KDC extra log level", kDomainController, "HKLM\\SYSTEM\\CurrentControlSet\\Services\\Kdc", "KdcExtraLogLevel",
     kDword, "2", "3", "", "4769 with status 0x7",
     "Bits to be added up. Without bit 1, no 4769 says that an SPN is missing.", kKdcLevel},
    {"Kerberos event logging", kClient, "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\Kerberos\\Parameters",
     "LogLevel", kDword, "absent (0)", "", "", "Security-Kerberos 3",
     "Set it to 1 on the computer under study only, and take it away again: ordinary steps are recorded as errors.",
     kKerberosLevel},
    {"LAN Manager authentication level", kEverywhere, "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa",
     "LmCompatibilityLevel", kDword, "3", "", "", "none of its own; read ntlm_version",
     "Decides which version is sent, and what a DC accepts. Raise it after the last NTLMv1 client has been found.",
     kLmLevel},
    {"Block NTLMv1 single sign-on", kEverywhere, kMsv, "BlockNtlmv1SSO", kDword, "0", "0", "",
     "4024 (value 0), 4025 (value 1)",
     "Concerns credentials derived from NTLMv1, MS-CHAPv2 for instance. No effect where Credential Guard runs.",
     kV1Sso},
    {"Network security: Minimum session security for NTLM SSP based clients", kClient, kMsv, "NtlmMinClientSec", kDword,
     "0x20000000", "", "", "4010", "A mismatch is settled by raising the other end, not by lowering this one.",
     kSessionSecurity},
    {"Network security: Minimum session security for NTLM SSP based servers", kServer, kMsv, "NtlmMinServerSec", kDword,
     "0x20000000", "", "", "4011", "A mismatch is settled by raising the other end, not by lowering this one.",
     kSessionSecurity},
    {"Kerberos for targets given by address", kClient,
     "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System\\Kerberos\\Parameters", "TryIPSPN", kDword,
     "absent (0)", "", "", "none of its own",
     "A cure, not an audit: Windows 10 and Server 2016 or later. Names are the better cure.", kIpSpn},
    {"Network security: Restrict NTLM: Incoming NTLM traffic", kServer, kMsv, "RestrictReceivingNTLMTraffic", kDword,
     "0", "", "", "4002, 4003",
     "Refuses logons. Leave it at 0 until the audit above has stayed empty for a whole business cycle. It has no "
     "exception list.",
     kRestrictIncoming},
    {"Network security: Restrict NTLM: NTLM authentication in this domain", kDomainController, kNetlogon,
     "RestrictNTLMInDomain", kDword, "0", "", "", "4004, 4005, 4006",
     "Refuses logons for the whole domain. Leave it at 0 until 8004 to 8006 have stayed empty for a whole business "
     "cycle.",
     kRestrictDomain},
    {"Network security: Restrict NTLM: Add remote server exceptions for NTLM authentication", kClient, kMsv,
     "ClientAllowedNTLMServers", kList, "empty", "", "", "none of its own",
     "Counts only while outgoing NTLM is denied. Compared with the name the program asks for, as 8001 shows it; list "
     "every form.",
     kExceptions},
    {"Network security: Restrict NTLM: Add server exceptions in this domain", kDomainController, kNetlogon,
     "DCAllowedNTLMServers", kList, "empty", "", "", "none of its own",
     "Counts only while the domain denies NTLM. Compare with SChannelName of 8004. Whether an account's own domain "
     "consults it is not settled.",
     kExceptions},
    {"Block NTLM (LM, NTLM, NTLMv2)", kClient, "HKLM\\Software\\Policies\\Microsoft\\Windows\\LanmanWorkstation",
     "BlockNTLM", kDword, "absent (0)", "", "", "4015 where the SMB client refuses",
     "Refuses connections: SMB client of Windows 11 24H2 and Server 2025. Exceptions stand in "
     "BlockNTLMServerExceptionList: DNS name, address or NetBIOS name.",
     kSmbBlock},
};

}  // namespace

std::span<const AuditSetting> audit_settings() noexcept { return kSettings; }

}  // namespace ntlmscan
