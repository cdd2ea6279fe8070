// Bounds of recovery, in one place: constants, never numbers from a file (docs/faults.md names the code of each).
#pragma once

#include <cstddef>
#include <cstdint>

#include "evtx/layout.hpp"

namespace ntlmscan::recover {

// What a record's own frame may say. Outside of these a candidate is refused: `recovery_candidate`.
inline constexpr std::size_t kSmallestRecord = 64;                    ///< the smallest real one has 192 bytes
inline constexpr std::size_t kLargestRecord = evtx::kRecordMaxSize;   ///< it lies in one chunk
inline constexpr std::uint64_t kTicksPerDay = 864'000'000'000u;       ///< of FILETIME
inline constexpr std::uint64_t kFirstTime = 145'731u * kTicksPerDay;  ///< 2000-01-01: the format is of 2006
inline constexpr std::uint64_t kLastTime = 182'256u * kTicksPerDay;   ///< 2100-01-01
/// A FILETIME that a log may hold; 0 stands for none.
[[nodiscard]] constexpr bool is_plausible_time(std::uint64_t ticks) noexcept {
  return ticks == 0 || (ticks >= kFirstTime && ticks < kLastTime);
}
inline constexpr std::uint64_t kHighestId = (std::uint64_t{1} << 48) - 1;  ///< no log counts that far

// What a record may need to be put together again: `recovery_limit`.
inline constexpr std::size_t kMostValues = 256;  ///< of one template instance; real ones have up to some 60
inline constexpr std::size_t kMostHomes =
    16'384;  ///< single records in one window of an image; each is looked for 8,192 times
inline constexpr std::size_t kMostNested = 4;           ///< template instances inside each other; real ones: 2
inline constexpr std::size_t kMostNames = 1024;         ///< of elements and attributes in one template or stream
inline constexpr std::size_t kMostShapeBytes = 65'536;  ///< of one template definition, its names with it

/// Records of one chunk whose neighbours are asked for a channel that was overwritten; that of others is absent.
inline constexpr std::size_t kMostChannelsAsked = 16;

// What is kept of templates: `recovery_limit`.
inline constexpr std::size_t kMostShapes = 65'536;                        ///< of a run; of one file as many
inline constexpr std::size_t kMostShapesBytes = std::size_t{64} << 20;    ///< their bytes
inline constexpr std::size_t kMostShapesOfId = 4;                         ///< that share a template id; honest ones: 1
inline constexpr std::size_t kMostDefinitionsInChunk = 256;               ///< real chunks: up to 41
inline constexpr std::size_t kMostLibraryBytes = std::size_t{128} << 20;  ///< of a template library's file

}  // namespace ntlmscan::recover
