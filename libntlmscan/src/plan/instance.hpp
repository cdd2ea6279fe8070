// A template instance opened in place: which definition it names and where each of its values lies.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "binxml/value_table.hpp"
#include "bytes/byte_view.hpp"

namespace ntlmscan::plan {

/// Instances with more values than this are left to the general walker; real outer ones have 18 or 20.
inline constexpr std::size_t kMostSlots = 256;

class OpenInstance {
 public:
  /// Opens `[fragment header] instance` with nothing but an end token behind it in chunk bytes [begin, end), which must
  /// lie inside the chunk. False: something else stands there, or does not fit.
  [[nodiscard]] bool open(Bytes chunk, std::size_t begin, std::size_t end) noexcept;
  /// open() and locate() in one pass.
  [[nodiscard]] bool open_located(Bytes chunk, std::size_t begin, std::size_t end) noexcept;
  /// Finds where each value begins. Requires open().
  void locate() noexcept;

  [[nodiscard]] std::uint32_t definition() const noexcept { return definition_; }
  [[nodiscard]] std::uint32_t id() const noexcept { return id_; }
  [[nodiscard]] std::uint32_t count() const noexcept { return count_; }
  /// The chunk up to the instance's end.
  [[nodiscard]] Bytes chunk() const noexcept { return chunk_; }
  /// Chunk offset of the descriptors: u16 size, u8 type, u8 0 for each value.
  [[nodiscard]] std::uint32_t table() const noexcept { return static_cast<std::uint32_t>(table_); }
  /// Chunk offset of each value, and of what follows the last one. Requires locate().
  [[nodiscard]] std::span<const std::uint32_t> starts() const noexcept { return std::span(starts_).first(count_ + 1); }
  /// Bytes of the value table: its count, descriptors and values. Requires locate().
  [[nodiscard]] std::size_t bytes() const noexcept { return 4 + starts_[count_] - table_; }
  /// No value is an array or Binary XML.
  [[nodiscard]] bool flat() const noexcept;

  // These require slot < count(), all but the first locate() as well.
  [[nodiscard]] binxml::ValueType type_unchecked(std::size_t slot) const noexcept {
    return static_cast<binxml::ValueType>(chunk_.u8_unchecked(table_ + 4 * slot + 2));
  }
  [[nodiscard]] Bytes bytes_unchecked(std::size_t slot) const noexcept {
    return chunk_.slice_unchecked(starts_[slot], starts_[slot + 1] - starts_[slot]);
  }
  [[nodiscard]] binxml::Value value_unchecked(std::size_t slot) const noexcept {
    return {type_unchecked(slot), bytes_unchecked(slot)};
  }

 private:
  [[nodiscard]] bool find_table(Bytes chunk, std::size_t begin, std::size_t end) noexcept;
  [[nodiscard]] std::size_t behind_values() const noexcept;
  [[nodiscard]] bool ends_at(std::size_t behind, std::size_t end) const noexcept;

  Bytes chunk_;
  std::uint32_t definition_ = 0;
  std::uint32_t id_ = 0;
  std::uint32_t count_ = 0;
  std::size_t table_ = 0;                             // of the descriptors: u16 size, u8 type, u8 0
  std::array<std::uint32_t, kMostSlots + 1> starts_;  // the first count_ + 1 are set
};

}  // namespace ntlmscan::plan
