// Names out of rows: who, from where, to where.
#pragma once

#include <string>
#include <string_view>

namespace ntlmscan::cli {

/// The first label of a host name in upper case, so that `PC1` and `pc1.contoso.local` count as one; addresses as they are.
[[nodiscard]] std::string short_host(std::string_view name);

/// The host of a service principal name (`HTTP/fs2.contoso.local:8080/x`); empty if `target` is no SPN.
[[nodiscard]] std::string_view host_of_spn(std::string_view target) noexcept;

/// The file name of a path of Windows.
[[nodiscard]] std::string_view base_name(std::string_view path) noexcept;

/// `DOMAIN\user`, or what there is of it.
[[nodiscard]] std::string account_name(std::string_view domain, std::string_view user);

/// The anonymous logon, by its SID or by the name that English systems give it.
[[nodiscard]] bool is_anonymous(std::string_view user, std::string_view sid) noexcept;

}  // namespace ntlmscan::cli
