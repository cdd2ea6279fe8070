// Old records out of chunks that were found in an image, and single ones from between them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "evtx/record_walk.hpp"
#include "recover/image_search.hpp"
#include "recover/neighbours.hpp"
#include "recover/rebuild.hpp"

namespace ntlmscan::recover {

/// Takes what was put together, piece by piece.
class CarvedTaker {
 public:
  virtual ~CarvedTaker() = default;
  /// The records of `found`, by offset, which the next piece replaces.
  virtual void take(const Rebuilder& found) = 0;

 protected:
  CarvedTaker() = default;
  CarvedTaker(const CarvedTaker&) = default;
  CarvedTaker& operator=(const CarvedTaker&) = default;
};

class CarveSearch {
 public:
  CarveSearch(Lender* lender, CarvedTaker& taker) : rebuilder_(lender), taker_(taker) {}

  /// Bytes of an image from offset `base` on; what is refused is added to `faults`. They must stay until finish().
  void begin(Bytes bytes, std::uint64_t base, std::vector<Fault>& faults);
  /// All records of a chunk, live ones when it was lost and older ones.
  void chunk(const ChunkPlace& place);
  /// A chunk that whoever read the bytes in front has found: only says what is taken.
  void pass_by(const ChunkPlace& place) noexcept { taken_up_to_ = place.at + place.size; }
  /// Single records at these signatures, which lie in front of the next chunk. Those in front of `from` were found by
  /// whoever read the bytes in front: they only say what is taken.
  void loose(std::span<const std::size_t> signatures, std::size_t from);
  /// Hands on what was not yet.
  void finish();

 private:
  struct Range {
    std::size_t from;
    std::size_t to;
  };

  void search(Bytes chunk, std::uint64_t base, Range range);
  void take_one(std::size_t at);
  void refuse(const Candidate& candidate, std::uint64_t base);
  void turn_to(std::size_t home);

  Rebuilder rebuilder_;
  CarvedTaker& taker_;
  Neighbours neighbours_;
  Bytes bytes_;
  std::uint64_t base_ = 0;
  std::vector<Fault>* faults_ = nullptr;
  std::vector<evtx::Record> live_;
  std::vector<Fault> walk_faults_;
  std::vector<Range> tails_;
  std::size_t taken_up_to_ = 0;
  std::size_t home_ = 0;  // of the single records at hand
  bool at_home_ = false;
  std::size_t homes_ = 0;  // looked for in these bytes
};

}  // namespace ntlmscan::recover
