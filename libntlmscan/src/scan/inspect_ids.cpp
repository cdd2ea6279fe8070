// Insertion into ranges and the gaps between them.
#include "scan/inspect_ids.hpp"

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
