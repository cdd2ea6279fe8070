// The output tables: names, types, order and meaning of every column (schema version 1).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace ntlmscan {

inline constexpr std::string_view kSchemaVersion = "1";
inline constexpr std::string_view kSchemaVersionKey = "ntlmscan.schema_version";
/// Rows of one batch at most, and so of one Parquet row group.
inline constexpr std::size_t kBatchRows = std::size_t{64} * 1024;

enum class Table : std::uint8_t { kEvents, kFiles, kCoverage, kFaults };
inline constexpr std::size_t kTableCount = 4;

enum class ColumnType : std::uint8_t {
  kDictText,  ///< dictionary-encoded UTF-8 (`text*`)
  kText,      ///< plain UTF-8
  kJson,      ///< plain UTF-8 holding one JSON object
  kInt64,
  kInt32,
  kBool,
  kTime,  ///< microseconds since 1970-01-01 UTC
};

struct ColumnDef {
  std::string_view name;
  ColumnType type;
  std::string_view meaning;  ///< one line for people
  bool as_string = false;    ///< NDJSON writes the number as a string: it exceeds what a double keeps
};

/// Columns of `events`, in output order; the index into table_columns(Table::kEvents).
enum class Column : std::uint8_t {
  kSource,
  kByteOffset,
  kRecordId,
  kOrigin,
  kDecodedBy,
  kInferred,
  kForwarded,
  kDuplicate,
  kTime,
  kFiletime,
  kTimeWritten,
  kComputer,
  kChannel,
  kProvider,
  kEventId,
  kVersion,
  kLevel,
  kKeywords,
  kActivityId,
  kEvent,
  kEventGroup,
  kVantage,
  kOutcome,
  kProtocol,
  kNtlmVersion,
  kWeakness,
  kUserName,
  kUserDomain,
  kUserSid,
  kCallerName,
  kCallerDomain,
  kCallerSid,
  kCallerLogonId,
  kCredentialSource,
  kClientName,
  kClientAddress,
  kClientPort,
  kServerName,
  kServerDomain,
  kServerAddress,
  kServerOs,
  kTargetName,
  kViaName,
  kViaDomain,
  kViaAddress,
  kViaType,
  kProcessName,
  kProcessId,
  kMechanismOid,
  kLogonId,
  kLinkedLogonId,
  kOutboundUser,
  kOutboundDomain,
  kLogonGuid,
  kLogonType,
  kLogonProcess,
  kAuthPackage,
  kTransmittedServices,
  kKeyLength,
  kElevated,
  kServiceName,
  kTicketEncryption,
  kPrivileges,
  kStatus,
  kSubStatus,
  kStatusName,
  kUsageId,
  kUsageReason,
  kNegotiatedFlags,
  kSessionKey,
  kChannelBinding,
  kMicStatus,
  kServiceBinding,
  kAvFlags,
  kExtra,
};
inline constexpr std::size_t kEventColumnCount = static_cast<std::size_t>(Column::kExtra) + 1;
/// "No column": the value goes to `extra`.
inline constexpr Column kNoColumn = static_cast<Column>(0xFF);

/// `events`, `files`, `coverage` or `faults`.
[[nodiscard]] std::string_view table_name(Table table) noexcept;
/// Columns of a table in output order.
[[nodiscard]] std::span<const ColumnDef> table_columns(Table table) noexcept;

}  // namespace ntlmscan
