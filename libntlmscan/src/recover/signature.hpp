// The signature of records at the places where one may begin, eight of them at a time.
#pragma once

#include <cstdint>

#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#define NTLMSCAN_SIGNATURE_SSE2 1
#endif

#include "bytes/byte_view.hpp"
#include "evtx/layout.hpp"

namespace ntlmscan::recover {

inline constexpr std::size_t kEightPlaces = 8 * evtx::kRecordAlignment;  // bytes

// Both forms say whether a signature stands at `at` or at one of the seven aligned places behind it. They require
// kEightPlaces at `at`.

/// The portable form, against which the other is tested.
[[nodiscard]] inline bool any_signature_portable(Bytes bytes, std::size_t at) noexcept {
  bool any = false;
  for (std::size_t place = 0; place < kEightPlaces; place += evtx::kRecordAlignment) {
    any |= bytes.u32_unchecked(at + place) == evtx::kRecordMagic;
  }
  return any;
}

#if defined(NTLMSCAN_SIGNATURE_SSE2)

[[nodiscard]] inline bool any_signature(Bytes bytes, std::size_t at) noexcept {
  const __m128i signature = _mm_set1_epi32(static_cast<int>(evtx::kRecordMagic));
  const auto two = [&](std::size_t place) {
    return _mm_cmpeq_epi32(bytes.load_unchecked<__m128i>(at + place), signature);
  };
  const __m128i eight = _mm_or_si128(_mm_or_si128(two(0), two(16)), _mm_or_si128(two(32), two(48)));
  constexpr int kFirstHalves = 0x0F0F;  // of each place; records are aligned to eight bytes
  return (_mm_movemask_epi8(eight) & kFirstHalves) != 0;
}

#else

[[nodiscard]] inline bool any_signature(Bytes bytes, std::size_t at) noexcept {
  return any_signature_portable(bytes, at);
}

#endif

/// The first signature at `from` or a place that many times kRecordAlignment behind it, in front of `end`; `end` if there
/// is none. Four bytes must be there behind every place in front of `end`.
[[nodiscard]] inline std::size_t find_signature(Bytes bytes, std::size_t from, std::size_t end) noexcept {
  for (std::size_t at = from; at < end; at += evtx::kRecordAlignment) {
    if (bytes.u32_unchecked(at) == evtx::kRecordMagic) return at;
    while (end - at > kEightPlaces + evtx::kRecordAlignment && !any_signature(bytes, at + evtx::kRecordAlignment)) {
      at += kEightPlaces;
    }
  }
  return end;
}

}  // namespace ntlmscan::recover
