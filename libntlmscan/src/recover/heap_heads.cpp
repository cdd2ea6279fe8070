// Words that agree on the heap that they come from.
#include "recover/heap_heads.hpp"

#include <algorithm>

namespace ntlmscan::recover {
namespace {

constexpr std::size_t kFewest = 3;  // that agree: chance would bring two together in one chunk of thousands

}  // namespace

void HeapHeads::find() {
  known_ = true;
  seen_.clear();
  words_.clear();
  const std::size_t size = home_.size();
  for (std::size_t at = (from_ + 7) / 16 * 16 + 8; at + kHeapHeadSize <= size; at += 16) {
    if (!ends_as_heap_head(home_.u16_unchecked(at + 6))) continue;
    seen_.push_back({static_cast<std::uint16_t>(home_.u16_unchecked(at + 2) ^ (at >> 4)), at});
  }
  if (seen_.size() < kFewest) return;
  std::sort(seen_.begin(), seen_.end(), [](const Seen& a, const Seen& b) { return a.key < b.key; });
  for (auto first = seen_.begin(); first != seen_.end();) {
    const auto other = std::find_if(first, seen_.end(), [&](const Seen& one) { return one.key != first->key; });
    const bool agree = static_cast<std::size_t>(other - first) >= kFewest;
    for (; first != other; ++first) {
      if (agree) words_.push_back(first->at);
    }
  }
  std::sort(words_.begin(), words_.end());
}

std::span<const std::size_t> HeapHeads::within(std::size_t begin, std::size_t end) {
  if (!known_) find();
  if (words_.empty()) return {};
  const auto first =
      std::partition_point(words_.begin(), words_.end(), [&](std::size_t at) { return at + kHeapHeadSize <= begin; });
  const auto last = std::partition_point(first, words_.end(), [&](std::size_t at) { return at < end; });
  return {first, last};
}

}  // namespace ntlmscan::recover
