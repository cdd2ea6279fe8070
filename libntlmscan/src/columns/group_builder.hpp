// Blocks become row groups: rows are appended in order, dictionaries merged.
#pragma once

#include <cstdint>
#include <vector>

#include "columns/block.hpp"

namespace ntlmscan::columns {

class GroupBuilder {
 public:
  GroupBuilder(Table table, std::uint64_t seed) : batch_(table), caches_(batch_.columns.size()), seed_(seed) {}

  [[nodiscard]] std::size_t rows() const noexcept { return batch_.rows; }
  /// Rows that still fit: up to kBatchRows, none once the texts have grown beyond kMostText (only crafted logs get there).
  [[nodiscard]] std::size_t room() const noexcept { return text_ > kMostText ? 0 : kBatchRows - batch_.rows; }

  /// Appends rows [from, from + count) of `block`; count must not exceed room().
  void append(const Batch& block, std::size_t from, std::size_t count);

  /// The finished group. Valid until the next append() or clear().
  [[nodiscard]] const Batch& seal();
  void clear() noexcept;

 private:
  static constexpr std::size_t kMostText = std::size_t{256} << 20;

  void append_codes(std::size_t column, const ColumnData& from, std::size_t begin, std::size_t end);
  [[nodiscard]] std::int32_t merged_code(std::size_t column, std::string_view text);

  Batch batch_;
  std::vector<TextCache> caches_;
  std::vector<std::int32_t> remap_;  // of one column of one block; kUnmapped until asked for
  std::uint64_t seed_;
  std::size_t text_ = 0;  // bytes of all plain texts
};

}  // namespace ntlmscan::columns
