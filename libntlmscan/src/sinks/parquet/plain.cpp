// PLAIN pages of numbers, bools and texts.
#include "sinks/parquet/plain.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "sinks/parquet/bit_pack.hpp"
#include "sinks/parquet/format.hpp"

namespace ntlmscan::sinks::parquet {
namespace {

/// Lengthens `out` by `bytes` and gives the first of them.
char* grow(std::string& out, std::size_t bytes) {
  const std::size_t start = out.size();
  out.resize(start + bytes);
  return out.data() + start;
}

char* put_text(std::string_view text, char* to) noexcept {
  const auto size = static_cast<std::uint32_t>(text.size());
  std::memcpy(to, &size, sizeof size);
  if (!text.empty()) std::memcpy(to + sizeof size, text.data(), text.size());
  return to + plain_bytes(text);
}

void append_bits(std::span<const std::int64_t> values, std::string& out) {
  char* to = grow(out, (values.size() + kPackGroup - 1) / kPackGroup);
  for (std::size_t at = 0; at < values.size(); at += kPackGroup) {
    std::array<std::uint8_t, kPackGroup> flags{};
    const std::size_t count = std::min(kPackGroup, values.size() - at);
    for (std::size_t i = 0; i < count; ++i) flags[i] = values[at + i] != 0 ? 1 : 0;
    *to++ = static_cast<char>(pack_flags(flags.data()));
  }
}

}  // namespace

void append_plain(std::span<const std::int64_t> values, ColumnType type, std::string& out) {
  if (type == ColumnType::kBool) return append_bits(values, out);
  if (type != ColumnType::kInt32) {
    std::memcpy(grow(out, values.size_bytes()), values.data(), values.size_bytes());
    return;
  }
  char* to = grow(out, values.size() * sizeof(std::int32_t));
  for (const std::int64_t value : values) {
    const auto narrow = static_cast<std::int32_t>(value);
    std::memcpy(to, &narrow, sizeof narrow);
    to += sizeof narrow;
  }
}

void append_plain(const TextPool& texts, std::span<const std::int32_t> codes, std::string& out) {
  std::size_t bytes = 0;
  for (const std::int32_t code : codes) bytes += plain_bytes(texts[static_cast<std::size_t>(code)]);
  char* to = grow(out, bytes);
  for (const std::int32_t code : codes) to = put_text(texts[static_cast<std::size_t>(code)], to);
}

void append_plain(const TextPool& texts, std::string& out) {
  char* to = grow(out, texts.bytes().size() + texts.size() * sizeof(std::uint32_t));
  for (std::size_t i = 0; i < texts.size(); ++i) to = put_text(texts[i], to);
}

}  // namespace ntlmscan::sinks::parquet
