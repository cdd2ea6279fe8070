// Values of a few bits side by side, lowest first, eight or thirty-two at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace ntlmscan::sinks::parquet {

/// Parquet packs in groups of this many values, so that a group ends with a byte.
inline constexpr std::size_t kPackGroup = 8;

[[nodiscard]] inline std::uint64_t load_word(const void* from) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, from, sizeof word);
  return word;
}

/// The lowest bits of eight bytes that are 0 or 1: each factor bit moves one of them into the highest byte.
[[nodiscard]] inline std::uint8_t pack_flags(const std::uint8_t* flags) noexcept {
  return static_cast<std::uint8_t>((load_word(flags) * 0x0102'0408'1020'4080) >> 56);
}

/// Packs eight values below 2^width (1 to 8) into `width` bytes at `to`, which has room for 16: neighbours move
/// together until all are in one piece.
inline void pack_group(const std::uint8_t* values, unsigned width, char* to) noexcept {
  std::uint64_t x = load_word(values);
  x = (x & 0x00FF'00FF'00FF'00FF) | ((x >> 8) & 0x00FF'00FF'00FF'00FF) << width;
  x = (x & 0x0000'FFFF'0000'FFFF) | ((x >> 16) & 0x0000'FFFF'0000'FFFF) << (2 * width);
  x = (x & 0x0000'0000'FFFF'FFFF) | (x >> 32) << (4 * width);
  std::memcpy(to, &x, sizeof x);
}

/// The same for widths of 1 to 16.
inline void pack_group(const std::uint16_t* values, unsigned width, char* to) noexcept {
  const auto four = [width](std::uint64_t x) {
    x = (x & 0x0000'FFFF'0000'FFFF) | ((x >> 16) & 0x0000'FFFF'0000'FFFF) << width;
    return (x & 0x0000'0000'FFFF'FFFF) | (x >> 32) << (2 * width);
  };
  const std::uint64_t low = four(load_word(values));
  const std::uint64_t high = four(load_word(values + 4));
  const unsigned low_bits = 4 * width;  // 64 at most
  const std::array<std::uint64_t, 2> words = {
      low_bits < 64 ? low | high << low_bits : low,
      low_bits < 64 ? high >> (64 - low_bits) : high,
  };
  std::memcpy(to, words.data(), sizeof words);
}

/// Values of one miniblock of Parquet's delta encoding.
inline constexpr std::size_t kMiniblock = 32;

/// Packs 32 values below 2^width (0 to 64) into 4 * width bytes at `to`, which has room for 8 more. Uses `values` up.
void pack_miniblock(std::uint64_t* values, unsigned width, char* to) noexcept;

}  // namespace ntlmscan::sinks::parquet
