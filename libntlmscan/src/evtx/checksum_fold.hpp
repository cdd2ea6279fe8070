// CRC-32 of long runs of bytes by folding 128 of them at a time, on processors that multiply four polynomials at once.
#pragma once

#include <cstdint>

#include "bytes/byte_view.hpp"

// Not on Windows: gcc does not keep its stack aligned for registers of 32 bytes there.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(_WIN32)
#define NTLMSCAN_CHECKSUM_FOLD 1
#include <immintrin.h>

#include <array>
#include <cstddef>
#include <cstring>
#endif

namespace ntlmscan::evtx {

#ifdef NTLMSCAN_CHECKSUM_FOLD

/// Bytes that are folded at once.
inline constexpr std::size_t kFolded = 128;

/// Whether this processor and system can run fold().
[[nodiscard]] inline bool can_fold() noexcept {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("vpclmulqdq");
}

/// x^power modulo the polynomial as a factor for carry-less multiplication: bits reversed, moved up by one because the
/// product of two reversed numbers comes out one bit too low.
constexpr std::int64_t fold_factor(unsigned power) noexcept {
  std::uint32_t rest = 0x80000000u;  // 1
  for (unsigned i = 0; i < power; ++i) rest = (rest >> 1) ^ ((rest & 1) != 0 ? 0xEDB88320u : 0u);
  return static_cast<std::int64_t>(std::uint64_t{rest} << 1);
}

/// The kFolded bytes that have the same remainder as all of `bytes` with the register `state` in front: a checksum over
/// them that begins with an empty register goes on as one over `bytes` would. Whole blocks only, at least one.
[[nodiscard, gnu::target("avx2,vpclmulqdq")]] inline std::array<std::uint8_t, kFolded> fold(
    Bytes blocks, std::uint32_t state) noexcept {
  constexpr unsigned kDistance = 8 * kFolded;  // bits between what is multiplied and where it is added
  constexpr std::int64_t kOfLow = fold_factor(kDistance + 32);
  constexpr std::int64_t kOfHigh = fold_factor(kDistance - 32);
  const __m256i factors = _mm256_set_epi64x(kOfHigh, kOfLow, kOfHigh, kOfLow);
  constexpr std::size_t kSums = kFolded / sizeof(__m256i);
  __m256i sums[kSums];  // no std::array: as a template's argument the type loses its alignment
  std::memcpy(sums, blocks.data(), kFolded);
  sums[0] = _mm256_xor_si256(sums[0], _mm256_set_epi64x(0, 0, 0, state));
  for (std::size_t at = kFolded; at < blocks.size(); at += kFolded) {
    for (std::size_t i = 0; i < kSums; ++i) {
      __m256i next;
      std::memcpy(&next, blocks.data() + at + i * sizeof next, sizeof next);
      const __m256i low = _mm256_clmulepi64_epi128(sums[i], factors, 0x00);
      const __m256i high = _mm256_clmulepi64_epi128(sums[i], factors, 0x11);
      sums[i] = _mm256_xor_si256(_mm256_xor_si256(low, high), next);
    }
  }
  std::array<std::uint8_t, kFolded> folded;
  std::memcpy(folded.data(), sums, kFolded);
  return folded;
}

#endif

}  // namespace ntlmscan::evtx
