// The walk over a text that the escaping writers share: plain characters eight at a time, the others one by one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "binxml/text_buffer.hpp"
#include "bytes/byte_view.hpp"

namespace ntlmscan::binxml {

inline constexpr std::uint64_t kOnes = 0x0101010101010101u;
inline constexpr std::uint64_t kHighBits = 0x8080808080808080u;

/// Where escaped characters go; the walk below made the room.
class Pen {
 public:
  explicit Pen(char* to) noexcept : to_(to) {}
  [[nodiscard]] char* place() const noexcept { return to_; }

  void put(char32_t byte) noexcept { *to_++ = static_cast<char>(byte); }
  void put(std::string_view text) noexcept {
    std::memcpy(to_, text.data(), text.size());
    to_ += text.size();
  }
  /// The first `count` bytes of `word`; writes all eight.
  void put_word(std::uint64_t word, std::size_t count) noexcept {
    std::memcpy(to_, &word, 8);
    to_ += count;
  }
  /// `code` above U+007F as UTF-8.
  void put_code(char32_t code) noexcept {
    if (code < 0x800) {
      put(0xC0u | (code >> 6));
      return put(0x80u | (code & 0x3Fu));
    }
    if (code < 0x10000) {
      put(0xE0u | (code >> 12));
    } else {
      put(0xF0u | (code >> 18));
      put(0x80u | ((code >> 12) & 0x3Fu));
    }
    put(0x80u | ((code >> 6) & 0x3Fu));
    put(0x80u | (code & 0x3Fu));
  }

 private:
  char* to_;
};

/// Characters above U+007F that move or hide text on a terminal: C1 controls, direction marks, line and paragraph
/// separators, embeddings, isolates.
constexpr bool moves_text(char32_t code) noexcept {
  if (code < 0x200E) return code <= 0x9F;
  return code <= 0x2069 && (code <= 0x200F || (code >= 0x2028 && code <= 0x202E) || code >= 0x2066);
}

/// High bits set where one of eight ASCII bytes may equal `byte` (or stands above one that does).
constexpr std::uint64_t equal_bytes(std::uint64_t eight, char byte) noexcept {
  return (eight ^ (static_cast<std::uint8_t>(byte) * kOnes)) - kOnes;
}
/// Likewise for controls and DEL.
constexpr std::uint64_t control_bytes(std::uint64_t eight) noexcept { return (eight - 0x20 * kOnes) | (eight + kOnes); }

constexpr bool is_high_surrogate(char32_t unit) noexcept { return (unit & 0xFC00u) == 0xD800u; }
constexpr bool is_low_surrogate(char32_t unit) noexcept { return (unit & 0xFC00u) == 0xDC00u; }

/// Four ASCII units as four bytes.
constexpr std::uint64_t narrow(std::uint64_t word) noexcept {
  word = (word | (word >> 8)) & 0x0000FFFF0000FFFFu;
  return (word | (word >> 16)) & 0xFFFFFFFFu;
}

/// The character at `at`, which is moved behind it; a surrogate without its partner comes as it is.
/// Requires a whole unit at `at`.
inline char32_t next_code(Bytes text, std::size_t& at) noexcept {
  const char32_t unit = text.u16_unchecked(at);
  at += 2;
  if (!is_high_surrogate(unit) || !text.fits(at, 2) || !is_low_surrogate(text.u16_unchecked(at))) return unit;
  const char32_t low = text.u16_unchecked(at);
  at += 2;
  return 0x10000u + ((unit & 0x3FFu) << 10) + (low & 0x3FFu);
}

/// Appends UTF-16LE text (an odd last byte is ignored). `Escape` has `bool plain(std::uint64_t)`, true if eight ASCII
/// bytes stand for themselves; `void put(Pen&, char32_t)`, which writes one character or lone surrogate; and kWorst,
/// the most bytes it writes for one.
template <class Escape>
void append_escaped_utf16(TextBuffer& out, Bytes text, Escape escape) {
  constexpr std::uint64_t kNotAscii = 0xFF80FF80FF80FF80u;
  constexpr std::uint64_t kFill = 0x6161616100000000u;  // four letters in the place of those that are not there
  Pen to(out.room(text.size() / 2 * Escape::kWorst + 8));
  for (std::size_t at = 0; text.fits(at, 2);) {
    if (text.fits(at, 16)) {
      const std::uint64_t first = text.u64_unchecked(at);
      const std::uint64_t second = text.u64_unchecked(at + 8);
      const std::uint64_t eight = narrow(first) | narrow(second) << 32;
      if (((first | second) & kNotAscii) == 0 && escape.plain(eight)) {
        to.put_word(eight, 8);
        at += 16;
        continue;
      }
    }
    if (text.fits(at, 8)) {
      const std::uint64_t word = text.u64_unchecked(at);
      const std::uint64_t four = narrow(word) | kFill;
      if ((word & kNotAscii) == 0 && escape.plain(four)) {
        to.put_word(four, 4);
        at += 8;
        continue;
      }
    }
    for (int i = 0; i < 4 && text.fits(at, 2); ++i) escape.put(to, next_code(text, at));
  }
  out.advance_to(to.place());
}

/// Writes the characters of valid UTF-8 text.
template <class Escape>
void put_utf8(Pen& to, std::string_view text, Escape escape) {
  const auto byte = [&](std::size_t i) -> char32_t { return i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0; };
  for (std::size_t at = 0; at < text.size();) {
    const char32_t lead = byte(at++);
    if (lead < 0x80) {
      escape.put(to, lead);
      continue;
    }
    const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    char32_t code = lead & (0x3Fu >> more);
    for (int i = 0; i < more; ++i) code = code << 6 | (byte(at++) & 0x3Fu);
    escape.put(to, code);
  }
}

template <class Escape>
void append_escaped_utf8(TextBuffer& out, std::string_view text, Escape escape) {
  Pen to(out.room(text.size() * Escape::kWorst));
  put_utf8(to, text, escape);
  out.advance_to(to.place());
}

}  // namespace ntlmscan::binxml
