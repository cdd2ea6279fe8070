// Kerberos outside the Security log: the client's provider and the key distribution centre's.
#include "catalogue/tables.hpp"

namespace ntlmscan::catalogue {
namespace {

using enum Column;
using enum InType;

constexpr FieldDef kSpnError[] = {
    {"SPN", kText, kTargetName, "service principal name the client asked for"},
    {"ErrorCode", kUInt32, kStatus, "Kerberos result code"},
};

constexpr FieldDef kErrorReceived[] = {
    {"LogonSession", kText, kNoColumn, "logon session of the caller"},
    {"ClientTime", kText, kNoColumn, "client's time; often empty"},
    {"ServerTime", kText, kNoColumn, "server's time"},
    {"ErrorCode", kText, kStatus, "Kerberos result code, as text"},
    {"ErrorMessage", kText, kNoColumn, "its name"},
    {"ExtendedError", kText, kNoColumn, "an NTSTATUS behind it, where there is one"},
    {"ClientRealm", kText, kUserDomain, "realm of the client"},
    {"ClientName", kText, kUserName, "account of the client"},
    {"ServerRealm", kText, kNoColumn, "realm of the server"},
    {"ServerName", kText, kNoColumn, "SPN asked for"},
    {"TargetName", kText, kTargetName, "the same SPN with its realm"},
    {"ErrorText", kText, kNoColumn, "text sent with the error"},
    {"File", kText, kNoColumn, "source file that reported it"},
    {"Line", kText, kNoColumn, "line in that file"},
    {"__binLength", kUInt32, kNoColumn, "length of the binary part; real records have it as <Binary> only"},
    {"binary", kBinary, kNoColumn, "the error as received"},
};

constexpr FieldDef kTicketRefused[] = {
    {"Server", kText, kNoColumn, "server that could not read the ticket"},
    {"TargetRealm", kText, kNoColumn, "its realm"},
    {"Targetname", kText, kTargetName, "SPN the ticket was made for"},
    {"ClientRealm", kText, kUserDomain, "realm of the client"},
    {"__binLength", kUInt32, kNoColumn, "length of the binary part; real records have it as <Binary> only"},
    {"binary", kBinary, kNoColumn, "the error as received"},
};

// The duplicate's name is no user, client or secure channel, so it stays where it was recorded.
constexpr FieldDef kDuplicateName[] = {
    {"Name", kUnknown, kNoColumn, "the name that exists twice, often an SPN"},
    {"Type", kUnknown, kNoColumn, "kind of name, such as DS_SERVICE_PRINCIPAL_NAME"},
};

constexpr EventDef kEvents[] = {
    {.provider = kSecurityKerberosProvider,
     .event_id = 3,
     .symbol = "kerberos_error",
     .title = "The Kerberos client received an error",
     .group = Group::kKerberos,
     .vantage = Vantage::kClient,
     .protocol = ProtocolRule::kKerberos,
     .status_kind = StatusKind::kKerberos,
     .fields = kErrorReceived},
    {.provider = kSecurityKerberosProvider,
     .event_id = 4,
     .symbol = "kerberos_ticket_refused",
     .title = "A server could not decrypt a ticket: SPN on the wrong account or a stale password",
     .group = Group::kKerberos,
     .vantage = Vantage::kClient,
     .protocol = ProtocolRule::kKerberos,
     .fields = kTicketRefused},
    {.provider = kSecurityKerberosProvider,
     .event_id = 100,
     .symbol = "kerberos_spn_missing",
     .title = "The SPN is not registered",
     .group = Group::kKerberos,
     .vantage = Vantage::kClient,
     .protocol = ProtocolRule::kKerberos,
     .status_kind = StatusKind::kKerberos,
     .fields = kSpnError},
    {.provider = kSecurityKerberosProvider,
     .event_id = 101,
     .symbol = "kerberos_spn_duplicate",
     .title = "The SPN is registered on several accounts",
     .group = Group::kKerberos,
     .vantage = Vantage::kClient,
     .protocol = ProtocolRule::kKerberos,
     .status_kind = StatusKind::kKerberos,
     .fields = kSpnError},
    {.provider = kKdcProvider,
     .event_id = 11,
     .symbol = "kdc_duplicate_name",
     .title = "A principal name exists more than once in the directory",
     .group = Group::kKerberos,
     .vantage = Vantage::kDc,
     .confidence = Confidence::kDocumentation,
     .names_by_position = true,
     .fields = kDuplicateName},
};

}  // namespace

std::span<const EventDef> kerberos_system_events() noexcept { return kEvents; }

}  // namespace ntlmscan::catalogue
