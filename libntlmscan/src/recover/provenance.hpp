// Where a record's bytes lay and where what they mean was learned (columns origin, decoded_by, inferred).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "plan/extraction.hpp"

namespace ntlmscan::recover {

enum class Origin : std::uint8_t {
  kLive,
  kHidden,   ///< inside another record's padding, or behind its content
  kSlack,    ///< behind the free-space offset
  kDamaged,  ///< in a block without a chunk header, or at a shifted alignment
  kCarved,   ///< outside any chunk
};
inline constexpr std::array<std::string_view, 5> kOriginTexts = {"live", "hidden", "slack", "damaged", "carved"};

/// System columns whose value was not in the record and not in its template: one bit each, so that a row's are a number.
enum Inferred : std::uint8_t { kInferredComputer = 1, kInferredChannel = 2, kInferredProvider = 4 };
inline constexpr std::array<std::string_view, 8> kInferredTexts = {
    "",         "computer",          "channel",          "computer,channel",
    "provider", "computer,provider", "channel,provider", "computer,channel,provider"};

struct Provenance {
  Origin origin = Origin::kLive;
  plan::Names names = plan::Names::kTemplate;
  std::uint8_t inferred = 0;  ///< bits of Inferred
};

}  // namespace ntlmscan::recover
