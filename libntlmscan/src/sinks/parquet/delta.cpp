// Blocks of four miniblocks, all arithmetic modulo the width of the type.
#include "sinks/parquet/delta.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "sinks/parquet/bit_pack.hpp"
#include "sinks/parquet/thrift_compact.hpp"

namespace ntlmscan::sinks::parquet {
namespace {

constexpr std::size_t kMiniblocks = 4;
constexpr std::size_t kBlock = kMiniblocks * kMiniblock;
constexpr std::size_t kPackRoom = 8;  // what the packer may write behind a miniblock

using Differences = std::array<std::uint64_t, kBlock>;

/// Differences of `count` neighbours among the `count` + 1 values.
void subtract(const std::int64_t* values, std::size_t count, bool narrow, Differences& out) noexcept {
  for (std::size_t i = 0; i < count; ++i)
    out[i] = static_cast<std::uint64_t>(values[i + 1]) - static_cast<std::uint64_t>(values[i]);
  if (narrow) {
    for (std::size_t i = 0; i < count; ++i)
      out[i] = static_cast<std::uint64_t>(std::int64_t{static_cast<std::int32_t>(static_cast<std::uint32_t>(out[i]))});
  }
}

std::int64_t smallest(const Differences& differences, std::size_t count) noexcept {
  auto found = static_cast<std::int64_t>(differences[0]);
  for (std::size_t i = 1; i < count; ++i) found = std::min(found, static_cast<std::int64_t>(differences[i]));
  return found;
}

/// Makes differences relative to `base`, zero behind the last one.
void rebase(Differences& differences, std::size_t count, std::int64_t base, bool narrow) noexcept {
  const std::uint64_t mask = narrow ? 0xFFFF'FFFF : ~std::uint64_t{0};
  for (std::uint64_t& one : differences) one = (one - static_cast<std::uint64_t>(base)) & mask;
  std::fill(differences.begin() + static_cast<std::ptrdiff_t>(count), differences.end(), 0);
}

constexpr std::size_t packed_bytes(unsigned width) noexcept { return width * (kMiniblock / 8); }

unsigned width_of(const std::uint64_t* values) noexcept {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < kMiniblock; ++i) bits |= values[i];
  return static_cast<unsigned>(std::bit_width(bits));
}

/// Widths of all four miniblocks, then those that hold a value.
void append_miniblocks(Differences& differences, std::size_t count, std::string& out) {
  std::array<unsigned, kMiniblocks> widths{};
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < kMiniblocks; ++i) {
    widths[i] = width_of(&differences[i * kMiniblock]);
    bytes += packed_bytes(widths[i]);
    out.push_back(static_cast<char>(widths[i]));
  }
  const std::size_t start = out.size();
  out.resize(start + bytes + kPackRoom);
  char* to = out.data() + start;
  for (std::size_t i = 0; i * kMiniblock < count; ++i) {
    pack_miniblock(&differences[i * kMiniblock], widths[i], to);
    to += packed_bytes(widths[i]);
  }
  out.resize(start + bytes);
}

}  // namespace

void append_deltas(std::span<const std::int64_t> values, ColumnType type, std::string& out) {
  const bool narrow = type == ColumnType::kInt32;
  append_varint(out, kBlock);
  append_varint(out, kMiniblocks);
  append_varint(out, values.size());
  append_varint(out, zigzag(values.front()));
  Differences differences{};
  for (std::size_t at = 1; at < values.size(); at += kBlock) {
    const std::size_t count = std::min(kBlock, values.size() - at);
    subtract(values.data() + at - 1, count, narrow, differences);
    const std::int64_t base = smallest(differences, count);
    rebase(differences, count, base, narrow);
    append_varint(out, zigzag(base));
    append_miniblocks(differences, count, out);
  }
}

}  // namespace ntlmscan::sinks::parquet
