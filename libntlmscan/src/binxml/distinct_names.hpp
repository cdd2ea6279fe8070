// Keeps the names inside one object or element apart: one that comes back is numbered `_1`, `_2`, ….
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "binxml/text_buffer.hpp"

namespace ntlmscan::binxml {

/// Remembers the names written into one text by their place in it. Once warm, nothing is allocated.
class DistinctNames {
 public:
  /// Forgets every name; call it before the text that they lie in changes.
  void start_document() noexcept;

  /// The number of a new object: a JSON object, or an element with its attributes.
  [[nodiscard]] std::uint64_t open_object() noexcept { return ++last_object_; }

  /// The name that begins at `name_at` and ends with `out` (as written, without quotes) belongs to `object`: numbers it
  /// where the object has one like it.
  void settle(TextBuffer& out, std::size_t name_at, std::uint64_t object);

 private:
  struct Slot {
    std::uint64_t object = 0;  // in use if above document_
    std::uint64_t hash = 0;
    std::size_t at = 0;
    std::size_t length = 0;
    std::uint64_t repeats = 0;
  };

  [[nodiscard]] Slot& find(std::string_view text, std::string_view name, std::uint64_t object, std::uint64_t hash);
  Slot* take(const TextBuffer& out, std::size_t name_at, std::uint64_t object);
  void grow();

  std::vector<Slot> slots_ = std::vector<Slot>(256);
  std::size_t used_ = 0;
  std::uint64_t document_ = 0;  // objects up to this one belong to texts that are gone
  std::uint64_t last_object_ = 0;
};

}  // namespace ntlmscan::binxml
