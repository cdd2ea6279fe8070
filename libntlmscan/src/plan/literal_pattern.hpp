// The System part of a record without a template as a pattern, so that its neighbours are read without being parsed.
#pragma once

#include <cstdint>
#include <vector>

#include "binxml/stream.hpp"
#include "plan/extraction.hpp"

namespace ntlmscan::plan {

/// Such records spell out every element, but one provider's spell the same ones: in a chunk they differ in their texts
/// and in the sizes of elements and attribute lists, which mean nothing to the parser. Names are given by their offset;
/// those of a pattern lie in front of the records that it was made of and is held against.
class LiteralPattern {
 public:
  void clear() noexcept { steps_.clear(); }

  /// Of the record whose Binary XML begins at `begin`: `head` was read of it without error, `system` of `head`. Leaves
  /// no pattern where the record brings names along or has more than elements, attributes and plain texts.
  void learn(Bytes chunk, std::size_t begin, const binxml::Stream& head, const SystemValues& system);

  /// True only if parsing chunk bytes [begin, end) would go as it went in learn(), but for the texts; those of System are
  /// then in `system`, which must be empty before and is unspecified otherwise.
  [[nodiscard]] bool read(Bytes chunk, std::size_t begin, std::size_t end, SystemValues& system) const noexcept;

 private:
  /// Bytes that are known or mean nothing, then a text unless it is the last step.
  struct Step {
    std::uint32_t word = 0;  ///< index of the first of the words that hold these bytes
    std::uint32_t bytes = 0;
    std::uint8_t field = 0;  ///< SystemField, or kSystemFieldCount
    bool text = false;
  };
  /// Eight bytes and which of their bits count.
  struct Word {
    std::uint64_t wanted = 0;
    std::uint64_t mask = 0;
  };
  /// Bytes whose value is free.
  struct Gap {
    std::size_t at = 0;
    std::size_t size = 0;
    std::uint8_t field = 0;
    bool text = false;
  };

  [[nodiscard]] bool find_gaps(Bytes chunk, std::size_t begin, const binxml::Stream& head, const SystemValues& system);
  void end_step(std::uint8_t field, bool text);

  std::vector<Step> steps_;
  std::vector<Word> words_;
  std::size_t names_end_ = 0;
  // While learning: the gaps of the record, and the bytes of the step at hand with which of them count.
  std::vector<Gap> gaps_;
  std::vector<std::uint8_t> wanted_;
  std::vector<std::uint8_t> mask_;
};

}  // namespace ntlmscan::plan
