// Microsoft-Windows-Security-Auditing: what the key distribution centre answered (4768, 4769, 4771).
#include <array>

#include "catalogue/field_join.hpp"
#include "catalogue/tables.hpp"

namespace ntlmscan::catalogue {
namespace {

using enum Column;
using enum InType;

constexpr auto k4768Version0 = std::to_array<FieldDef>({
    {"TargetUserName", kText, kUserName, "account that asked for a ticket-granting ticket"},
    {"TargetDomainName", kText, kUserDomain, "its realm"},
    {"TargetSid", kSid, kUserSid, "its SID"},
    {"ServiceName", kText, kServiceName, "account of the service, normally krbtgt"},
    {"ServiceSid", kSid, kNoColumn, "SID of that account"},
    {"TicketOptions", kHexInt32, kNoColumn, "Kerberos option bits of the request"},
    {"Status", kHexInt32, kStatus, "Kerberos result, 0x0 for success"},
    {"TicketEncryptionType", kHexInt32, kTicketEncryption, "0x11, 0x12 AES, 0x17 RC4, 0xffffffff on failure"},
    {"PreAuthType", kText, kNoColumn, "how the client proved itself"},
    {"IpAddress", kText, kClientAddress, "client's address, often as ::ffff:a.b.c.d"},
    {"IpPort", kText, kClientPort, "client's port"},
    {"CertIssuerName", kText, kNoColumn, "issuer of the certificate, with PKINIT only"},
    {"CertSerialNumber", kText, kNoColumn, "its serial number"},
    {"CertThumbprint", kText, kNoColumn, "its thumbprint"},
});

constexpr auto k4768Version1 =
    join(k4768Version0, std::to_array<FieldDef>({
                            {"ResponseTicket", kText, kNoColumn, "hash of the ticket handed out"},
                        }));

constexpr auto kKeys = std::to_array<FieldDef>({
    {"AccountSupportedEncryptionTypes", kText, kNoColumn, "encryption types the account allows"},
    {"AccountAvailableKeys", kText, kNoColumn, "keys the account has"},
    {"ServiceSupportedEncryptionTypes", kText, kNoColumn, "encryption types the service allows"},
    {"ServiceAvailableKeys", kText, kNoColumn, "keys the service has"},
    {"DCSupportedEncryptionTypes", kText, kNoColumn, "encryption types the DC allows"},
    {"DCAvailableKeys", kText, kNoColumn, "keys the DC has"},
    {"ClientAdvertizedEncryptionTypes", kText, kNoColumn,
     "encryption types the client offered (spelled so in the record)"},
    {"SessionKeyEncryptionType", kHexInt32, kNoColumn, "encryption type of the session key"},
});

constexpr auto k4768Version2 =
    join(join(k4768Version1, kKeys),
         std::to_array<FieldDef>({
             {"PreAuthEncryptionType", kHexInt32, kNoColumn, "encryption type of the pre-authentication"},
         }));

constexpr auto k4769Version0 = std::to_array<FieldDef>({
    {"TargetUserName", kText, kUserName, "account that asked for a service ticket"},
    {"TargetDomainName", kText, kUserDomain, "its realm"},
    {"ServiceName", kText, kServiceName, "account the SPN led to; the SPN itself where it led nowhere"},
    {"ServiceSid", kSid, kNoColumn, "SID of that account"},
    {"TicketOptions", kHexInt32, kNoColumn, "Kerberos option bits of the request"},
    {"TicketEncryptionType", kHexInt32, kTicketEncryption, "0x11, 0x12 AES, 0x17 RC4, 0xffffffff on failure"},
    {"IpAddress", kText, kClientAddress, "client's address, often as ::ffff:a.b.c.d"},
    {"IpPort", kText, kClientPort, "client's port"},
    {"Status", kHexInt32, kStatus, "Kerberos result, 0x0 for success; 0x7 is an unknown SPN"},
    {"LogonGuid", kGuid, kLogonGuid, "ties the ticket to the 4624 at the server"},
    {"TransmittedServices", kText, kTransmittedServices, "services of an S4U request"},
});

constexpr auto k4769Version1 =
    join(k4769Version0, std::to_array<FieldDef>({
                            {"RequestTicketHash", kText, kNoColumn, "hash of the ticket presented"},
                            {"ResponseTicketHash", kText, kNoColumn, "hash of the ticket handed out"},
                        }));

constexpr auto k4769Version2 = join(k4769Version1, kKeys);

constexpr FieldDef k4771[] = {
    {"TargetUserName", kText, kUserName, "account whose pre-authentication failed"},
    {"TargetSid", kSid, kUserSid, "its SID"},
    {"ServiceName", kText, kServiceName, "service asked for, normally krbtgt/REALM"},
    {"TicketOptions", kHexInt32, kNoColumn, "Kerberos option bits of the request"},
    {"Status", kHexInt32, kStatus, "Kerberos result; 0x18 is a wrong password"},
    {"PreAuthType", kText, kNoColumn, "how the client tried to prove itself"},
    {"IpAddress", kText, kClientAddress, "client's address, often as ::ffff:a.b.c.d"},
    {"IpPort", kText, kClientPort, "client's port"},
    {"CertIssuerName", kText, kNoColumn, "issuer of the certificate, with PKINIT only"},
    {"CertSerialNumber", kText, kNoColumn, "its serial number"},
    {"CertThumbprint", kText, kNoColumn, "its thumbprint"},
};

consteval EventDef kdc(std::uint16_t id, std::uint8_t version, std::string_view symbol, std::string_view title,
                       OutcomeRule outcome, std::span<const FieldDef> fields) {
  return {.provider = kSecurityAuditingProvider,
          .event_id = id,
          .version = version,
          .symbol = symbol,
          .title = title,
          .group = Group::kKerberos,
          .vantage = Vantage::kDc,
          .outcome = outcome,
          .protocol = ProtocolRule::kKerberos,
          .status_kind = StatusKind::kKerberos,
          .fields = fields};
}

constexpr std::string_view kTgt = "A Kerberos ticket-granting ticket was asked for";
constexpr std::string_view kService = "A Kerberos service ticket was asked for";

constexpr EventDef kEvents[] = {
    kdc(4768, 0, "kerberos_tgt", kTgt, OutcomeRule::kByResult, k4768Version0),
    kdc(4768, 1, "kerberos_tgt", kTgt, OutcomeRule::kByResult, k4768Version1),
    kdc(4768, 2, "kerberos_tgt", kTgt, OutcomeRule::kByResult, k4768Version2),
    kdc(4769, 0, "kerberos_service_ticket", kService, OutcomeRule::kByResult, k4769Version0),
    kdc(4769, 1, "kerberos_service_ticket", kService, OutcomeRule::kByResult, k4769Version1),
    kdc(4769, 2, "kerberos_service_ticket", kService, OutcomeRule::kByResult, k4769Version2),
    kdc(4771, 0, "kerberos_preauth_failed", "Kerberos pre-authentication failed", OutcomeRule::kFailed, k4771),
};

}  // namespace

std::span<const EventDef> security_kerberos_events() noexcept { return kEvents; }

}  // namespace ntlmscan::catalogue
