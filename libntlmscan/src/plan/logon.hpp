// Which protocol a logon record tells of.
#pragma once

#include <array>
#include <cstdint>

#include "plan/compile.hpp"
#include "plan/extraction.hpp"

namespace ntlmscan::plan {

/// What the package names of a logon say.
enum class Logon : std::uint8_t { kNone, kNtlm, kKerberos, kNegotiate, kOther };

/// Group or protocol of the event are found by the package names of its record (4624, 4625).
[[nodiscard]] inline bool has_logon(const catalogue::EventDef& event) noexcept {
  return event.protocol == catalogue::ProtocolRule::kByLogon || event.group == catalogue::Group::kByLogon;
}

/// The values that tell it, in the order of kLogonColumns.
using Packages = std::array<Value, kLogonColumns.size()>;
[[nodiscard]] Logon logon_of(Packages packages);

/// kNone unless the event's group or protocol is found by it (4624, 4625). Requires x.event and its fields.
[[nodiscard]] Logon logon_of(const Extraction& x);

}  // namespace ntlmscan::plan
