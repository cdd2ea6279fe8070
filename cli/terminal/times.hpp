// FILETIME ticks for people and for JSON.
#pragma once

#include <cstdint>
#include <string>

#include "terminal/layout.hpp"

namespace ntlmscan::cli {

/// Microseconds since 1970 of ticks of 100 ns since 1601; ticks that no calendar has are taken as the last it has.
[[nodiscard]] inline std::int64_t micros_of(std::uint64_t ticks) noexcept {
  constexpr std::int64_t kTicksTo1970 = 116'444'736'000'000'000;
  constexpr std::uint64_t kLast = static_cast<std::uint64_t>(INT64_MAX);
  return (static_cast<std::int64_t>(ticks < kLast ? ticks : kLast) - kTicksTo1970) / 10;
}

/// `2026-09-09 20:40:00Z`; `none` for 0, which an export writes for the last record.
[[nodiscard]] inline std::string tick_text(std::uint64_t ticks) {
  return ticks == 0 ? "none" : moment_text(micros_of(ticks));
}

}  // namespace ntlmscan::cli
