// Small number spaces of logon records: logon types, channel types, usage reasons, encryption, message codes.
#include "catalogue/code_names.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace ntlmscan::catalogue {
namespace {

constexpr CodeName kLogonTypes[] = {
    {0, "system", "the system itself at startup"},
    {2, "interactive", "at the keyboard"},
    {3, "network", "over the network: every NTLM logon from another computer"},
    {4, "batch", "a scheduled task"},
    {5, "service", "a service starting"},
    {7, "unlock", "a session unlocked"},
    {8, "network_cleartext", "over the network, with the password readable by the server"},
    {9, "new_credentials", "other credentials for outgoing connections only (runas /netonly)"},
    {10, "remote_interactive", "Remote Desktop"},
    {11, "cached_interactive", "at the keyboard, without a domain controller"},
    {12, "cached_remote_interactive", "Remote Desktop, without a domain controller"},
    {13, "cached_unlock", "a session unlocked, without a domain controller"},
};

constexpr CodeName kSecureChannelTypes[] = {
    {0, "null", "no secure channel"},
    {1, "local", "the same computer"},
    {2, "member", "workstation or member server"},
    {3, "trusted_dns_domain", "trust, named by its DNS domain"},
    {4, "trusted_domain", "trust, named by its NetBIOS domain"},
    {5, "lan_manager", "LAN Manager server, obsolete"},
    {6, "domain_controller", "domain controller of the same domain"},
    {7, "read_only_dc", "read-only domain controller"},
};

constexpr CodeName kUsageReasons[] = {
    {0, "unknown", "no reason is known"},
    {1, "direct_call", "the program asked for the NTLM package itself"},
    {2, "local_account", "the account is local, so no KDC knows it"},
    {3, "reserved", "not in use"},
    {4, "cloud_account", "the account lives in the cloud"},
    {5, "no_target_name", "the program named no target"},
    {6, "target_unresolved", "Kerberos could not find the target's name"},
    {7, "ip_address", "the target is an IP address"},
    {8, "duplicate_name", "the target's name is registered more than once"},
    {9, "no_domain_controller", "no domain controller could be reached"},
    {10, "loopback", "the target is this computer; Server 2025 also writes 10 where its text says something else"},
    {11, "null_session", "an anonymous session"},
};

constexpr CodeName kEncryptionTypes[] = {
    {0x01, "DES-CBC-CRC", "broken, off since Windows 7"},
    {0x03, "DES-CBC-MD5", "broken, off since Windows 7"},
    {0x11, "AES128-CTS-HMAC-SHA1-96", "AES"},
    {0x12, "AES256-CTS-HMAC-SHA1-96", "AES"},
    {0x13, "AES128-CTS-HMAC-SHA256-128", "AES with SHA-2"},
    {0x14, "AES256-CTS-HMAC-SHA384-192", "AES with SHA-2"},
    {0x17, "RC4-HMAC", "weak: its key is the NT hash"},
    {0x18, "RC4-HMAC-EXP", "weak"},
    {0xFFFFFFFF, "none", "no ticket: the request failed"},
};

constexpr CodeName kMessageCodes[] = {
    {1832, "identification", "the server may learn who the client is"},
    {1833, "impersonation", "the server may act as the client on itself"},
    {1840, "delegation", "the server may act as the client elsewhere"},
    {1841, "denied_by_process_trust", "denied by a process trust label"},
    {1842, "yes", ""},
    {1843, "no", ""},
    {2304, "error", "an error occurred during the logon"},
    {2305, "account_expired", ""},
    {2306, "netlogon_not_active", "the Netlogon service is down"},
    {2307, "account_locked", ""},
    {2308, "logon_type_not_granted", "the right for this logon type is missing"},
    {2309, "password_expired", ""},
    {2310, "account_disabled", ""},
    {2311, "outside_hours", ""},
    {2312, "wrong_computer", "not from this computer"},
    {2313, "bad_name_or_password", ""},
    {2314, "domain_sid_mismatch", ""},
    {2315, "smart_card_required", ""},
    {8448, "success_removed", "audit of success was switched off"},
    {8449, "success_added", "audit of success was switched on"},
    {8450, "failure_removed", "audit of failure was switched off"},
    {8451, "failure_added", "audit of failure was switched on"},
};

constexpr std::array<std::string_view, 6> kGroups{"ntlm", "kerberos", "session", "netlogon", "log", ""};
constexpr std::array<std::string_view, 5> kVantages{"", "client", "server", "dc", "authority"};

std::string_view name_in(std::span<const CodeName> table, std::uint32_t code) noexcept {
  const auto at = std::find_if(table.begin(), table.end(), [code](const CodeName& row) { return row.code == code; });
  return at == table.end() ? std::string_view{} : at->name;
}

}  // namespace

std::span<const CodeName> logon_types() noexcept { return kLogonTypes; }
std::span<const CodeName> secure_channel_types() noexcept { return kSecureChannelTypes; }
std::span<const CodeName> usage_reasons() noexcept { return kUsageReasons; }
std::span<const CodeName> encryption_types() noexcept { return kEncryptionTypes; }
std::span<const CodeName> message_codes() noexcept { return kMessageCodes; }

std::string_view logon_type_name(std::uint32_t type) noexcept { return name_in(kLogonTypes, type); }
std::string_view secure_channel_type_name(std::uint32_t type) noexcept { return name_in(kSecureChannelTypes, type); }
std::string_view usage_reason_name(std::uint32_t id) noexcept { return name_in(kUsageReasons, id); }
std::string_view encryption_name(std::uint32_t type) noexcept { return name_in(kEncryptionTypes, type); }
std::string_view message_code_name(std::uint32_t code) noexcept { return name_in(kMessageCodes, code); }

std::string_view group_name(Group group) noexcept {
  const auto i = static_cast<std::size_t>(group);
  return i < kGroups.size() ? kGroups[i] : std::string_view{};
}

std::string_view vantage_name(Vantage vantage) noexcept {
  const auto i = static_cast<std::size_t>(vantage);
  return i < kVantages.size() ? kVantages[i] : std::string_view{};
}

}  // namespace ntlmscan::catalogue
