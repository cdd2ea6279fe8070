// Host names, service principal names, accounts.
#include "summary/names.hpp"

#include <algorithm>

namespace ntlmscan::cli {
namespace {

bool is_address(std::string_view name) noexcept {
  if (name.find(':') != std::string_view::npos) return true;
  return std::all_of(name.begin(), name.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

}  // namespace

std::string short_host(std::string_view name) {
  if (is_address(name)) return std::string(name);
  std::string out(name.substr(0, name.find('.')));
  if (out.empty()) out = name;
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return out;
}

std::string_view host_of_spn(std::string_view target) noexcept {
  const std::size_t slash = target.find('/');
  if (slash == std::string_view::npos || slash == 0) return {};
  std::string_view host = target.substr(slash + 1);
  host = host.substr(0, host.find_first_of("/@"));
  const std::size_t colon = host.find(':');
  const bool has_port = colon != std::string_view::npos && host.find(':', colon + 1) == std::string_view::npos;
  return has_port ? host.substr(0, colon) : host;
}

std::string_view base_name(std::string_view path) noexcept {
  const std::string_view name = path.substr(path.find_last_of("\\/") + 1);
  return name.empty() ? path : name;
}

std::string account_name(std::string_view domain, std::string_view user) {
  if (domain.empty() || user.find('\\') != std::string_view::npos) return std::string(user);
  return std::string(domain) + "\\" + std::string(user);
}

bool is_anonymous(std::string_view user, std::string_view sid) noexcept {
  return sid == "S-1-5-7" || user == "ANONYMOUS LOGON";
}

}  // namespace ntlmscan::cli
