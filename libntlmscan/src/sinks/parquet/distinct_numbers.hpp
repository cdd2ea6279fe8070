// The distinct values of a column of numbers, as long as there are few of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ntlmscan::sinks::parquet {

/// Values in the order in which they first occur, and for each number given the place of its value among them.
class DistinctNumbers {
 public:
  /// A dictionary has at most this many values.
  static constexpr std::size_t kMost = 4096;

  /// False where there are more distinct values than kMost, or than one in four numbers, so that a dictionary would
  /// not pay: found out early. Also where values fall into one place of the hash table again and again, as only
  /// made-up ones do. The answer depends on `numbers` alone.
  [[nodiscard]] bool find(std::span<const std::int64_t> numbers);

  [[nodiscard]] const std::vector<std::int64_t>& values() const noexcept { return values_; }
  [[nodiscard]] std::span<const std::uint16_t> codes() const noexcept { return codes_; }

 private:
  [[nodiscard]] bool find_all(std::span<const std::int64_t> numbers, std::span<std::uint16_t> codes);
  [[nodiscard]] int search(std::int64_t number);

  std::vector<std::uint16_t> slots_;  ///< codes; an empty one holds 0 and so points to the first value
  std::size_t first_slot_ = 0;        ///< where 0 is the code of the first value
  std::vector<std::int64_t> values_;
  std::vector<std::uint16_t> memory_;
  std::span<const std::uint16_t> codes_;
};

}  // namespace ntlmscan::sinks::parquet
