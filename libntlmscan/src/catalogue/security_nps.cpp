// Microsoft-Windows-Security-Auditing: what a Network Policy Server granted (6272) or denied (6273).
#include <array>

#include "catalogue/field_join.hpp"
#include "catalogue/tables.hpp"

namespace ntlmscan::catalogue {
namespace {

using enum Column;
using enum InType;

constexpr auto kGranted = std::to_array<FieldDef>({
    {"SubjectUserSid", kSid, kUserSid, "SID of the account that wants access"},
    {"SubjectUserName", kText, kUserName, "account name as it was sent"},
    {"SubjectDomainName", kText, kUserDomain, "its domain"},
    {"FullyQualifiedSubjectUserName", kText, kNoColumn, "its full name"},
    {"SubjectMachineSID", kSid, kNoColumn, "SID of the client computer, where it is known"},
    {"SubjectMachineName", kText, kNoColumn, "its name"},
    {"FullyQualifiedSubjectMachineName", kText, kNoColumn, "its full name"},
    {"CalledStationID", kText, kNoColumn, "access point or gateway the client reached"},
    {"CallingStationID", kText, kClientName, "the client, mostly a MAC address, a phone number or an IP address"},
    {"NASIPv4Address", kText, kNoColumn, "IPv4 address of the network access server"},
    {"NASIPv6Address", kText, kNoColumn, "its IPv6 address"},
    {"NASIdentifier", kText, kNoColumn, "its name"},
    {"NASPortType", kText, kNoColumn, "kind of port"},
    {"NASPort", kText, kNoColumn, "its number"},
    {"ClientName", kText, kViaName, "RADIUS client: the device that passed the request on"},
    {"ClientIPAddress", kText, kViaAddress, "its address"},
    {"ProxyPolicyName", kText, kNoColumn, "connection request policy that matched"},
    {"NetworkPolicyName", kText, kNoColumn, "network policy that matched"},
    {"AuthenticationProvider", kText, kNoColumn, "who checks the credentials, mostly Windows"},
    {"AuthenticationServer", kText, kNoColumn, "the NPS that did it"},
    {"AuthenticationType", kText, kAuthPackage, "MS-CHAPv2, PEAP, EAP and so on: the only proof of MS-CHAPv2"},
    {"EAPType", kText, kNoColumn, "inner method with EAP"},
    {"AccountSessionIdentifier", kText, kNoColumn, "RADIUS accounting session"},
});

constexpr auto kDenied = join(kGranted, std::to_array<FieldDef>({
                                            {"ReasonCode", kText, kNoColumn, "number of the reason"},
                                            {"Reason", kText, kNoColumn, "the reason in words"},
                                        }));

// No protocol: an EAP-TLS logon stands in the same records as an MS-CHAPv2 one.
constexpr EventDef kEvents[] = {
    {.provider = kSecurityAuditingProvider,
     .event_id = 6272,
     .symbol = "nps_granted",
     .title = "A Network Policy Server granted access",
     .group = Group::kNtlm,
     .vantage = Vantage::kServer,
     .confidence = Confidence::kDocumentation,
     .fields = kGranted},
    {.provider = kSecurityAuditingProvider,
     .event_id = 6273,
     .symbol = "nps_denied",
     .title = "A Network Policy Server denied access",
     .group = Group::kNtlm,
     .vantage = Vantage::kServer,
     .confidence = Confidence::kDocumentation,
     .fields = kDenied},
};

}  // namespace

std::span<const EventDef> security_nps_events() noexcept { return kEvents; }

}  // namespace ntlmscan::catalogue
