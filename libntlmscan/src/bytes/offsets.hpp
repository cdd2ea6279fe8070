// Positions as types, so that an offset in a chunk is never added to an offset in a file by accident.
#pragma once

#include <cstdint>

namespace ntlmscan {

enum class FileOffset : std::uint64_t {};   ///< from byte 0 of the .evtx stream
enum class ChunkOffset : std::uint32_t {};  ///< from byte 0 of its 64 KiB chunk

[[nodiscard]] constexpr std::uint64_t raw(FileOffset at) noexcept { return static_cast<std::uint64_t>(at); }
[[nodiscard]] constexpr std::uint32_t raw(ChunkOffset at) noexcept { return static_cast<std::uint32_t>(at); }

/// Where a chunk-relative position lies in the stream whose chunk begins at `chunk`.
[[nodiscard]] constexpr FileOffset in_file(FileOffset chunk, ChunkOffset at) noexcept {
  return static_cast<FileOffset>(raw(chunk) + raw(at));
}

}  // namespace ntlmscan
