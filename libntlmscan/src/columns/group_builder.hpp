// Blocks become row groups: rows are appended in order, dictionaries merged.
#pragma once

#include <cstdint>
#include <vector>

#include "columns/block.hpp"
#include "columns/text_cache.hpp"

namespace ntlmscan::columns {

class GroupBuilder {
 public:
  GroupBuilder(Table table, std::uint64_t seed) : batch_(table), caches_(batch_.columns.size()), key_(seed) {}

  [[nodiscard]] std::size_t rows() const noexcept { return batch_.rows; }
  /// Rows that still fit: up to kBatchRows, none once the texts have grown beyond their bounds.
  [[nodiscard]] std::size_t room() const noexcept {
    return text_ > kMostText || plain_ > kMostPlain ? 0 : kBatchRows - batch_.rows;
  }

  /// Takes over the texts that `block` adds to its writer's dictionary: once for each block, before its rows.
  void take_texts(const Block& block);
  /// Appends rows [from, from + count) of `block`; count must not exceed room().
  void append(const Block& block, std::size_t from, std::size_t count);

  /// The finished group. Valid until the next append() or clear(); it may be moved away, then clear() comes next.
  [[nodiscard]] Batch& seal();
  /// Rows fill at least half of the memory of their columns: as they are they take no more than twice what a copy takes.
  [[nodiscard]] bool compact() const noexcept;
  void clear();

 private:
  static constexpr std::size_t kMostText = std::size_t{16} << 20;
  static constexpr std::size_t kMostPlain = std::size_t{256} << 20;

  /// A writer's dictionary in one column, and what its entries are in this group.
  struct Known {
    TextPool texts;
    std::vector<std::int32_t> to_group;  // by code + 1; kUnmapped until a row asks
  };
  struct Writer {
    std::uint64_t dictionary = 0;
    std::vector<Known> columns;
  };

  void append_codes(std::size_t column, const BlockColumn& from, Known& known, std::size_t begin, std::size_t end);
  [[nodiscard]] std::int32_t map_code(std::size_t column, Known& known, std::int32_t code);
  void append_numbers(ColumnData& to, const BlockColumn& from, std::size_t begin, std::size_t end);
  void count_plain(std::size_t column, std::size_t rows) noexcept;
  [[nodiscard]] std::int32_t merged_code(std::size_t column, std::string_view text);

  Batch batch_;
  std::vector<TextCache> caches_;
  std::vector<Writer> writers_;
  HashKey key_;
  std::size_t text_ = 0;   // bytes of all dictionaries of the group
  std::size_t plain_ = 0;  // bytes of plain texts, each as often as it occurs
};

}  // namespace ntlmscan::columns
