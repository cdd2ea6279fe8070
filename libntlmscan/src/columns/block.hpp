// One growing batch of a table with look-ups by raw value: rows become columns here.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "columns/normalise.hpp"
#include "columns/text_cache.hpp"
#include "ntlmscan/batch.hpp"

namespace ntlmscan::columns {

/// Fills a Batch cell by cell, one row at a time. A cell that is set twice keeps its first value. Dictionaries may
/// hold the same text twice (two raw forms of it); merging makes them distinct.
class Block {
 public:
  Block(Table table, std::uint64_t seed) : batch_(table), caches_(batch_.columns.size()), seed_(seed) {}

  [[nodiscard]] const Batch& batch() const noexcept { return batch_; }
  [[nodiscard]] std::size_t rows() const noexcept { return batch_.rows; }
  void clear() noexcept;

  void end_row() noexcept { ++batch_.rows; }

  /// True if the current row already has a value in `column`.
  [[nodiscard]] bool has(std::size_t column) const noexcept;
  void set_number(std::size_t column, std::int64_t value);
  /// Text known to be UTF-8, for any column of texts.
  void set_text(std::size_t column, std::string_view utf8);
  /// A recorded value for a dictionary column, decoded and normalised once per distinct form.
  Normal set_value(Column column, const binxml::Value& value);

  /// The current row's text in a dictionary column; empty where it is null.
  [[nodiscard]] std::string_view text(std::size_t column) const noexcept;
  [[nodiscard]] std::optional<std::int64_t> number(std::size_t column) const noexcept;

  void set_number(Column column, std::int64_t value) { set_number(static_cast<std::size_t>(column), value); }
  void set_text(Column column, std::string_view utf8) { set_text(static_cast<std::size_t>(column), utf8); }
  [[nodiscard]] bool has(Column column) const noexcept { return has(static_cast<std::size_t>(column)); }
  [[nodiscard]] std::string_view text(Column column) const noexcept { return text(static_cast<std::size_t>(column)); }
  [[nodiscard]] std::optional<std::int64_t> number(Column column) const noexcept {
    return number(static_cast<std::size_t>(column));
  }

 private:
  void set_code(std::size_t column, std::int32_t code);

  Batch batch_;
  std::vector<TextCache> caches_;
  std::uint64_t seed_;
  std::string scratch_;
};

}  // namespace ntlmscan::columns
