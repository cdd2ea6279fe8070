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
    std::uint32_t at = 0;  ///< of its bytes in the store
    std::uint32_t size = 0;
    std::int32_t code = -1;         ///< dictionary entry; -1: the text means null
    std::uint8_t tag = 0;           ///< how the bytes are to be read
    Normal normal = Normal::kSame;  ///< what became of the recorded text
  };
  /// Where a place in a row found its entry the last time; valid for any cache at any time.
  struct Memo {
    std::uint32_t entry = 0;
  };

  /// The entry of (tag, raw), and whether it is new: then the caller sets code and normal.
  /// The reference holds until the next call.
  Entry& find_or_add(std::uint8_t tag, Bytes raw, const HashKey& key, bool& added);

  /// The entry that `memo` remembers if it is that of (tag, raw); nullptr if not.
  [[nodiscard]] const Entry* recall(const Memo& memo, std::uint8_t tag, Bytes raw) const noexcept {
    if (memo.entry >= entries_.size()) return nullptr;
    const Entry& entry = entries_[memo.entry];
    if (entry.tag != tag || entry.size != raw.size()) return nullptr;
    return stored(entry).equals(raw) ? &entry : nullptr;
  }
  [[nodiscard]] Memo memo_of(const Entry& entry) const noexcept {
    return {static_cast<std::uint32_t>(&entry - entries_.data())};
  }

  /// Entries and bytes held.
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] std::size_t bytes() const noexcept { return store_.size(); }
  void clear() noexcept;

 private:
  struct Slot {
    std::uint32_t check = 0;  ///< upper half of the hash
    std::uint32_t entry = 0;  ///< index + 1; 0: free
  };

  [[nodiscard]] Bytes stored(const Entry& entry) const noexcept {
    return Bytes(store_).slice_unchecked(entry.at, entry.size);  // find_or_add() wrote it
  }
  void grow(const HashKey& key);

  std::vector<Slot> slots_;  // a power of two, linear probing, at most half full
  std::vector<Entry> entries_;
  std::vector<std::uint8_t> store_;
};

}  // namespace ntlmscan::columns
