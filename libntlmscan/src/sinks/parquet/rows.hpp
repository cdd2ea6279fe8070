// Which rows of a column have a value: counted, packed into bits, and their values closed up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "sinks/parquet/bit_pack.hpp"

namespace ntlmscan::sinks::parquet {

/// The first `count` places of memory that only grows, so that it is cleared once and not for every column.
template <class T>
[[nodiscard]] std::span<T> places(std::vector<T>& memory, std::size_t count) {
  if (memory.size() < count) memory.resize(count);
  return std::span<T>(memory).first(count);
}

/// One bit a row, lowest first; bits behind the last row are 0.
using RowBits = std::vector<std::uint8_t>;

/// Fills `bits` from bytes that are 0 or 1 and gives the number of ones.
std::size_t pack_rows(std::span<const std::uint8_t> flags, RowBits& bits);

/// Values of the rows with a bit, closed up. Groups of eight rows with or without values, the most common ones, go as
/// a whole; in others every value is stored and overwritten by the next where it does not count: no branch per row.
template <class T>
[[nodiscard]] std::span<const T> close_up(std::span<const T> values, const RowBits& bits, std::vector<T>& memory) {
  const std::span<T> out = places(memory, values.size() + kPackGroup);
  T* to = out.data();
  const std::size_t whole = values.size() / kPackGroup;
  for (std::size_t group = 0; group < whole; ++group) {
    const T* from = values.data() + group * kPackGroup;
    const unsigned present = bits[group];
    if (present == 0) continue;
    if (present == 0xFF) {
      std::memcpy(to, from, kPackGroup * sizeof(T));
      to += kPackGroup;
      continue;
    }
    for (unsigned i = 0; i < kPackGroup; ++i) {
      *to = from[i];
      to += present >> i & 1;
    }
  }
  for (std::size_t i = whole * kPackGroup; i < values.size(); ++i) {
    *to = values[i];
    to += bits[i / 8] >> (i % 8) & 1;
  }
  return out.first(static_cast<std::size_t>(to - out.data()));
}

}  // namespace ntlmscan::sinks::parquet
