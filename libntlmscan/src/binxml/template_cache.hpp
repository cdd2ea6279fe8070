// The template definitions of one chunk, each parsed at its first use.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "binxml/stream.hpp"

namespace ntlmscan::binxml {

class TemplateCache {
 public:
  /// Forgets everything and reads from `chunk` from now on.
  void begin_chunk(Bytes chunk) noexcept;

  /// Makes sure that get() has room for an ordinary record. What get() gave before is no longer valid.
  void make_room();

  /// The parsed definition at chunk offset `at`, whose GUID must begin with `id`; its `error` says if it is damaged,
  /// and is kTooLarge once the room is used up. Valid until make_room() or begin_chunk().
  [[nodiscard]] const Stream& get(std::uint32_t at, std::uint32_t id);

 private:
  struct Entry {
    std::uint32_t at = 0;
    std::uint32_t id = 0;
    Stream definition;
  };
  // Real chunks hold up to 41 definitions of some hundred items each; a crafted one must not hold more memory.
  static constexpr std::size_t kMostDefinitions = 256;
  static constexpr std::size_t kMostItems = 1u << 16;

  Bytes chunk_;
  std::vector<std::unique_ptr<Entry>> entries_;  // the first used_ are of this chunk; the rest is memory to reuse
  std::size_t used_ = 0;
  std::size_t items_ = 0;
  Stream full_;
};

}  // namespace ntlmscan::binxml
