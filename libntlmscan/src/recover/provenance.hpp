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

struct Provenance {
  Origin origin = Origin::kLive;
  plan::Names names = plan::Names::kTemplate;
  bool inferred_computer = false;  ///< it was in neither the record nor its template
  bool inferred_channel = false;   ///< overwritten in part; others of its provider say what it was
  bool inferred_provider = false;  ///< overwritten; its GUID says which one it was
};

/// Column `inferred`; empty where nothing was.
[[nodiscard]] constexpr std::string_view inferred_text(const Provenance& from) noexcept {
  constexpr std::array<std::string_view, 8> kTexts = {
      "",         "computer",          "channel",          "computer,channel",
      "provider", "computer,provider", "channel,provider", "computer,channel,provider"};
  return kTexts[(from.inferred_computer ? 1u : 0u) + (from.inferred_channel ? 2u : 0u) +
                (from.inferred_provider ? 4u : 0u)];
}

}  // namespace ntlmscan::recover
