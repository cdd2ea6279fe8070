// Which dictionary entry a recorded value became: asked by its raw bytes, so that each text is decoded once.
#pragma once

#include <cstdint>
#include <vector>

#include "bytes/byte_view.hpp"
#include "columns/hash.hpp"
#include "columns/normalise.hpp"

namespace ntlmscan::columns {

class TextCache {
 public:
  struct Entry {
    Bytes raw;                      ///< a copy that stays in place until clear()
    std::int32_t code = -1;         ///< dictionary entry; -1: the text means null
    std::uint8_t tag = kNoTag;      ///< how the bytes are to be read
    Normal normal = Normal::kSame;  ///< what became of the recorded text
  };
  static constexpr std::uint8_t kNoTag = 0xFF;

  /// The entry of (tag, raw), and whether it is new: then the caller sets code and normal.
  /// The reference holds until the next call.
  Entry& find_or_add(std::uint8_t tag, Bytes raw, const HashKey& key, bool& added);

  /// Entries and bytes held.
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }
  void clear() noexcept;

 private:
  struct Slot {
    std::uint32_t check = 0;  ///< upper half of the hash
    std::uint32_t entry = 0;  ///< index + 1; 0: free
  };

  [[nodiscard]] Bytes keep(Bytes raw);
  void grow(const HashKey& key);

  std::vector<Slot> slots_;  // a power of two, linear probing, at most half full
  std::vector<Entry> entries_;
  std::vector<std::vector<std::uint8_t>> store_;  // each filled up to its capacity and never beyond
  std::size_t bytes_ = 0;
};

}  // namespace ntlmscan::columns
