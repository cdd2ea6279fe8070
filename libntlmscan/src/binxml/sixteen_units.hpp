// Sixteen UTF-16 units at once: written as bytes, and how many of them stand for themselves in a JSON string.
#pragma once

#include <bit>
#include <cstdint>

#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#define NTLMSCAN_SIXTEEN_UNITS_SSE2 1
#elif defined(__aarch64__) && defined(__ARM_NEON)
#include <arm_neon.h>
#define NTLMSCAN_SIXTEEN_UNITS_NEON 1
#endif

#include "binxml/escaped_text.hpp"
#include "bytes/byte_view.hpp"

namespace ntlmscan::binxml {

inline constexpr std::size_t kSixteenUnits = 32;  // bytes

// Each form returns the number of units in front that are printable ASCII but for quote and backslash, and writes
// sixteen bytes to `to`, of which as many are right. Requires kSixteenUnits at `at`.

/// The portable form, against which the others are tested.
[[nodiscard]] inline std::uint32_t put_sixteen_portable(char* to, Bytes text, std::size_t at) noexcept {
  constexpr std::uint64_t kNotAscii = 0xFF80FF80FF80FF80u;
  std::uint32_t plain = 0;
  for (std::size_t half = 0; half < 2; ++half) {
    const std::uint64_t first = text.u64_unchecked(at + 16 * half);
    const std::uint64_t second = text.u64_unchecked(at + 16 * half + 8);
    const std::uint64_t eight = narrow(first) | narrow(second) << 32;
    std::memcpy(to + 8 * half, &eight, 8);
    if (plain != 8 * half) continue;
    // One flag a byte; the lowest one is exact, which is the one asked for.
    const std::uint64_t ascii = eight & ~kHighBits;
    const std::uint64_t found = control_bytes(ascii) | equal_bytes(ascii, '"') | equal_bytes(ascii, '\\');
    const auto bytes = static_cast<std::uint32_t>(std::countr_zero(found & kHighBits)) / 8;
    const auto low = static_cast<std::uint32_t>(std::countr_zero(first & kNotAscii)) / 16;
    const auto high = static_cast<std::uint32_t>(std::countr_zero(second & kNotAscii)) / 16;
    const std::uint32_t units = low < 4 ? low : 4 + high;
    plain += bytes < units ? bytes : units;
  }
  return plain;
}

#if defined(NTLMSCAN_SIXTEEN_UNITS_SSE2)

[[nodiscard]] inline std::uint32_t put_sixteen(char* to, Bytes text, std::size_t at) noexcept {
  // Units from U+0100 on become 255 or 0, so that as signed bytes all that is not ASCII lies below a blank.
  const __m128i bytes = _mm_packus_epi16(text.load_unchecked<__m128i>(at), text.load_unchecked<__m128i>(at + 16));
  const auto is = [&](char byte) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte)); };
  const __m128i outside = _mm_or_si128(_mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20)), is(0x7F));
  const __m128i flags = _mm_or_si128(outside, _mm_or_si128(is('"'), is('\\')));
  std::memcpy(to, &bytes, sizeof bytes);
  return static_cast<std::uint32_t>(std::countr_zero(static_cast<std::uint32_t>(_mm_movemask_epi8(flags)) | 0x1'0000u));
}

#elif defined(NTLMSCAN_SIXTEEN_UNITS_NEON)

[[nodiscard]] inline std::uint32_t put_sixteen(char* to, Bytes text, std::size_t at) noexcept {
  // Units from U+0100 on become 255.
  const uint8x16_t bytes = vcombine_u8(vqmovn_u16(text.load_unchecked<uint16x8_t>(at)),
                                       vqmovn_u16(text.load_unchecked<uint16x8_t>(at + 16)));
  const auto is = [&](std::uint8_t byte) { return vceqq_u8(bytes, vdupq_n_u8(byte)); };
  const uint8x16_t outside = vorrq_u8(vcltq_u8(bytes, vdupq_n_u8(0x20)), vcgtq_u8(bytes, vdupq_n_u8(0x7E)));
  const uint8x16_t flags = vorrq_u8(outside, vorrq_u8(is('"'), is('\\')));
  std::memcpy(to, &bytes, sizeof bytes);
  // Four bits of each flag, lowest first.
  const uint8x8_t nibbles = vshrn_n_u16(vreinterpretq_u16_u8(flags), 4);
  return static_cast<std::uint32_t>(std::countr_zero(vget_lane_u64(vreinterpret_u64_u8(nibbles), 0))) / 4;
}

#else

[[nodiscard]] inline std::uint32_t put_sixteen(char* to, Bytes text, std::size_t at) noexcept {
  return put_sixteen_portable(to, text, at);
}

#endif

}  // namespace ntlmscan::binxml
