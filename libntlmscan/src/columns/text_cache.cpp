// Open-addressing table over raw values.
#include "columns/text_cache.hpp"

#include "columns/hash.hpp"

namespace ntlmscan::columns {
namespace {
constexpr std::size_t kFirstSize = 32;
}

TextCache::Entry& TextCache::find_or_add(std::uint8_t tag, Bytes raw, std::uint64_t seed, bool& added) {
  if (used_ * 2 >= slots_.size()) grow();
  const std::uint64_t hash = hash_bytes(raw, seed + tag);
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = static_cast<std::size_t>(hash) & mask;
  for (; slots_[slot].used; slot = (slot + 1) & mask) {
    Entry& entry = slots_[slot];
    if (entry.hash != hash || entry.tag != tag) continue;
    if (Bytes(store_).slice_unchecked(entry.at, entry.size).equals(raw)) {  // written by the line below
      added = false;
      return entry;
    }
  }
  Entry& entry = slots_[slot];
  entry = {.hash = hash,
           .at = static_cast<std::uint32_t>(store_.size()),
           .size = static_cast<std::uint32_t>(raw.size()),
           .tag = tag,
           .used = true};
  store_.insert(store_.end(), raw.data(), raw.data() + raw.size());
  ++used_;
  added = true;
  return entry;
}

void TextCache::grow() {
  std::vector<Entry> old(slots_.empty() ? kFirstSize : slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Entry& entry : old) {
    if (!entry.used) continue;
    std::size_t slot = static_cast<std::size_t>(entry.hash) & mask;
    while (slots_[slot].used) slot = (slot + 1) & mask;
    slots_[slot] = entry;
  }
}

void TextCache::clear() noexcept {
  if (used_ > 0) {
    for (Entry& entry : slots_) entry.used = false;
  }
  store_.clear();
  used_ = 0;
}

}  // namespace ntlmscan::columns
