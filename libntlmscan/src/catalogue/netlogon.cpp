// NETLOGON in the System log: pass-through bottlenecks (5816–5819), weak secure channels and trusts (5826–5835).
//
// Records carry unnamed Data in insert order; the names here are ours. Columns by position:
// - the account that is validated → user_name, user_domain; a computer account is an account too, by its SAM name;
// - via_name is the far end of the secure channel, as in 8004: the domain controller asked, or the trust. A trust's
//   name stands in via_name, where 8006 has it, and its target domain in via_domain;
// - the only address recorded is the client's;
// - account type, trust type and the resource server are none of user_, client_, via_, so they stay in `extra`.
#include "catalogue/tables.hpp"

namespace ntlmscan::catalogue {
namespace {

using enum Column;
using enum InType;

constexpr FieldDef k5816[] = {
    {"Account", kUnknown, kUserName, "account whose check timed out"},
    {"AccountDomain", kUnknown, kUserDomain, "its domain"},
    {"DomainController", kUnknown, kViaName, "domain controller that was asked"},
    {"DomainControllerDomain", kUnknown, kViaDomain, "domain of that controller"},
    {"SummaryMinutes", kUnknown, kNoColumn, "minutes between the summaries to come"},
};

constexpr FieldDef k5817[] = {
    {"Count", kUnknown, kNoColumn, "how many more requests timed out"},
    {"Minutes", kUnknown, kNoColumn, "within how many minutes"},
    {"DomainController", kUnknown, kViaName, "domain controller that was asked"},
    {"DomainControllerDomain", kUnknown, kViaDomain, "domain of that controller"},
};

constexpr FieldDef k5818[] = {
    {"ThresholdSeconds", kUnknown, kNoColumn, "seconds after which a request counts as slow"},
    {"Account", kUnknown, kUserName, "account whose check was slow"},
    {"AccountDomain", kUnknown, kUserDomain, "its domain"},
    {"DomainController", kUnknown, kViaName, "domain controller that was asked"},
    {"DomainControllerDomain", kUnknown, kViaDomain, "domain of that controller"},
    {"SummaryMinutes", kUnknown, kNoColumn, "minutes between the summaries to come"},
};

constexpr FieldDef k5819[] = {
    {"ThresholdSeconds", kUnknown, kNoColumn, "seconds after which a request counts as slow"},
    {"Count", kUnknown, kNoColumn, "how many more requests were slow"},
    {"DomainController", kUnknown, kViaName, "domain controller that was asked"},
    {"DomainControllerDomain", kUnknown, kViaDomain, "domain of that controller"},
    {"Minutes", kUnknown, kNoColumn, "within how many minutes"},
};

constexpr FieldDef kComputerAccount[] = {
    {"ComputerAccount", kUnknown, kUserName, "SAM name of the account that opened the channel"},
    {"Domain", kUnknown, kUserDomain, "its domain"},
    {"AccountType", kUnknown, kNoColumn, "kind of account"},
    {"OperatingSystem", kUnknown, kNoColumn, "its operating system, as the directory has it"},
    {"OperatingSystemBuild", kUnknown, kNoColumn, "build of that system"},
    {"ServicePack", kUnknown, kNoColumn, "its service pack"},
};

constexpr FieldDef kTrustAccount[] = {
    {"AccountType", kUnknown, kNoColumn, "kind of account"},
    {"TrustName", kUnknown, kViaName, "the trust that opened the channel"},
    {"TrustTarget", kUnknown, kViaDomain, "domain at its other end"},
    {"ClientAddress", kUnknown, kClientAddress, "address the connection came from"},
};

constexpr FieldDef kCount[] = {
    {"Count", kUnknown, kNoColumn, "how many requests"},
};

constexpr FieldDef kPassThrough[] = {
    {"Account", kUnknown, kUserName, "account that was to be validated"},
    {"TrustName", kUnknown, kViaName, "trust the request came over"},
    {"TrustType", kUnknown, kNoColumn, "kind of trust"},
    {"ClientAddress", kUnknown, kClientAddress, "address the request came from"},
    {"Reason", kUnknown, kNoColumn, "why it counts as insecure"},
    {"ServerNetbiosName", kUnknown, kNoColumn, "NetBIOS name of the resource server"},
    {"ServerDnsName", kUnknown, kNoColumn, "its DNS name"},
    {"ServerDomainNetbiosName", kUnknown, kNoColumn, "NetBIOS name of that server's domain"},
    {"ServerDomainDnsName", kUnknown, kNoColumn, "its DNS name"},
};

consteval EventDef pass_through(std::uint16_t id, std::string_view symbol, std::string_view title,
                                std::span<const FieldDef> fields) {
  return {.provider = kNetlogonProvider,
          .event_id = id,
          .symbol = symbol,
          .title = title,
          .group = Group::kNtlm,
          .vantage = Vantage::kServer,
          .protocol = ProtocolRule::kNtlm,
          .confidence = Confidence::kDocumentation,
          .names_by_position = true,
          .fields = fields};
}

consteval EventDef channel(std::uint16_t id, std::string_view symbol, std::string_view title,
                           std::span<const FieldDef> fields) {
  return {.provider = kNetlogonProvider,
          .event_id = id,
          .symbol = symbol,
          .title = title,
          .group = Group::kNetlogon,
          .vantage = Vantage::kDc,
          .confidence = Confidence::kDocumentation,
          .names_by_position = true,
          .fields = fields};
}

consteval EventDef trust(std::uint16_t id, std::string_view symbol, std::string_view title,
                         std::span<const FieldDef> fields) {
  EventDef event = channel(id, symbol, title, fields);
  event.protocol = ProtocolRule::kNtlm;
  return event;
}

constexpr EventDef kEvents[] = {
    pass_through(5816, "netlogon_timeout", "A first NTLM pass-through request timed out waiting for a slot", k5816),
    pass_through(5817, "netlogon_timeouts", "More NTLM pass-through requests timed out waiting for a slot", k5817),
    pass_through(5818, "netlogon_slow", "A first NTLM pass-through request took longer than the threshold", k5818),
    pass_through(5819, "netlogon_slow_summary", "More NTLM pass-through requests took longer than the threshold",
                 k5819),
    channel(5826, "netlogon_other_system", "A computer account of a system other than Windows uses secure RPC",
            kComputerAccount),
    channel(5827, "netlogon_channel_refused", "A vulnerable secure channel of a computer account was refused",
            kComputerAccount),
    channel(5828, "netlogon_trust_channel_refused", "A vulnerable secure channel of a trust account was refused",
            kTrustAccount),
    channel(5829, "netlogon_channel_tolerated", "A vulnerable secure channel was allowed while enforcement was off",
            kComputerAccount),
    channel(5830, "netlogon_channel_allowed", "A vulnerable secure channel of a computer account was allowed by policy",
            kComputerAccount),
    channel(5831, "netlogon_trust_channel_allowed",
            "A vulnerable secure channel of a trust account was allowed by policy", kTrustAccount),
    trust(5832, "netlogon_trust_ntlm_allowed_summary",
          "Summary: insecure pass-through NTLM from trusts that an administrator's override allowed", kCount),
    trust(5833, "netlogon_trust_ntlm_refused_summary",
          "Summary: insecure pass-through NTLM from trusts that was refused", kCount),
    trust(5834, "netlogon_trust_ntlm_allowed",
          "An insecure pass-through NTLM request over a trust was allowed by an administrator's override",
          kPassThrough),
    trust(5835, "netlogon_trust_ntlm_refused", "An insecure pass-through NTLM request over a trust was refused",
          kPassThrough),
};

}  // namespace

std::span<const EventDef> netlogon_events() noexcept { return kEvents; }

}  // namespace ntlmscan::catalogue
