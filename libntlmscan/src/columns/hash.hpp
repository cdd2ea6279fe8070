// A fast seeded hash for byte strings; not for storage.
#pragma once

#include <cstdint>

#include "bytes/byte_view.hpp"

namespace ntlmscan::columns {

/// Mixes 64 bits so that every input bit reaches the low ones (the finaliser of splitmix64).
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t x) noexcept {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

/// `seed` is random per process: texts out of logs cannot be chosen to collide.
[[nodiscard]] inline std::uint64_t hash_bytes(Bytes bytes, std::uint64_t seed) noexcept {
  std::uint64_t state = seed ^ (bytes.size() * 0x9E3779B97F4A7C15u);
  std::size_t at = 0;
  for (; bytes.fits(at, 8); at += 8) state = mix(state ^ bytes.u64_unchecked(at));
  std::uint64_t rest = 0;
  for (; at < bytes.size(); ++at) rest = (rest << 8) | bytes.u8_unchecked(at);
  return mix(state ^ rest);
}

}  // namespace ntlmscan::columns
