// LsaSrv in the System log: signs of NTLM (6036–6041), what Negotiate ran into (40960–40969).
//
// Real records carry unnamed Data, so the manifest's names serve by position. None of the inserts is a user, a
// client or a secure channel: all stay in `extra`, and `protocol` of 409xx stays empty, for an insert names it.
#include "catalogue/tables.hpp"

namespace ntlmscan::catalogue {
namespace {

using enum InType;

constexpr FieldDef kProgram[] = {
    {"PID", kText, kNoColumn, "process id, as text"},
    {"Program", kText, kNoColumn, "program that asked"},
};

constexpr FieldDef kProgramTarget[] = {
    {"PID", kText, kNoColumn, "process id, as text"},
    {"Program", kText, kNoColumn, "program that asked"},
    {"TargetName", kText, kNoColumn, "target name it used"},
};

constexpr FieldDef kPackageTarget[] = {
    {"Package", kText, kNoColumn, "security package"},
    {"TargetName", kText, kNoColumn, "target name the client sent"},
};

constexpr FieldDef kTargetNumber[] = {
    {"TargetName", kText, kNoColumn, "target, such as TERMSRV/address"},
    {"Number", kText, kNoColumn, "a number whose meaning is not public"},
};

constexpr FieldDef kTargetProtocolError[] = {
    {"Target", kText, kNoColumn, "server or SPN"},
    {"Protocol", kText, kNoColumn, "security protocol"},
    {"Error", kText, kNoColumn, "error in words, with its code"},
};

constexpr std::span<const FieldDef> kTargetProtocol = std::span(kTargetProtocolError).first<2>();
constexpr std::span<const FieldDef> kTarget = std::span(kTargetProtocolError).first<1>();
constexpr std::span<const FieldDef> kProtocol = std::span(kTargetProtocolError).subspan<1, 1>();

consteval EventDef ntlm(std::uint16_t id, std::string_view symbol, std::string_view title, Vantage vantage,
                        std::span<const FieldDef> fields) {
  return {.provider = kLsaSrvProvider,
          .event_id = id,
          .symbol = symbol,
          .title = title,
          .group = Group::kNtlm,
          .vantage = vantage,
          .protocol = ProtocolRule::kNtlm,
          .names_by_position = true,
          .fields = fields};
}

consteval EventDef negotiate(std::uint16_t id, std::string_view symbol, std::string_view title,
                             std::span<const FieldDef> fields) {
  return {.provider = kLsaSrvProvider,
          .event_id = id,
          .symbol = symbol,
          .title = title,
          .group = Group::kKerberos,
          .vantage = Vantage::kClient,
          .names_by_position = true,
          .fields = fields};
}

constexpr EventDef kEvents[] = {
    ntlm(6036, "lsa_ntlm_no_target", "A program used NTLM without a target name", Vantage::kClient, kProgram),
    ntlm(6037, "lsa_foreign_target", "A program on this computer used a target name that is none of its names",
         Vantage::kClient, kProgramTarget),
    ntlm(6038, "lsa_ntlm_in_use", "NTLM is in use on this server (once a boot)", Vantage::kServer, {}),
    ntlm(6039, "lsa_ntlm_in_use_info", "NTLM is in use on this server (once a boot, as information)", Vantage::kServer,
         {}),
    {.provider = kLsaSrvProvider,
     .event_id = 6040,
     .symbol = "lsa_target_mismatch",
     .title = "An authentication was refused because its target name did not match",
     .group = Group::kNtlm,
     .vantage = Vantage::kServer,
     .outcome = OutcomeRule::kBlocked,
     .protocol = ProtocolRule::kNtlm,
     .names_by_position = true,
     .fields = kPackageTarget},
    {.provider = kLsaSrvProvider,
     .event_id = 6041,
     .symbol = "lsa_client_check_failed",
     .title = "An authentication to the named target failed a check at the client (exact text not public)",
     .group = Group::kNtlm,
     .vantage = Vantage::kClient,
     .protocol = ProtocolRule::kNtlm,
     .confidence = Confidence::kRealRecord,
     .names_by_position = true,
     .fields = kTargetNumber},
    negotiate(40960, "lsa_authentication_error", "Authentication to a server ran into an error", kTargetProtocolError),
    negotiate(40961, "lsa_no_protocol", "No security protocol could secure the connection to a server", kTarget),
    negotiate(40962, "lsa_unfinished_client", "The server finished the authentication, the client's protocol did not",
              kTargetProtocol),
    negotiate(40965, "lsa_protocol_chosen", "A security protocol was chosen for a server", kTargetProtocol),
    negotiate(40966, "lsa_preferred_accepted", "The protocol the client prefers was accepted", kProtocol),
    negotiate(40967, "lsa_protocol_direct", "A security protocol was asked for directly, without negotiation",
              kProtocol),
    negotiate(40969, "lsa_common_protocol", "A security protocol that both sides know was found", kProtocol),
};

}  // namespace

std::span<const EventDef> lsasrv_events() noexcept { return kEvents; }

}  // namespace ntlmscan::catalogue
