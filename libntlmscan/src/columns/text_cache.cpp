// Open-addressing table over raw values.
#include "columns/text_cache.hpp"

#include <algorithm>

namespace ntlmscan::columns {
namespace {

constexpr std::size_t kFirstSize = 32;
constexpr std::size_t kFirstStore = 512;
constexpr std::size_t kMostStore = std::size_t{64} << 10;

std::uint64_t hash_of(std::uint8_t tag, Bytes raw, const HashKey& key) noexcept {
  return hash_bytes(raw, key) ^ (tag * key.second);
}

}  // namespace

TextCache::Entry& TextCache::find_or_add(std::uint8_t tag, Bytes raw, const HashKey& key, bool& added) {
  if (entries_.size() * 2 >= slots_.size()) grow(key);
  const std::uint64_t hash = hash_of(tag, raw, key);
  const auto check = static_cast<std::uint32_t>(hash >> 32);
  const std::size_t mask = slots_.size() - 1;
  std::size_t place = static_cast<std::size_t>(hash) & mask;
  for (; slots_[place].entry != 0; place = (place + 1) & mask) {
    if (slots_[place].check != check) continue;
    Entry& entry = entries_[slots_[place].entry - 1];
    if (entry.tag != tag || !entry.raw.equals(raw)) continue;
    added = false;
    return entry;
  }
  added = true;
  entries_.push_back({.raw = keep(raw), .tag = tag});
  slots_[place] = {check, static_cast<std::uint32_t>(entries_.size())};
  return entries_.back();
}

// Vectors are not grown once they hold something: what refers to their bytes stays valid.
Bytes TextCache::keep(Bytes raw) {
  const bool fits = !store_.empty() && store_.back().capacity() - store_.back().size() >= raw.size();
  if (!fits) store_.emplace_back().reserve(std::max({raw.size(), kFirstStore, std::min(bytes_, kMostStore)}));
  std::vector<std::uint8_t>& to = store_.back();
  const std::size_t at = to.size();
  to.insert(to.end(), raw.data(), raw.data() + raw.size());
  bytes_ += raw.size();
  return {to.data() + at, raw.size()};
}

void TextCache::grow(const HashKey& key) {
  slots_.assign(std::max(kFirstSize, slots_.size() * 2), {});
  entries_.reserve(slots_.size() / 2);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const std::uint64_t hash = hash_of(entries_[i].tag, entries_[i].raw, key);
    std::size_t place = static_cast<std::size_t>(hash) & mask;
    while (slots_[place].entry != 0) place = (place + 1) & mask;
    slots_[place] = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(i + 1)};
  }
}

void TextCache::clear() noexcept {
  if (!entries_.empty()) std::fill(slots_.begin(), slots_.end(), Slot());
  entries_.clear();
  store_.clear();
  bytes_ = 0;
}

}  // namespace ntlmscan::columns
