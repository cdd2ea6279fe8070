// Long runs of equal values become RLE runs, everything between them bit-packed groups of eight.
#include "sinks/parquet/hybrid.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "sinks/parquet/bit_pack.hpp"
#include "sinks/parquet/thrift_compact.hpp"

namespace ntlmscan::sinks::parquet {
namespace {

/// A run is worth its own header, and the one that packing needs behind it, where packed it would take this many bytes.
constexpr std::size_t kRunBytes = 8;

template <class T>
bool same_group(const T* one, const T* other) noexcept {
  return std::memcmp(one, other, kPackGroup * sizeof(T)) == 0;
}

template <class T>
bool is_constant(const T* group) noexcept {
  return std::memcmp(group, group + 1, (kPackGroup - 1) * sizeof(T)) == 0;
}

/// Values from `at` on, at the front of a group, that equal the one there: whole groups, and all that is left behind
/// the last of them if it goes on to the end. 0 where not even this group is constant.
template <class T>
std::size_t run_length(std::span<const T> values, std::size_t at) noexcept {
  if (values.size() - at < kPackGroup || !is_constant(&values[at])) return 0;
  std::size_t end = at + kPackGroup;
  while (values.size() - end >= kPackGroup && same_group(&values[at], &values[end])) end += kPackGroup;
  if (values.size() - end >= kPackGroup) return end - at;
  const auto rest = values.subspan(end);
  const bool to_the_end = std::ranges::all_of(rest, [&](T one) { return one == values[at]; });
  return (to_the_end ? values.size() : end) - at;
}

/// Bit-packs `values`, the last group filled up with zeros.
template <class T>
void append_packed(std::span<const T> values, unsigned width, std::string& out) {
  if (values.empty()) return;
  const std::size_t groups = (values.size() + kPackGroup - 1) / kPackGroup;
  append_varint(out, groups << 1 | 1);
  const std::size_t start = out.size();
  out.resize(start + groups * width + 16);
  char* to = out.data() + start;
  const std::size_t whole = values.size() / kPackGroup;
  for (std::size_t i = 0; i < whole; ++i, to += width) pack_group(values.data() + i * kPackGroup, width, to);
  if (whole < groups) {
    std::array<T, kPackGroup> last{};
    std::ranges::copy(values.subspan(whole * kPackGroup), last.begin());
    pack_group(last.data(), width, to);
  }
  out.resize(start + groups * width);
}

template <class T>
void append_hybrid(std::span<const T> values, unsigned width, std::string& out) {
  std::size_t packed_from = 0;
  std::size_t at = 0;
  while (at < values.size()) {
    const std::size_t run = run_length(values, at);
    if (run / kPackGroup * width < kRunBytes) {
      at = std::min(at + std::max(run, kPackGroup), values.size());
      continue;
    }
    append_packed(values.subspan(packed_from, at - packed_from), width, out);
    append_run(values[at], run, width, out);
    at += run;
    packed_from = at;
  }
  append_packed(values.subspan(packed_from), width, out);
}

/// Bytes from `at` on that are all 0x00 or all 0xFF, counted in words; 0 where the word there is neither.
std::size_t level_run(std::span<const std::uint8_t> bits, std::size_t at) noexcept {
  if (bits.size() - at < kRunBytes) return 0;
  const std::uint64_t word = load_word(&bits[at]);
  if (word + 1 > 1) return 0;  // neither all zeros nor all ones
  std::size_t end = at + kRunBytes;
  while (bits.size() - end >= kRunBytes && load_word(&bits[end]) == word) end += kRunBytes;
  return end - at;
}

void append_packed_levels(std::span<const std::uint8_t> bits, std::string& out) {
  if (bits.empty()) return;
  append_varint(out, bits.size() << 1 | 1);
  const std::size_t start = out.size();
  out.resize(start + bits.size());
  std::memcpy(out.data() + start, bits.data(), bits.size());
}

}  // namespace

unsigned index_width(std::size_t entries) noexcept {
  return entries < 3 ? 1U : static_cast<unsigned>(std::bit_width(entries - 1));
}

void append_run(std::uint32_t value, std::size_t count, unsigned width, std::string& out) {
  append_varint(out, count << 1);
  for (unsigned bits = 0; bits < width; bits += 8) out.push_back(static_cast<char>(value >> bits));
}

void append_levels(const RowBits& bits, std::size_t rows, std::string& out) {
  const std::span<const std::uint8_t> all(bits);
  std::size_t packed_from = 0;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t run = level_run(all, at);
    if (run == 0) {
      at = std::min(at + kRunBytes, all.size());
      continue;
    }
    append_packed_levels(all.subspan(packed_from, at - packed_from), out);
    append_run(all[at] & 1, std::min(run * 8, rows - at * 8), 1, out);
    at += run;
    packed_from = at;
  }
  append_packed_levels(all.subspan(packed_from), out);
}

void append_indices(std::span<const std::uint8_t> indices, unsigned width, std::string& out) {
  append_hybrid(indices, width, out);
}

void append_indices(std::span<const std::uint16_t> indices, unsigned width, std::string& out) {
  append_hybrid(indices, width, out);
}

}  // namespace ntlmscan::sinks::parquet
