// Which record ids were met, as ranges.
#pragma once

#include <cstdint>
#include <map>

namespace ntlmscan::scanning {

/// Ids in any order; neighbours become one range. The number of ranges is bounded: beyond it gaps are no longer told.
class IdRanges {
 public:
  void add(std::uint64_t id, std::uint64_t offset);
  /// All from `first` to `last`, of which the first one lies at `offset`.
  void add(std::uint64_t first, std::uint64_t last, std::uint64_t offset);

  struct Gap {
    std::uint64_t before = 0;  ///< last id in front of it
    std::uint64_t behind = 0;  ///< first id behind it
    std::uint64_t offset = 0;  ///< of the record behind it
  };
  struct Gaps {
    std::uint64_t count = 0;
    std::uint64_t ids = 0;  ///< missing
    Gap first;
  };
  [[nodiscard]] Gaps gaps() const;

  [[nodiscard]] bool empty() const noexcept { return ranges_.empty(); }
  [[nodiscard]] std::uint64_t first() const noexcept { return ranges_.begin()->first; }
  [[nodiscard]] std::uint64_t last() const noexcept { return ranges_.rbegin()->second.last; }
  [[nodiscard]] std::uint64_t repeated() const noexcept { return repeated_; }

 private:
  static constexpr std::size_t kMost = 1u << 16;

  struct Range {
    std::uint64_t last;
    std::uint64_t offset;  // of the record with the first id
  };
  using Ranges = std::map<std::uint64_t, Range>;  // by first id

  [[nodiscard]] bool free_between(std::uint64_t first, std::uint64_t last) const;
  void join_next(Ranges::iterator range);

  Ranges ranges_;
  std::uint64_t repeated_ = 0;
  bool full_ = false;
};

}  // namespace ntlmscan::scanning
