// Eight UTF-16 units at once: which of them stand for themselves in a JSON string, and all of them as bytes.
#pragma once

#include <bit>
#include <cstdint>

#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#define NTLMSCAN_EIGHT_UNITS_SSE2 1
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#define NTLMSCAN_EIGHT_UNITS_NEON 1
#endif

#include "binxml/escaped_text.hpp"
#include "bytes/byte_view.hpp"

namespace ntlmscan::binxml {

struct EightUnits {
  std::uint64_t bytes = 0;   ///< the units as bytes, the first one lowest; right for the plain ones
  std::uint32_t plain = 0;   ///< units in front that are printable ASCII but for quote and backslash
};

/// The portable form, against which the others are tested. Requires 16 bytes at `at`.
[[nodiscard]] inline EightUnits eight_units_portable(Bytes text, std::size_t at) noexcept {
  constexpr std::uint64_t kNotAscii = 0xFF80FF80FF80FF80u;
  const std::uint64_t first = text.u64_unchecked(at);
  const std::uint64_t second = text.u64_unchecked(at + 8);
  EightUnits units;
  units.bytes = narrow(first) | narrow(second) << 32;
  // One flag a byte; the lowest one is exact, which is the one asked for.
  const std::uint64_t ascii = units.bytes & ~kHighBits;
  std::uint64_t found = control_bytes(ascii) | equal_bytes(ascii, '"') | equal_bytes(ascii, '\\');
  found &= kHighBits;
  units.plain = static_cast<std::uint32_t>(std::countr_zero(found)) / 8;
  const auto wide = [](std::uint64_t word) {
    return static_cast<std::uint32_t>(std::countr_zero(word & kNotAscii)) / 16;
  };
  const std::uint32_t ascii_units = wide(first) < 4 ? wide(first) : 4 + wide(second);
  if (ascii_units < units.plain) units.plain = ascii_units;
  return units;
}

#if defined(NTLMSCAN_EIGHT_UNITS_SSE2)

[[nodiscard]] inline EightUnits eight_units(Bytes text, std::size_t at) noexcept {
  const auto units = text.load_unchecked<__m128i>(at);
  const auto all = [](char unit) { return _mm_set1_epi16(unit); };
  // Compared as signed numbers: units from U+8000 on are below a blank.
  const __m128i outside = _mm_or_si128(_mm_cmplt_epi16(units, all(0x20)), _mm_cmpgt_epi16(units, all(0x7E)));
  const __m128i escaped = _mm_or_si128(_mm_cmpeq_epi16(units, all('"')), _mm_cmpeq_epi16(units, all('\\')));
  const __m128i flags = _mm_packs_epi16(_mm_or_si128(outside, escaped), _mm_setzero_si128());
  const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(flags));
  const auto bytes = _mm_packus_epi16(units, units);
  std::uint64_t low = 0;
  _mm_storel_epi64(reinterpret_cast<__m128i*>(&low), bytes);  // the intrinsic's own spelling of a store of 8 bytes
  return {low, static_cast<std::uint32_t>(std::countr_zero(mask | 0x100u))};
}

#elif defined(NTLMSCAN_EIGHT_UNITS_NEON)

[[nodiscard]] inline EightUnits eight_units(Bytes text, std::size_t at) noexcept {
  const auto units = text.load_unchecked<uint16x8_t>(at);
  const uint16x8_t outside = vorrq_u16(vcltq_u16(units, vdupq_n_u16(0x20)), vcgtq_u16(units, vdupq_n_u16(0x7E)));
  const uint16x8_t escaped = vorrq_u16(vceqq_u16(units, vdupq_n_u16('"')), vceqq_u16(units, vdupq_n_u16('\\')));
  const uint8x8_t flags = vmovn_u16(vorrq_u16(outside, escaped));
  const std::uint64_t found = vget_lane_u64(vreinterpret_u64_u8(flags), 0);
  const std::uint64_t bytes = vget_lane_u64(vreinterpret_u64_u8(vmovn_u16(units)), 0);
  return {bytes, static_cast<std::uint32_t>(std::countr_zero(found)) / 8};
}

#else

[[nodiscard]] inline EightUnits eight_units(Bytes text, std::size_t at) noexcept {
  return eight_units_portable(text, at);
}

#endif

}  // namespace ntlmscan::binxml
