// The value descriptors of a record's outer instance, where heads of heap blocks lie in them.
//
// The two layouts that exist leave little to choose: most slots have one type and one size. What was there is known where
// only one choice lets the payload begin where Binary XML begins and the record end where it does.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "recover/candidates.hpp"

namespace ntlmscan::recover {

enum class Mended : std::uint8_t {
  kNothing,   ///< no head lies in the descriptors
  kWhole,     ///< it is known what they were
  kHopeless,  ///< it is not
};

/// A count and descriptors as they were, and where they belong.
struct Descriptors {
  std::size_t at = 0;
  std::size_t size = 0;
  std::array<std::uint8_t, 84> bytes{};  ///< the first `size` of them; of 20 values at most
};

/// `heads`: those in the record. kWhole: `found` fits in `home` at its place.
[[nodiscard]] Mended mend_descriptors(Bytes home, const Candidate& record, std::span<const std::size_t> heads,
                                      Descriptors& found) noexcept;

}  // namespace ntlmscan::recover
