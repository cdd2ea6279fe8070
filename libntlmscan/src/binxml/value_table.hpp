// A template instance's values: validated once, then indexed freely.
//
//   u32 count | count x { u16 size, u8 type, u8 0 } | values, in order, without gaps
#pragma once

#include <cstdint>
#include <optional>

#include "binxml/tokens.hpp"
#include "bytes/byte_view.hpp"

namespace ntlmscan::binxml {

struct Value {
  ValueType type = ValueType::kNull;
  Bytes bytes;
};

/// A view of one value table. Obtained from read(), which proved that every value lies inside its window.
class ValueTable {
 public:
  /// Reads the table at the start of `rest`. Nothing if the count, a descriptor or a value does not fit.
  /// A null with a size keeps its bytes (they are skipped), so later values stay in place.
  [[nodiscard]] static std::optional<ValueTable> read(Bytes rest) noexcept;

  [[nodiscard]] std::uint32_t count() const noexcept { return count_; }
  /// Bytes the whole table takes.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  // The three below require i < count().
  [[nodiscard]] ValueType type_unchecked(std::uint32_t i) const noexcept {
    return static_cast<ValueType>(table_.u8_unchecked(descriptor(i) + 2));
  }
  [[nodiscard]] std::uint16_t size_unchecked(std::uint32_t i) const noexcept {
    return table_.u16_unchecked(descriptor(i));
  }
  /// All of them: u16 size, u8 type, u8 0 each.
  [[nodiscard]] Bytes descriptors() const noexcept { return table_.slice_unchecked(4, std::size_t{4} * count_); }
  /// Position of the first value byte in the window given to read().
  [[nodiscard]] std::size_t values_at() const noexcept { return descriptor(count_); }
  /// The bytes of the window from `at` on, for a position computed from the sizes before it.
  [[nodiscard]] Bytes bytes_unchecked(std::size_t at, std::size_t n) const noexcept {
    return table_.slice_unchecked(at, n);
  }
  /// Value i; null where the table has fewer. Adds up the sizes before it: linear in i.
  [[nodiscard]] Value value(std::uint32_t i) const noexcept;

 private:
  [[nodiscard]] static std::size_t descriptor(std::uint32_t i) noexcept { return 4 + std::size_t{4} * i; }

  Bytes table_;
  std::uint32_t count_ = 0;
  std::size_t size_ = 0;
};

}  // namespace ntlmscan::binxml
