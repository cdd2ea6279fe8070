// A compiled definition's bytes as a pattern, so that other chunks' copies are recognised without being parsed.
#pragma once

#include <cstdint>
#include <vector>

#include "binxml/stream.hpp"
#include "bytes/byte_view.hpp"

namespace ntlmscan::plan {

/// Copies of one definition differ from chunk to chunk in where their names lie: directly behind the field that gives
/// the offset, or earlier in the chunk. Element and list sizes differ with that and mean nothing to the parser.
/// Everything else must be equal.
class DefinitionPattern {
 public:
  DefinitionPattern() = default;
  /// Of the definition whose body begins at `body` and that was parsed without error.
  DefinitionPattern(Bytes chunk, std::size_t body, const binxml::Stream& definition);

  /// True only if parsing the body [begin, end) of `chunk` would give the same definition. Requires end <= chunk.size().
  [[nodiscard]] bool matches(Bytes chunk, std::size_t begin, std::size_t end) const noexcept;

 private:
  /// Fixed bytes, then a name.
  struct Step {
    std::uint32_t fixed = 0;  ///< sizes; the bytes themselves stand in bytes_ one after the other
    std::uint32_t name = 0;   ///< of hash, count and units
    bool of_element = false;
    bool lists_behind = false;
  };

  void keep(Bytes bytes);

  std::vector<Step> steps_;
  std::vector<std::uint8_t> bytes_;
  std::uint32_t tail_ = 0;  // fixed bytes behind the last name
  bool ended_ = false;
};

}  // namespace ntlmscan::plan
