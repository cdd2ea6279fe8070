// Minimum and maximum over the values of a column chunk.
#include "sinks/parquet/statistics.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include "sinks/parquet/format.hpp"

namespace ntlmscan::sinks::parquet {
namespace {

void set_number(std::string& bound, std::int64_t value, std::size_t bytes) {
  bound.resize(sizeof value);
  std::memcpy(bound.data(), &value, sizeof value);
  bound.resize(bytes);  // little-endian: the low bytes come first
}

}  // namespace

std::size_t number_bytes(ColumnType type) noexcept {
  if (type == ColumnType::kBool) return 1;
  return type == ColumnType::kInt32 ? sizeof(std::int32_t) : sizeof(std::int64_t);
}

void bound_numbers(std::span<const std::int64_t> values, ColumnType type, Statistics& out) {
  out.has_bounds = !values.empty();
  if (values.empty()) return;
  std::int64_t lowest = values.front();
  std::int64_t highest = values.front();
  for (const std::int64_t value : values) {
    lowest = std::min(lowest, value);
    highest = std::max(highest, value);
  }
  set_number(out.lowest, lowest, number_bytes(type));
  set_number(out.highest, highest, number_bytes(type));
}

void bound_texts(const TextPool& texts, std::span<const std::uint8_t> included, Statistics& out) {
  std::optional<std::string_view> lowest;
  std::string_view highest;
  for (std::size_t i = 0; i < included.size(); ++i) {
    if (included[i] == 0) continue;
    const std::string_view text = texts[i];
    if (!lowest) {
      lowest = highest = text;
    } else if (text < *lowest) {
      lowest = text;
    } else if (text > highest) {
      highest = text;
    }
  }
  out.has_bounds = lowest && lowest->size() <= kLongestBound && highest.size() <= kLongestBound;
  if (!out.has_bounds) return;
  out.lowest = *lowest;
  out.highest = highest;
}

}  // namespace ntlmscan::sinks::parquet
