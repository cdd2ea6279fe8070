// Flags to bits.
#include "sinks/parquet/rows.hpp"

#include <algorithm>

namespace ntlmscan::sinks::parquet {
namespace {

/// Adds eight bytes at once, for as long as none of the eight sums can overflow.
std::size_t count_ones(std::span<const std::uint8_t> flags) noexcept {
  constexpr std::size_t kStride = 255 * kPackGroup;
  std::size_t count = 0;
  std::size_t at = 0;
  while (flags.size() - at >= kPackGroup) {
    const std::size_t words = std::min(flags.size() - at, kStride) / kPackGroup;
    std::uint64_t sums = 0;
    for (std::size_t i = 0; i < words; ++i) sums += load_word(&flags[at + i * kPackGroup]);
    sums = (sums & 0x00FF'00FF'00FF'00FF) + ((sums >> 8) & 0x00FF'00FF'00FF'00FF);
    count += (sums * 0x0001'0001'0001'0001) >> 48;
    at += words * kPackGroup;
  }
  for (; at < flags.size(); ++at) count += flags[at];
  return count;
}

}  // namespace

std::size_t pack_rows(std::span<const std::uint8_t> flags, RowBits& bits) {
  bits.assign((flags.size() + 7) / 8, 0);
  const std::span<std::uint8_t> to(bits);  // a copy: stores of bytes could otherwise change where the vector lies
  const std::size_t whole = flags.size() / kPackGroup;
  for (std::size_t group = 0; group < whole; ++group) to[group] = pack_flags(&flags[group * kPackGroup]);
  for (std::size_t i = whole * kPackGroup; i < flags.size(); ++i)
    to[whole] = static_cast<std::uint8_t>(to[whole] | flags[i] << (i % 8));
  return count_ones(flags);
}

}  // namespace ntlmscan::sinks::parquet
