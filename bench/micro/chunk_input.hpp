// Chunks for the benchmarks, with what has to be found in them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ntlmscan::bench {

/// Which chunks: all of them, or those in which the name of a provider stands.
enum class Kind : std::uint8_t { kMixed, kSecurity, kNtlm };

/// The counts come from another way through the library than the one that is timed: records from the ids in the chunk
/// headers, rows from the general walker without plans.
struct ChunkInput {
  std::vector<std::uint8_t> bytes;  ///< a multiple of 64 KiB; checksums hold
  std::size_t records = 0;
  std::size_t rows = 0;
  bool real = false;  ///< out of real logs, not of the fixture writer
};

/// At most 64 chunks of a kind, spread evenly over all that there are: of the logs below $NTLMSCAN_CORPUS or
/// ../shared/corpus where that is there, else of the demo collection of the fixtures. Read once.
[[nodiscard]] const ChunkInput& chunk_input(Kind kind);

/// A log file of these chunks in the folder for temporary files; removed at the end of the program.
[[nodiscard]] const std::string& log_of(Kind kind);

}  // namespace ntlmscan::bench
