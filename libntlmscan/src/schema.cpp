// Names, types and meanings of the columns of the four tables, in output order.
#include "ntlmscan/schema.hpp"

#include <array>

namespace ntlmscan {
namespace {

using enum ColumnType;

constexpr ColumnDef kEventColumns[] = {
    {"source", kDictText, "the input it came from, with / between folders and ! before a member of an archive"},
    {"byte_offset", kInt64, "where the record begins, counted from the first byte of its .evtx stream"},
    {"record_id", kInt64, "EventRecordID, or the id in the record's header where the event has none"},
    {"origin", kDictText, "where the bytes lay: live, hidden, slack, damaged or carved"},
    {"decoded_by", kDictText,
     "who supplied the field names: chunk, file, collection, library, catalogue, literal or none"},
    {"inferred", kDictText, "columns of this row, comma between, that neighbours supplied; null for live rows"},
    {"forwarded", kBool, "the record reached this log by event forwarding"},
    {"duplicate", kBool, "a row of higher rank is the same event; null until duplicates were looked for"},
    {"time", kTime, "when the event was created, to the microsecond"},
    {"filetime", kInt64, "the same moment exactly: steps of 100 ns since 1601-01-01 UTC", true},
    {"time_written", kTime, "when the record was written to its log; null where the header has zero"},
    {"computer", kDictText, "the machine the event happened on, also in forwarded logs"},
    {"channel", kDictText, "the log it was written to, such as Security"},
    {"provider", kDictText, "the component that wrote it"},
    {"event_id", kInt32, "event id; meaningful together with the provider only"},
    {"version", kInt32, "version of the event's layout"},
    {"level", kInt32, "severity the provider gave it"},
    {"keywords", kInt64, "keyword bits, audit success and audit failure among them"},
    {"activity_id", kText, "GUID that ties events of one activity together, lower case without braces"},
    {"event", kDictText, "name this project gives the event, for reading; not a key"},
    {"event_group", kDictText, "ntlm, kerberos, session, netlogon or log"},
    {"vantage", kDictText, "whose view it is: client, server, dc or authority; null for events of the log itself"},
    {"outcome", kDictText, "allowed, would_block, blocked, failed or info"},
    {"protocol", kDictText, "ntlm, kerberos, negotiate or other; null where nobody authenticated"},
    {"ntlm_version", kDictText, "LM, NTLMv1 or NTLMv2 as recorded; null where the record is silent"},
    {"weakness", kBool, "the event is the warning form of another: 4021, 4023, 4031 or 4033"},
    {"user_name", kDictText, "account that is being authenticated"},
    {"user_domain", kDictText, "its domain"},
    {"user_sid", kDictText, "its SID"},
    {"caller_name", kDictText, "account the local process runs as"},
    {"caller_domain", kDictText, "domain of that account"},
    {"caller_sid", kDictText, "SID of that account"},
    {"caller_logon_id", kInt64, "logon session of the local process", true},
    {"credential_source", kDictText, "SingleSignOn as the record has it"},
    {"client_name", kDictText, "computer the client says it is"},
    {"client_address", kDictText, "IP address of the client"},
    {"client_port", kInt64, "port of the client"},
    {"server_name", kDictText, "server that was accessed, where the record tells"},
    {"server_domain", kDictText, "domain of that server"},
    {"server_address", kDictText, "address of that server as recorded"},
    {"server_os", kDictText, "operating system of that server as recorded"},
    {"target_name", kDictText, "SPN or other target name the caller asked for"},
    {"via_name", kDictText, "who passed the request on: peer of the secure channel, or forwarder"},
    {"via_domain", kDictText, "domain of the one that passed it on"},
    {"via_address", kDictText, "address of the one that passed it on"},
    {"via_type", kDictText, "kind of secure channel or forwarder, as recorded"},
    {"process_name", kDictText, "program involved: path or file name"},
    {"process_id", kInt64, "process id of that program"},
    {"mechanism_oid", kDictText, "OID of the security mechanism"},
    {"logon_id", kInt64, "logon session the event made or used", true},
    {"linked_logon_id", kInt64, "the session's other half under User Account Control", true},
    {"outbound_user", kDictText, "account for network access of a session of logon type 9"},
    {"outbound_domain", kDictText, "domain of that account"},
    {"logon_guid", kDictText, "LogonGuid, lower case; null where all zero"},
    {"logon_type", kInt64, "Windows logon type: 2 interactive, 3 network and so on"},
    {"logon_process", kDictText, "LogonProcessName"},
    {"auth_package", kDictText, "authentication package as recorded"},
    {"transmitted_services", kDictText, "services an S4U request went through"},
    {"key_length", kInt64, "length of the session key in bits"},
    {"elevated", kBool, "the session's token is elevated"},
    {"service_name", kDictText, "Kerberos service name"},
    {"ticket_encryption", kInt64, "Kerberos encryption type of the ticket"},
    {"privileges", kDictText, "special privileges of the session, one blank between"},
    {"status", kInt64, "NTSTATUS or Kerberos result code, unsigned"},
    {"sub_status", kInt64, "the finer NTSTATUS, unsigned"},
    {"status_name", kDictText, "symbolic name of the more specific of the two codes"},
    {"usage_id", kInt64, "NtlmUsageId: why NTLM was chosen, as a number"},
    {"usage_reason", kDictText, "NtlmUsageReason: the same in words, as recorded"},
    {"negotiated_flags", kInt64, "NTLMSSP negotiate flags"},
    {"session_key", kDictText, "state of the session key as recorded"},
    {"channel_binding", kDictText, "state of the channel binding as recorded"},
    {"mic_status", kDictText, "state of the message integrity code as recorded"},
    {"service_binding", kDictText, "service the client bound the authentication to"},
    {"av_flags", kInt64, "flags of the client's AV pairs"},
    {"extra", kJson, "recorded values that no column holds, as one JSON object; null where there are none"},
};
static_assert(std::size(kEventColumns) == kEventColumnCount);

constexpr ColumnDef kFileColumns[] = {
    {"source", kDictText, "the .evtx stream"},
    {"size", kInt64, "its bytes"},
    {"sha256", kText, "its SHA-256 in hexadecimal; null unless asked for"},
    {"format", kDictText, "format version in its header: 3.0, 3.1 or 3.2"},
    {"dirty", kBool, "the header says that the log was not closed"},
    {"header_ok", kBool, "the file header is whole and its checksum holds"},
    {"chunks", kInt64, "chunks found"},
    {"chunks_bad", kInt64, "chunks with a fault"},
    {"records", kInt64, "live records found"},
    {"records_recovered", kInt64, "records found beyond the live ones"},
    {"rows", kInt64, "rows of `events` it gave"},
    {"bytes_skipped", kInt64, "bytes that should hold records and could not be read"},
    {"first_time", kTime, "earliest event"},
    {"last_time", kTime, "latest event"},
    {"faults", kInt64, "rows of `faults` it gave"},
    {"state", kDictText, "ok, partial or failed"},
};

constexpr ColumnDef kCoverageColumns[] = {
    {"source", kDictText, "the .evtx stream"},
    {"computer", kDictText, "machine the records are about"},
    {"channel", kDictText, "log the records were written to"},
    {"hour", kTime, "the UTC hour, by its first moment"},
    {"forwarded", kBool, "the records came by forwarding, or belong to a channel other than the source's own"},
    {"records", kInt64, "live records of that hour, whether they became rows or not"},
    {"first_time", kTime, "earliest of them"},
    {"last_time", kTime, "latest of them"},
    {"first_record_id", kInt64, "smallest record id"},
    {"last_record_id", kInt64, "largest record id"},
    {"largest_gap_seconds", kInt64, "longest silence between two of them"},
};

constexpr ColumnDef kFaultColumns[] = {
    {"source", kDictText, "the .evtx stream"},
    {"byte_offset", kInt64, "where the fault begins"},
    {"code", kDictText, "stable identifier of the cause"},
    {"severity", kDictText, "lost, note, tamper or recovery"},
    {"bytes", kInt64, "how many bytes it covers"},
    {"message", kText, "what is wrong, for people"},
};

struct TableDef {
  std::string_view name;
  std::span<const ColumnDef> columns;
};

/// Indexed by Table.
constexpr std::array<TableDef, kTableCount> kTables = {{
    {"events", kEventColumns},
    {"files", kFileColumns},
    {"coverage", kCoverageColumns},
    {"faults", kFaultColumns},
}};

constexpr bool stands_at(Column column, std::string_view name) {
  return kEventColumns[static_cast<std::size_t>(column)].name == name;
}
static_assert(stands_at(Column::kSource, "source") && stands_at(Column::kTime, "time"));
static_assert(stands_at(Column::kEventId, "event_id") && stands_at(Column::kEvent, "event"));
static_assert(stands_at(Column::kCallerLogonId, "caller_logon_id") && stands_at(Column::kViaType, "via_type"));
static_assert(stands_at(Column::kLogonId, "logon_id") && stands_at(Column::kPrivileges, "privileges"));
static_assert(stands_at(Column::kUsageId, "usage_id") && stands_at(Column::kExtra, "extra"));

}  // namespace

std::string_view table_name(Table table) noexcept { return kTables[static_cast<std::size_t>(table)].name; }

std::span<const ColumnDef> table_columns(Table table) noexcept {
  return kTables[static_cast<std::size_t>(table)].columns;
}

}  // namespace ntlmscan
