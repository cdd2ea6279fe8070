// Where chunks and records may begin in bytes of any kind, at any alignment.
//
// Signatures are found in one pass at the speed of memory. What is a chunk is decided by the bytes around it alone (two
// chunks in front, one behind), so that an image gives the same chunks whatever windows it is read in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bytes/byte_view.hpp"
#include "evtx/layout.hpp"

namespace ntlmscan::recover {

/// Offsets, in order, where a signature stands.
struct Signatures {
  std::vector<std::size_t> chunks;
  std::vector<std::size_t> records;
};

/// Bytes that deciding about a chunk needs in front of it and behind its end.
inline constexpr std::size_t kImageFront = 2 * evtx::kChunkSize;
inline constexpr std::size_t kImageBehind = evtx::kChunkSize + evtx::kChunkHeaderSize + evtx::kRecordMinSize;

/// Signatures that lie whole in [from, to) of `bytes`.
void find_signatures(Bytes bytes, std::size_t from, std::size_t to, Signatures& out);

struct ChunkPlace {
  std::size_t at = 0;
  std::size_t size = 0;  ///< up to the next chunk or the end of the bytes, 65536 at most
};

/// The chunks among `signatures`, in order. A signature alone is none: texts and programs hold it too. The
/// header's checksum must hold, or a record must stand behind the header, and then the place must not lie within a chunk
/// whose own checksum holds.
void find_chunks(Bytes bytes, const std::vector<std::size_t>& signatures, std::vector<ChunkPlace>& out);

/// Where the chunk of a record that begins at `at` begins, as its template reference tells: the definition that it names
/// lies there. A chunk's size in front of it where nothing tells.
[[nodiscard]] std::size_t home_of(Bytes bytes, std::size_t at) noexcept;

}  // namespace ntlmscan::recover
