// Smallest and largest value of a column chunk, as Parquet's statistics hold them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "ntlmscan/batch.hpp"

namespace ntlmscan::sinks::parquet {

/// Texts longer than this get no minimum and maximum: a shortened one is no value of the column, and readers
/// that answer min() from statistics would show it.
inline constexpr std::size_t kLongestBound = 64;

/// Bounds are PLAIN-encoded and always values that occur.
struct Statistics {
  std::int64_t null_count = 0;
  bool has_bounds = false;
  std::string lowest;
  std::string highest;
};

/// `values` without nulls; the bounds take as many bytes as `type` has in a page.
void bound_numbers(std::span<const std::int64_t> values, ColumnType type, Statistics& out);
/// Texts by unsigned bytes. `included[i]` says whether text i counts.
void bound_texts(const TextPool& texts, std::span<const std::uint8_t> included, Statistics& out);

/// Bytes of one value of `type` in a PLAIN page; bools have no whole number of them and give 1 as a bound.
[[nodiscard]] std::size_t number_bytes(ColumnType type) noexcept;

}  // namespace ntlmscan::sinks::parquet
