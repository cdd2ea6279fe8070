// Insertion into ranges and the gaps between them.
#include "scan/inspect_ids.hpp"

#include <algorithm>
#include <iterator>

namespace ntlmscan::scanning {

void IdRanges::add(std::uint64_t id, std::uint64_t offset) {
  const auto after = ranges_.upper_bound(id);
  if (after != ranges_.begin()) {
    const auto before = std::prev(after);
    if (id <= before->second.last) {
      ++repeated_;
      return;
    }
    if (id - before->second.last == 1) {
      before->second.last = id;
      return join_next(before);
    }
  }
  if (ranges_.size() >= kMost) {
    full_ = true;
    return;
  }
  join_next(ranges_.emplace_hint(after, id, Range{id, offset}));
}

// None of the ids was met yet.
bool IdRanges::free_between(std::uint64_t first, std::uint64_t last) const {
  const auto after = ranges_.upper_bound(last);
  return after == ranges_.begin() || std::prev(after)->second.last < first;
}

void IdRanges::add(std::uint64_t first, std::uint64_t last, std::uint64_t offset) {
  if (!free_between(first, last)) {
    for (std::uint64_t id = first; id - first <= last - first; ++id) add(id, offset);
    return;
  }
  add(first, offset);
  if (full_) return;
  const auto range = std::prev(ranges_.upper_bound(first));
  range->second.last = std::max(range->second.last, last);
  join_next(range);
}

void IdRanges::join_next(Ranges::iterator range) {
  const auto next = std::next(range);
  if (next == ranges_.end() || next->first - range->second.last != 1) return;
  range->second.last = next->second.last;
  ranges_.erase(next);
}

IdRanges::Gaps IdRanges::gaps() const {
  Gaps out;
  if (full_ || ranges_.empty()) return out;
  for (auto at = std::next(ranges_.begin()); at != ranges_.end(); ++at) {
    const std::uint64_t before = std::prev(at)->second.last;
    if (out.count++ == 0) out.first = {before, at->first, at->second.offset};
    out.ids += at->first - before - 1;
  }
  return out;
}

}  // namespace ntlmscan::scanning
