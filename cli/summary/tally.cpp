// Counting, forgetting, ranking.
#include "summary/tally.hpp"

#include <algorithm>

namespace ntlmscan::cli {
namespace {

std::string folded(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

// At the start of a character: never in the middle of one.
std::string_view shortened(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

}  // namespace

void Tally::add(std::string_view text, std::uint64_t count) {
  text = shortened(text, kLongest);
  Shown& shown = counts_[folded(text)];
  if (shown.count == 0) shown.text = text;
  shown.count += count;
  if (counts_.size() > kMost) forget_rare();
}

void Tally::forget_rare() {
  std::vector<std::uint64_t> counts;
  for (const auto& [key, shown] : counts_) counts.push_back(shown.count);
  const auto middle = counts.begin() + static_cast<std::ptrdiff_t>(counts.size() / 2);
  std::nth_element(counts.begin(), middle, counts.end());
  const std::uint64_t least = *middle;
  std::size_t ties = kMost / 2;  // where most have the same count, some of them have to go as well
  std::erase_if(counts_, [&](const auto& item) {
    return item.second.count < least || (item.second.count == least && ties-- > kMost / 4);
  });
  exact_ = false;
}

std::vector<Tally::Entry> Tally::top(std::size_t most) const {
  std::vector<Entry> all;
  for (const auto& [key, shown] : counts_) all.push_back({shown.text, shown.count});
  const auto end = all.begin() + static_cast<std::ptrdiff_t>(std::min(most, all.size()));
  std::partial_sort(all.begin(), end, all.end(), [](const Entry& a, const Entry& b) {
    return a.count != b.count ? a.count > b.count : a.text < b.text;
  });
  all.erase(end, all.end());
  return all;
}

}  // namespace ntlmscan::cli
