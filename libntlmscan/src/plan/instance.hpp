// A template instance opened in place: which definition it names and where each of its values lies.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <span>

#include "binxml/stream.hpp"
#include "binxml/value_table.hpp"
#include "bytes/byte_view.hpp"

namespace ntlmscan::plan {

/// Instances with more values than this are left to the general walker; real outer ones have 18 or 20.
inline constexpr std::size_t kMostSlots = 256;

inline constexpr std::uint32_t kFragmentHeader = 0x0001010Fu;  // 0F 01 01 00

class OpenInstance {
 public:
  /// Opens `[fragment header] instance` with nothing but an end token behind it in chunk bytes [begin, end), which must
  /// lie inside the chunk. False: something else stands there, or does not fit.
  [[nodiscard]] bool open(Bytes chunk, std::size_t begin, std::size_t end) noexcept;
  /// open() and locate() in one pass.
  [[nodiscard]] bool open_located(Bytes chunk, std::size_t begin, std::size_t end) noexcept;
  /// The first half of open(): finds the value table, whose descriptors lie in front of `end`; its values may not.
  [[nodiscard]] bool find_table(Bytes chunk, std::size_t begin, std::size_t end) noexcept;
  /// Finds where each value begins. Requires find_table() or open().
  void locate() noexcept;

  [[nodiscard]] std::uint32_t definition() const noexcept { return definition_; }
  [[nodiscard]] std::uint32_t id() const noexcept { return id_; }
  [[nodiscard]] std::uint32_t count() const noexcept { return count_; }
  /// Chunk offset of the descriptors (u16 size, u8 type, u8 0); the count lies in the four bytes in front of them.
  [[nodiscard]] std::size_t table() const noexcept { return table_; }
  /// The count and the descriptors.
  [[nodiscard]] Bytes table_bytes() const noexcept {
    return chunk_.slice_unchecked(table_ - 4, 4 + std::size_t{4} * count_);
  }
  /// The same, and nothing has to be done where the descriptors are those for which it was called last. Says what flat()
  /// says.
  [[nodiscard]] bool locate_alike() noexcept;
  /// The chunk from the descriptors up to the instance's end.
  [[nodiscard]] Bytes values() const noexcept { return values_; }
  /// Where in values() each value begins, and what follows the last one. Requires locate().
  [[nodiscard]] std::span<const std::uint32_t> starts() const noexcept { return std::span(starts_).first(count_ + 1); }
  /// Bytes of the value table: its count, descriptors and values. Requires locate().
  [[nodiscard]] std::size_t bytes() const noexcept { return std::size_t{4} + starts_[count_]; }
  /// No value is an array or Binary XML.
  [[nodiscard]] bool flat() const noexcept;

  // These require slot < count(), all but the first two locate() as well.
  [[nodiscard]] binxml::ValueType type_unchecked(std::size_t slot) const noexcept {
    return static_cast<binxml::ValueType>(values_.u8_unchecked(4 * slot + 2));
  }
  [[nodiscard]] std::uint16_t size_unchecked(std::size_t slot) const noexcept {
    return values_.u16_unchecked(4 * slot);
  }
  /// Chunk offset of the value.
  [[nodiscard]] std::size_t start_unchecked(std::size_t slot) const noexcept { return table_ + starts_[slot]; }
  [[nodiscard]] Bytes bytes_unchecked(std::size_t slot) const noexcept {
    return values_.slice_unchecked(starts_[slot], starts_[slot + 1] - starts_[slot]);
  }
  [[nodiscard]] binxml::Value value_unchecked(std::size_t slot) const noexcept {
    return {type_unchecked(slot), bytes_unchecked(slot)};
  }

 private:
  [[nodiscard]] std::size_t behind_values() const noexcept;
  // At `behind` the range ends, or an end token stands.
  [[nodiscard]] bool ends_at(std::size_t behind) const noexcept {
    if (behind >= chunk_.size()) return behind == chunk_.size();
    return chunk_.u8_unchecked(behind) == static_cast<std::uint8_t>(binxml::Token::kEndOfStream);
  }

  Bytes chunk_;  // up to the end of the range
  std::uint32_t definition_ = 0;
  std::uint32_t id_ = 0;
  std::uint32_t count_ = 0;
  std::size_t table_ = 0;                             // of the descriptors: u16 size, u8 type, u8 0
  Bytes values_;                                      // chunk_ from the descriptors on
  std::array<std::uint32_t, kMostSlots + 1> starts_;  // in values_; the first count_ + 1 are set
  // The descriptors for which locate_alike() set starts_ last.
  static constexpr std::size_t kMostAlike = 32;
  static constexpr std::uint32_t kNoneAlike = kMostSlots + 1;
  std::array<std::uint8_t, 4 * kMostAlike> alike_{};
  std::uint32_t alike_count_ = kNoneAlike;
  bool alike_flat_ = false;
};

/// Of a value table of at most kMostSummed values: the sizes of all values. All at once and without a branch on their
/// number; for that, kSummedBytes from the first descriptor on must be there, whatever they are.
inline constexpr std::size_t kMostSummed = 32;
inline constexpr std::size_t kSummedBytes = 4 * kMostSummed;
[[nodiscard]] inline std::size_t sum_sizes(Bytes chunk, std::size_t table, std::size_t count) noexcept {
  // Sizes are the lower halves of the descriptors; from position kMostSummed - count on, that many of them count.
  static constexpr auto kMasks = [] {
    std::array<std::uint8_t, 2 * kSummedBytes> masks{};
    for (std::size_t i = 0; i < kSummedBytes; i += 4) masks[i] = masks[i + 1] = 0xFF;
    return masks;
  }();
  const Bytes masks = Bytes(kMasks).slice_unchecked(4 * (kMostSummed - count), kSummedBytes);
  std::uint64_t sums = 0;  // of the values with an even number below, of the others above; neither can overflow
  for (std::size_t i = 0; i < kSummedBytes; i += 8) sums += chunk.u64_unchecked(table + i) & masks.u64_unchecked(i);
  return (sums & 0xFFFFFFFFu) + (sums >> 32);
}

[[gnu::always_inline]] inline bool OpenInstance::find_table(Bytes chunk, std::size_t begin, std::size_t end) noexcept {
  constexpr std::size_t kHeader = 10;  // 0C, version, u32 id, u32 definition
  const Bytes window = chunk.first(end);
  chunk_ = window;
  if (window.load<std::uint32_t>(begin) == kFragmentHeader) begin += 4;
  if (!window.fits(begin, kHeader)) return false;
  if (window.u8_unchecked(begin) != static_cast<std::uint8_t>(binxml::Token::kTemplateInstance)) return false;
  id_ = window.u32_unchecked(begin + 2);
  definition_ = window.u32_unchecked(begin + 6);
  std::size_t at = begin + kHeader;
  if (definition_ > at) return false;
  if (definition_ == at) {
    const auto body = window.load<std::uint32_t>(at + binxml::kDefinitionBodySize);
    if (!body || !window.fits(at + binxml::kDefinitionHeader, *body)) return false;
    at += binxml::kDefinitionHeader + *body;
  }
  const auto count = window.load<std::uint32_t>(at);
  if (!count || *count > kMostSlots || *count > (end - at - 4) / 4) return false;
  count_ = *count;
  table_ = at + 4;
  values_ = window.slice_unchecked(table_, window.size() - table_);
  return true;
}

}  // namespace ntlmscan::plan
