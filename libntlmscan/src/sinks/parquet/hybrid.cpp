// Runs of equal values become RLE runs, everything between them bit-packed groups of eight.
#include "sinks/parquet/hybrid.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "sinks/parquet/thrift_compact.hpp"

namespace ntlmscan::sinks::parquet {
namespace {

constexpr std::size_t kGroup = 8;

template <class T>
std::uint64_t pack_four(const T* values, unsigned width) noexcept {
  return std::uint64_t{values[0]} | std::uint64_t{values[1]} << width | std::uint64_t{values[2]} << 2 * width |
         std::uint64_t{values[3]} << 3 * width;
}

/// Packs eight values into `width` bytes at `to`, which has room for 16.
template <class T>
void pack_group(const T* values, unsigned width, char* to) noexcept {
  const std::uint64_t low = pack_four(values, width);
  const std::uint64_t high = pack_four(values + 4, width);
  const unsigned low_bits = 4 * width;  // 64 at most
  const std::array<std::uint64_t, 2> words = {
      low_bits < 64 ? low | high << low_bits : low,
      low_bits < 64 ? high >> (64 - low_bits) : high,
  };
  std::memcpy(to, words.data(), sizeof words);
}

/// Bit-packs `values`, the last group filled up with zeros.
template <class T>
void append_packed(std::span<const T> values, unsigned width, std::string& out) {
  if (values.empty()) return;
  const std::size_t groups = (values.size() + kGroup - 1) / kGroup;
  append_varint(out, groups << 1 | 1);
  const std::size_t start = out.size();
  out.resize(start + groups * width + 16);
  char* to = out.data() + start;
  const std::size_t whole = values.size() / kGroup;
  for (std::size_t i = 0; i < whole; ++i, to += width) pack_group(values.data() + i * kGroup, width, to);
  if (whole < groups) {
    std::array<T, kGroup> last{};
    std::ranges::copy(values.subspan(whole * kGroup), last.begin());
    pack_group(last.data(), width, to);
  }
  out.resize(start + groups * width);
}

void append_run(std::uint32_t value, std::size_t count, unsigned width, std::string& out) {
  append_varint(out, count << 1);
  for (unsigned bits = 0; bits < width; bits += 8) out.push_back(static_cast<char>(value >> bits));
}

/// Length of the run that begins at `at`; less than a group counts as none.
template <class T>
std::size_t run_length(std::span<const T> values, std::size_t at) noexcept {
  if (values.size() - at < kGroup) return 0;
  const T first = values[at];
  T differs = 0;
  for (std::size_t i = 1; i < kGroup; ++i) differs = static_cast<T>(differs | (values[at + i] ^ first));
  if (differs != 0) return 0;
  std::size_t end = at + kGroup;
  while (end < values.size() && values[end] == first) ++end;
  return end - at;
}

template <class T>
void append_hybrid(std::span<const T> values, unsigned width, std::string& out) {
  std::size_t packed_from = 0;
  std::size_t at = 0;
  while (at < values.size()) {
    const std::size_t run = run_length(values, at);
    if (run == 0) {
      at = std::min(at + kGroup, values.size());
      continue;
    }
    append_packed(values.subspan(packed_from, at - packed_from), width, out);
    append_run(values[at], run, width, out);
    at += run;
    packed_from = at;
  }
  append_packed(values.subspan(packed_from), width, out);
}

}  // namespace

unsigned index_width(std::size_t entries) noexcept {
  return entries < 3 ? 1U : static_cast<unsigned>(std::bit_width(entries - 1));
}

void append_levels(std::span<const std::uint8_t> levels, std::string& out) { append_hybrid(levels, 1, out); }

void append_level_run(bool level, std::size_t rows, std::string& out) { append_run(level ? 1 : 0, rows, 1, out); }

void append_indices(std::span<const std::uint32_t> indices, unsigned width, std::string& out) {
  append_hybrid(indices, width, out);
}

}  // namespace ntlmscan::sinks::parquet
