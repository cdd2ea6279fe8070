// FILETIME to the time columns.
#pragma once

#include <cstdint>
#include <optional>

namespace ntlmscan::columns {

inline constexpr std::int64_t kTicksTo1970 = 116'444'736'000'000'000;  // 100 ns from 1601-01-01 to 1970-01-01

inline constexpr std::uint64_t kTicksTo10000 = 2'650'467'744'000'000'000;  // to 10000-01-01

/// Microseconds since 1970-01-01 UTC, rounded down; nothing from the year 10000 on, which no reader of times expects
/// (`filetime` keeps the exact value).
[[nodiscard]] constexpr std::optional<std::int64_t> unix_micros(std::uint64_t ticks) noexcept {
  if (ticks >= kTicksTo10000) return std::nullopt;
  const std::int64_t since = static_cast<std::int64_t>(ticks) - kTicksTo1970;
  return since >= 0 ? since / 10 : -((-since + 9) / 10);
}

}  // namespace ntlmscan::columns
