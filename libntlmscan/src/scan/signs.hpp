// Signs of tampering: what contradicts itself, told as a fault with its evidence and what else it may come from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ntlmscan/result.hpp"

namespace ntlmscan::scanning {

/// How the sign comes about without anybody's doing; empty where no way is known.
[[nodiscard]] std::string_view innocent_cause(FaultCode code) noexcept;

/// The sign as a fault: its evidence, and behind it the innocent cause.
[[nodiscard]] Fault sign_fault(FaultCode code, std::uint64_t at, std::uint64_t bytes, const std::string& evidence,
                               Severity severity = Severity::kTamper);

/// The evidence of a fault that sign_fault() made.
[[nodiscard]] std::string evidence_of(const Fault& fault);

}  // namespace ntlmscan::scanning
