// A fast keyed hash for byte strings; not for storage.
#pragma once

#include <cstdint>
#if defined(_MSC_VER) && defined(_M_X64)
#include <intrin.h>
#endif

#include "bytes/byte_view.hpp"

namespace ntlmscan::columns {

/// Mixes 64 bits so that every input bit reaches the low ones (the finaliser of splitmix64).
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t x) noexcept {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

/// Both halves of the 128-bit product, folded together.
[[nodiscard]] inline std::uint64_t fold_product(std::uint64_t a, std::uint64_t b) noexcept {
#if defined(__SIZEOF_INT128__)
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
#elif defined(_MSC_VER) && defined(_M_X64)
  std::uint64_t high = 0;
  const std::uint64_t low = _umul128(a, b, &high);
  return low ^ high;
#else
  return mix(a) ^ (mix(b ^ 0x9E3779B97F4A7C15u) * 3);
#endif
}

/// The secret of one process: texts out of logs cannot be chosen to collide.
struct HashKey {
  std::uint64_t first;
  std::uint64_t second;

  explicit constexpr HashKey(std::uint64_t seed) noexcept
      : first(mix(seed) | 1), second(mix(seed ^ 0x9E3779B97F4A7C15u) | 1) {}
};

/// Sixteen bytes a step; the last ones overlap those before them.
[[nodiscard]] inline std::uint64_t hash_bytes(Bytes bytes, const HashKey& key) noexcept {
  const std::size_t size = bytes.size();
  std::uint64_t state = key.second ^ size;
  if (size >= 16) {
    for (std::size_t at = 0; size - at > 16; at += 16) {
      state = fold_product(bytes.u64_unchecked(at) ^ key.first, bytes.u64_unchecked(at + 8) ^ state);
    }
    return fold_product(bytes.u64_unchecked(size - 16) ^ key.first, bytes.u64_unchecked(size - 8) ^ mix(state));
  }
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  if (size >= 8) {
    low = bytes.u64_unchecked(0);
    high = bytes.u64_unchecked(size - 8);
  } else if (size >= 4) {
    low = bytes.u32_unchecked(0);
    high = bytes.u32_unchecked(size - 4);
  } else {
    for (std::size_t at = 0; at < size; ++at) low = low << 8 | bytes.u8_unchecked(at);
  }
  return fold_product(low ^ key.first, high ^ mix(state));
}

}  // namespace ntlmscan::columns
