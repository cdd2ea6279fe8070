// The rows of the catalogue: plain constexpr structs, no behaviour.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "ntlmscan/schema.hpp"

namespace ntlmscan::catalogue {

/// Field types as the provider's manifest names them; kUnknown where no manifest was read.
enum class InType : std::uint8_t {
  kUnknown,
  kText,
  kUInt32,
  kHexInt32,
  kHexInt64,
  kPointer,
  kBool,
  kGuid,
  kSid,
  kFileTime,
  kBinary,
};

enum class Group : std::uint8_t { kNtlm, kKerberos, kSession, kNetlogon, kLog, kByLogon };
enum class Vantage : std::uint8_t { kNone, kClient, kServer, kDc, kAuthority };

/// How `outcome` is found. kByStatus: status 0 allowed, 0xc0000418 blocked, any other failed, and
/// info where the record has no status. kByResult: the same without blocked. kFailure: failed, or blocked with 0xc0000418 in status or sub_status.
enum class OutcomeRule : std::uint8_t {
  kInfo,
  kAllowed,
  kWouldBlock,
  kBlocked,
  kFailed,
  kFailure,
  kByStatus,
  kByResult
};

/// How `protocol` is found. kByLogon: from the package names of 4624 and 4625.
enum class ProtocolRule : std::uint8_t { kNone, kNtlm, kKerberos, kByLogon };

/// How sure the field list is.
enum class Confidence : std::uint8_t { kManifest, kRealRecord, kDocumentation, kInferred };

/// Which number space `status` of the event lives in.
enum class StatusKind : std::uint8_t { kNone, kNtStatus, kKerberos };

/// Handling beyond "field to column".
enum class Quirk : std::uint8_t {
  kNone,
  kExplicitCredentials,  ///< 4648: whose address IpAddress is depends on TargetServerName
  kRotatedTarget,        ///< 4022/4023: ServiceBinding, TargetMachine, TargetDomain may be rotated by one
};

struct FieldDef {
  std::string_view name;  ///< as recorded; compared without blanks and case
  InType in_type;
  Column column;             ///< kNoColumn: the value goes to `extra`
  std::string_view meaning;  ///< one line for people; may be empty
};

struct EventDef {
  std::string_view provider;
  std::uint16_t event_id;
  std::uint8_t version = 0;  ///< the newest entry not above the record's version serves; 0 if there is none
  std::string_view symbol;   ///< `event`, such as `ntlm_client_audit`
  std::string_view title;    ///< what the event says, one line
  Group group = Group::kLog;
  Vantage vantage = Vantage::kNone;
  OutcomeRule outcome = OutcomeRule::kInfo;
  ProtocolRule protocol = ProtocolRule::kNone;
  StatusKind status_kind = StatusKind::kNone;
  Confidence confidence = Confidence::kManifest;
  Quirk quirk = Quirk::kNone;
  bool weakness = false;           ///< the warning twin of an information event
  bool names_by_position = false;  ///< the record has no names: field k fills its column by its place
  std::uint16_t twin = 0;          ///< audit/block or information/warning partner; 0 for none
  std::span<const FieldDef> fields = {};
};

}  // namespace ntlmscan::catalogue
