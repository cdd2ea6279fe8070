// Counts by text, in bounded memory.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ntlmscan::cli {

/// Counts exactly up to kMost distinct texts. Beyond that the rarer half is forgotten, again and again: the counts of
/// what is left may then be too low, never too high.
class Tally {
 public:
  static constexpr std::size_t kMost = 200'000;
  /// Longer texts are counted under their first bytes.
  static constexpr std::size_t kLongest = 512;

  struct Entry {
    std::string text;
    std::uint64_t count;
  };

  void add(std::string_view text, std::uint64_t count);

  /// The most frequent, ties by text.
  [[nodiscard]] std::vector<Entry> top(std::size_t most) const;
  [[nodiscard]] std::size_t distinct() const noexcept { return counts_.size(); }
  [[nodiscard]] bool exact() const noexcept { return exact_; }

 private:
  void forget_rare();

  struct Shown {
    std::string text;  // as first met
    std::uint64_t count = 0;
  };
  std::unordered_map<std::string, Shown> counts_;  // by lower-case text
  bool exact_ = true;
};

}  // namespace ntlmscan::cli
