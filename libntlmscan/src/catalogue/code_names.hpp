// Names of the numbers that stand in records.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "catalogue/event_def.hpp"

namespace ntlmscan::catalogue {

/// A number with its name; `meaning` is one line for people and may be empty.
struct CodeName {
  std::uint32_t code;
  std::string_view name;
  std::string_view meaning;
};

/// NTSTATUS as MS-ERREF spells it, Kerberos result as RFC 4120 7.5.9 and RFC 4556 spell it. Empty if unknown.
/// 0 is STATUS_SUCCESS or KDC_ERR_NONE.
[[nodiscard]] std::string_view status_name(StatusKind kind, std::uint32_t code) noexcept;
/// What the code means in a logon record; empty if unknown.
[[nodiscard]] std::string_view status_meaning(StatusKind kind, std::uint32_t code) noexcept;

/// Windows logon type, such as `network` for 3. Empty if unknown.
[[nodiscard]] std::string_view logon_type_name(std::uint32_t type) noexcept;
/// NETLOGON_SECURE_CHANNEL_TYPE, such as `member` for 2. Empty if unknown.
[[nodiscard]] std::string_view secure_channel_type_name(std::uint32_t type) noexcept;
/// Why NTLM was used, by NtlmUsageId. Empty if unknown. Text in the record outranks the number.
[[nodiscard]] std::string_view usage_reason_name(std::uint32_t id) noexcept;
/// Kerberos encryption type, such as `AES256-CTS-HMAC-SHA1-96` for 0x12. Empty if unknown.
[[nodiscard]] std::string_view encryption_name(std::uint32_t type) noexcept;
/// Message code `%%nnnn` as Security records carry it; `code` is the number alone. Empty if unknown.
[[nodiscard]] std::string_view message_code_name(std::uint32_t code) noexcept;

/// The tables themselves, in ascending order of code.
[[nodiscard]] std::span<const CodeName> ntstatus_codes() noexcept;
[[nodiscard]] std::span<const CodeName> kerberos_codes() noexcept;
[[nodiscard]] std::span<const CodeName> logon_types() noexcept;
[[nodiscard]] std::span<const CodeName> secure_channel_types() noexcept;
[[nodiscard]] std::span<const CodeName> usage_reasons() noexcept;
[[nodiscard]] std::span<const CodeName> encryption_types() noexcept;
[[nodiscard]] std::span<const CodeName> message_codes() noexcept;

/// The word of column `event_group`; empty for kByLogon, which the record decides.
[[nodiscard]] std::string_view group_name(Group group) noexcept;
/// The word of column `vantage`; empty for kNone.
[[nodiscard]] std::string_view vantage_name(Vantage vantage) noexcept;

}  // namespace ntlmscan::catalogue
