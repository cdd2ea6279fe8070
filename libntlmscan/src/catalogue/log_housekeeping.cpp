// Boots, gaps, clock and audit changes: the records that say what the other records can be trusted for.
#include <array>

#include "catalogue/field_join.hpp"
#include "catalogue/tables.hpp"

namespace ntlmscan::catalogue {
namespace {

using enum Column;
using enum InType;

constexpr auto kSubject = std::to_array<FieldDef>({
    {"SubjectUserSid", kSid, kCallerSid, "SID of the account that did it"},
    {"SubjectUserName", kText, kCallerName, "its name"},
    {"SubjectDomainName", kText, kCallerDomain, "its domain"},
    {"SubjectLogonId", kHexInt64, kCallerLogonId, "its logon session"},
});

constexpr FieldDef k104[] = {
    {"SubjectUserName", kText, kCallerName, "account that cleared the log"},
    {"SubjectDomainName", kText, kCallerDomain, "its domain"},
    {"Channel", kText, kNoColumn, "the log that was cleared"},
    {"BackupPath", kText, kNoColumn, "where it was saved first; empty if nowhere"},
};

constexpr FieldDef k1101[] = {
    {"Reason", kUInt32, kNoColumn, "number of the reason"},
};

constexpr auto kCallerProcess = std::to_array<FieldDef>({
    {"ProcessId", kPointer, kNoColumn, "process that did it"},
    {"ProcessName", kText, kNoColumn, "its image path"},
});

constexpr auto k4616Version0 = join(join(kSubject, std::to_array<FieldDef>({
                                                       {"PreviousDate", kText, kNoColumn, "date before the change"},
                                                       {"PreviousTime", kText, kNoColumn, "time before the change"},
                                                       {"NewDate", kText, kNoColumn, "date after the change"},
                                                       {"NewTime", kText, kNoColumn, "time after the change"},
                                                   })),
                                    kCallerProcess);

constexpr auto k4616Version1 = join(join(kSubject, std::to_array<FieldDef>({
                                                       {"PreviousTime", kFileTime, kNoColumn, "time before the change"},
                                                       {"NewTime", kFileTime, kNoColumn, "time after the change"},
                                                   })),
                                    kCallerProcess);

constexpr auto k4719 =
    join(kSubject, std::to_array<FieldDef>({
                       {"CategoryId", kText, kNoColumn, "audit category, as a %% code"},
                       {"SubcategoryId", kText, kNoColumn, "audit subcategory, as a %% code"},
                       {"SubcategoryGuid", kGuid, kNoColumn, "the same as a GUID"},
                       {"AuditPolicyChanges", kText, kNoColumn,
                        "what changed: %%8448 success removed, %%8449 success added, %%8450 and %%8451 failure"},
                   }));

constexpr FieldDef kSystemStart[] = {
    {"MajorVersion", kUInt32, kNoColumn, "Windows version"},
    {"MinorVersion", kUInt32, kNoColumn, "Windows version, second part"},
    {"BuildVersion", kUInt32, kNoColumn, "Windows build"},
    {"QfeVersion", kUInt32, kNoColumn, "update level of that build"},
    {"ServiceVersion", kUInt32, kNoColumn, "service pack"},
    {"BootMode", kUInt32, kNoColumn, "0 for a normal start"},
    {"StartTime", kFileTime, kNoColumn, "when the system started"},
};

constexpr FieldDef kSystemStop[] = {
    {"StopTime", kFileTime, kNoColumn, "when the system stopped"},
};

constexpr FieldDef kNothing[] = {
    {"Text", kText, kNoColumn, "empty on every record seen"},
};

// Real records have seven inserts, five of them undocumented.
constexpr FieldDef k6008[] = {
    {"Time", kText, kNoColumn, "time of the shutdown, as text in the language of the machine"},
    {"Date", kText, kNoColumn, "its date, as text"},
    {"Data3", kText, kNoColumn, ""},
    {"Data4", kText, kNoColumn, ""},
    {"Data5", kText, kNoColumn, "a number, perhaps the seconds the system had been up"},
    {"Data6", kText, kNoColumn, ""},
    {"Data7", kText, kNoColumn, ""},
};

constexpr FieldDef k6009[] = {
    {"Version", kText, kNoColumn, "Windows version, such as 10.00."},
    {"Build", kText, kNoColumn, "Windows build"},
    {"ServicePack", kText, kNoColumn, "service pack"},
    {"Kernel", kText, kNoColumn, "kind of kernel"},
    {"Data5", kText, kNoColumn, ""},
};

constexpr FieldDef k6011[] = {
    {"OldName", kText, kNoColumn, "NetBIOS name until then"},
    {"NewName", kText, kNoColumn, "NetBIOS name from then on"},
};

consteval EventDef log(std::string_view provider, std::uint16_t id, std::string_view symbol, std::string_view title,
                       std::span<const FieldDef> fields) {
  return {.provider = provider,
          .event_id = id,
          .symbol = symbol,
          .title = title,
          .group = Group::kLog,
          .confidence = Confidence::kRealRecord,
          .fields = fields};
}

consteval EventDef classic(std::uint16_t id, std::string_view symbol, std::string_view title,
                           std::span<const FieldDef> fields) {
  EventDef event = log(kClassicEventLogProvider, id, symbol, title, fields);
  event.names_by_position = true;
  return event;
}

constexpr EventDef kEvents[] = {
    log(kEventlogProvider, 104, "log_cleared", "A log other than Security was cleared", k104),
    log(kEventlogProvider, 1100, "log_service_stopped", "The event log service shut down", {}),
    log(kEventlogProvider, 1101, "audit_events_dropped", "Audit events were lost before they were written", k1101),
    log(kEventlogProvider, 1102, "security_log_cleared", "The Security log was cleared", kSubject),
    {.provider = kEventlogProvider,
     .event_id = 1104,
     .symbol = "security_log_full",
     .title = "The Security log is full",
     .group = Group::kLog,
     .confidence = Confidence::kDocumentation},
    log(kSecurityAuditingProvider, 4608, "security_boot", "Windows is starting: logon ids begin anew", {}),
    log(kSecurityAuditingProvider, 4616, "time_changed", "The system time was changed", k4616Version0),
    {.provider = kSecurityAuditingProvider,
     .event_id = 4616,
     .version = 1,
     .symbol = "time_changed",
     .title = "The system time was changed",
     .group = Group::kLog,
     .confidence = Confidence::kRealRecord,
     .fields = k4616Version1},
    log(kSecurityAuditingProvider, 4719, "audit_policy_changed", "The audit policy was changed", k4719),
    log(kKernelGeneralProvider, 12, "system_started", "The system started: logon ids begin anew", kSystemStart),
    log(kKernelGeneralProvider, 13, "system_stopped", "The system is shutting down", kSystemStop),
    classic(6005, "log_started", "The event log service started", kNothing),
    classic(6006, "log_stopped", "The event log service stopped", kNothing),
    classic(6008, "shutdown_unexpected", "The shutdown before this start was unexpected", k6008),
    classic(6009, "system_version", "Windows version at this start", k6009),
    classic(6011, "computer_renamed", "The computer was renamed", k6011),
};

}  // namespace

std::span<const EventDef> log_housekeeping_events() noexcept { return kEvents; }

}  // namespace ntlmscan::catalogue
