// Heads of freed heap blocks that were written over memory in which a chunk's records had been.
//
//   u32 code | u8 of before | u16 number of the block | u8 80
//
// A head stands at an odd multiple of eight: the block behind it is aligned to sixteen. The upper half of the code is the
// address divided by sixteen, XOR a number that all blocks of a heap share, and a chunk's memory begins at a multiple of
// 64 KiB. So a head tells that number, and heads that agree on it are no chance: in the public corpus words of this form
// agree with none or with at least three others in their chunk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bytes/byte_view.hpp"

namespace ntlmscan::recover {

inline constexpr std::size_t kHeapHeadSize = 8;

/// The last two bytes of a word are those of a head.
[[nodiscard]] constexpr bool ends_as_heap_head(std::uint16_t last) noexcept {
  constexpr std::uint16_t kFree = 0x80;
  constexpr std::uint16_t kMostBlocks = 1024;  // of one size, in one piece
  return last / (kMostBlocks >> 8) == (kFree << 8) / (kMostBlocks >> 8);
}

/// A word that may be such a head by its place and its last two bytes. Requires that `at` is a multiple of eight.
[[nodiscard]] inline bool may_be_heap_head(Bytes home, std::size_t at) noexcept {
  return at % 16 == 8 && home.fits(at, kHeapHeadSize) && ends_as_heap_head(home.u16_unchecked(at + 6));
}

class HeapHeads {
 public:
  /// Those in `home`, which begins where a chunk does, from `from` on.
  void begin(Bytes home, std::size_t from) noexcept {
    home_ = home;
    from_ = from;
    known_ = false;
  }
  void begin_at(std::size_t from) noexcept { begin(home_, from); }

  /// The offsets of those that have bytes in [begin, end), in order. All are looked for when the first are asked for.
  [[nodiscard]] std::span<const std::size_t> within(std::size_t begin, std::size_t end);

 private:
  struct Seen {
    std::uint16_t key;
    std::size_t at;
  };
  void find();

  Bytes home_;
  std::size_t from_ = 0;
  bool known_ = false;
  std::vector<Seen> seen_;
  std::vector<std::size_t> words_;
};

}  // namespace ntlmscan::recover
