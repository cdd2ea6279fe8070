// Parquet's PLAIN encoding of values without nulls.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "ntlmscan/batch.hpp"

namespace ntlmscan::sinks::parquet {

/// Numbers as `type` has them: eight bytes, four, or one bit, lowest bit first.
void append_plain(std::span<const std::int64_t> values, ColumnType type, std::string& out);
/// Texts `codes` of the pool, none of them negative, each behind its length in four bytes.
void append_plain(const TextPool& texts, std::span<const std::int32_t> codes, std::string& out);
/// The whole pool in its order.
void append_plain(const TextPool& texts, std::string& out);

/// Bytes that `text` takes in a page.
[[nodiscard]] constexpr std::size_t plain_bytes(std::string_view text) noexcept {
  return sizeof(std::uint32_t) + text.size();
}

}  // namespace ntlmscan::sinks::parquet
