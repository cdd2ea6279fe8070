// What the table files offer the lookup: one span of rows per provider family.
#pragma once

#include <span>
#include <string_view>

#include "catalogue/event_def.hpp"

namespace ntlmscan::catalogue {

inline constexpr std::string_view kNtlmProvider = "Microsoft-Windows-NTLM";
inline constexpr std::string_view kSecurityNetlogonProvider = "Microsoft-Windows-Security-Netlogon";
inline constexpr std::string_view kSecurityAuditingProvider = "Microsoft-Windows-Security-Auditing";
inline constexpr std::string_view kSecurityKerberosProvider = "Microsoft-Windows-Security-Kerberos";
inline constexpr std::string_view kKdcProvider = "Microsoft-Windows-Kerberos-Key-Distribution-Center";
inline constexpr std::string_view kNetlogonProvider = "NETLOGON";
inline constexpr std::string_view kLsaSrvProvider = "LsaSrv";
inline constexpr std::string_view kEventlogProvider = "Microsoft-Windows-Eventlog";
inline constexpr std::string_view kClassicEventLogProvider = "EventLog";
inline constexpr std::string_view kKernelGeneralProvider = "Microsoft-Windows-Kernel-General";

[[nodiscard]] std::span<const EventDef> ntlm_operational_events() noexcept;
[[nodiscard]] std::span<const EventDef> ntlm_enhanced_events() noexcept;
[[nodiscard]] std::span<const EventDef> security_netlogon_events() noexcept;
[[nodiscard]] std::span<const EventDef> security_logon_events() noexcept;
[[nodiscard]] std::span<const EventDef> security_session_events() noexcept;
[[nodiscard]] std::span<const EventDef> security_kerberos_events() noexcept;
[[nodiscard]] std::span<const EventDef> security_validation_events() noexcept;
[[nodiscard]] std::span<const EventDef> security_nps_events() noexcept;
[[nodiscard]] std::span<const EventDef> kerberos_system_events() noexcept;
[[nodiscard]] std::span<const EventDef> netlogon_events() noexcept;
[[nodiscard]] std::span<const EventDef> lsasrv_events() noexcept;
[[nodiscard]] std::span<const EventDef> log_housekeeping_events() noexcept;

}  // namespace ntlmscan::catalogue
