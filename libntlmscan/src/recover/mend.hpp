// The value descriptors of a record's outer instance, where heads of heap blocks lie in them.
//
// The two layouts that exist leave little to choose: most slots have one type and one size. What was there is known where
// only one choice lets the payload begin where Binary XML begins and the record end where it does.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "recover/candidates.hpp"

namespace ntlmscan::recover {

enum class Mended : std::uint8_t {
  kNothing,   ///< no head lies in the descriptors
  kWhole,     ///< the copy has them as they were
  kHopeless,  ///< it is not known what was there
};

/// `heads`: those in the record. kWhole: `copy` is `home` with the descriptors of the record as they were.
[[nodiscard]] Mended mend_descriptors(Bytes home, const Candidate& record, std::span<const std::size_t> heads,
                                      std::vector<std::uint8_t>& copy);

}  // namespace ntlmscan::recover
