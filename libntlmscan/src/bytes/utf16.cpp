// UTF-16LE to UTF-8 conversion and the few text comparisons made before it.
#include "bytes/utf16.hpp"

#include <array>
#include <cstdint>

namespace ntlmscan {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr std::uint64_t kNotAscii = 0xFF80FF80FF80FF80u;  // any bit of these: one of four units is above U+007F

constexpr bool is_high(char32_t unit) noexcept { return (unit & 0xFC00u) == 0xD800u; }
constexpr bool is_low(char32_t unit) noexcept { return (unit & 0xFC00u) == 0xDC00u; }

// Four ASCII units of `word` as four bytes.
std::uint32_t narrow(std::uint64_t word) noexcept {
  word = (word | (word >> 8)) & 0x0000FFFF0000FFFFu;
  return static_cast<std::uint32_t>(word | (word >> 16));
}

// Windows code page 1252, bytes 0x80 to 0x9F (Unicode mapping table CP1252.TXT).
constexpr std::array<char16_t, 32> kCp1252 = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                              0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
                                              0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                              0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

// Length of the well-formed UTF-8 sequence at `at` (Unicode 15, table 3-7), 0 if there is none.
std::size_t sequence_length(std::string_view text, std::size_t at) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(at);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4u : lead >= 0xE0 ? 3u : 2u;
  if (lead < 0xC2 || lead > 0xF4 || length > text.size() - at) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0u) != 0x80u) return 0;
  }
  const std::uint8_t second = byte(at + 1);
  const bool bad_second = (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
                          (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F);
  return bad_second ? 0 : length;
}

}  // namespace

void append_code_point(std::string& out, char32_t code) {
  if (code > 0x10FFFF || is_high(code) || is_low(code)) code = kReplacement;
  const auto put = [&](char32_t bits) { out.push_back(static_cast<char>(bits)); };
  if (code < 0x80) return put(code);
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

void append_utf8(std::string& out, Bytes utf16) {
  const std::size_t end = utf16.size() & ~std::size_t{1};
  std::size_t at = 0;
  while (at < end) {
    while (end - at >= 8) {
      const std::uint64_t word = utf16.u64_unchecked(at);
      if ((word & kNotAscii) != 0) break;
      const std::uint32_t four = narrow(word);
      char bytes[4];
      std::memcpy(bytes, &four, 4);
      out.append(bytes, 4);
      at += 8;
    }
    if (at == end) return;
    char32_t unit = utf16.u16_unchecked(at);
    at += 2;
    if (is_high(unit) && end - at >= 2 && is_low(utf16.u16_unchecked(at))) {
      unit = 0x10000u + ((unit & 0x3FFu) << 10) + (utf16.u16_unchecked(at) & 0x3FFu);
      at += 2;
    }
    append_code_point(out, unit);
  }
}

void append_utf16(std::string& out, std::string_view utf8) {
  const auto put = [&](char32_t unit) {
    out.push_back(static_cast<char>(unit & 0xFFu));
    out.push_back(static_cast<char>(unit >> 8));
  };
  for (std::size_t at = 0; at < utf8.size();) {
    const std::size_t length = sequence_length(utf8, at);
    const auto lead = static_cast<std::uint8_t>(utf8[at]);
    char32_t code = length == 0 ? kReplacement : length == 1 ? lead : lead & (0xFFu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) code = (code << 6) | (static_cast<std::uint8_t>(utf8[at + i]) & 0x3Fu);
    if (code >= 0x10000) put(0xD800u + ((code - 0x10000u) >> 10));
    put(code >= 0x10000 ? 0xDC00u + (code & 0x3FFu) : code);
    at += length == 0 ? 1 : length;
  }
}

Bytes until_nul(Bytes utf16) noexcept {
  for (std::size_t at = 0; utf16.fits(at, 2); at += 2) {
    if (utf16.u16_unchecked(at) == 0) return utf16.first(at);
  }
  return utf16.first(utf16.size() & ~std::size_t{1});
}

Bytes trim_end(Bytes utf16) noexcept {
  std::size_t end = utf16.size() & ~std::size_t{1};
  while (end >= 2) {
    const std::uint16_t unit = utf16.u16_unchecked(end - 2);
    if (unit != 0 && unit != u' ') break;
    end -= 2;
  }
  return utf16.first(end);
}

bool equals_ascii(Bytes utf16, std::string_view ascii) noexcept {
  if (utf16.size() != 2 * ascii.size()) return false;
  for (std::size_t i = 0; i < ascii.size(); ++i) {
    if (utf16.u16_unchecked(2 * i) != static_cast<std::uint8_t>(ascii[i])) return false;
  }
  return true;
}

bool equals_ascii_folded(Bytes utf16, std::string_view lower) noexcept {
  if (utf16.size() != 2 * lower.size()) return false;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    std::uint16_t unit = utf16.u16_unchecked(2 * i);
    if (unit >= u'A' && unit <= u'Z') unit = static_cast<std::uint16_t>(unit - u'A' + u'a');
    if (unit != static_cast<std::uint8_t>(lower[i])) return false;
  }
  return true;
}

void append_ansi(std::string& out, Bytes latin) {
  for (std::size_t i = 0; i < latin.size(); ++i) {
    const std::uint8_t byte = latin.u8_unchecked(i);
    append_code_point(out, byte >= 0x80 && byte < 0xA0 ? kCp1252[byte - 0x80u] : byte);
  }
}

std::string valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = sequence_length(text, at);
    if (length == 0) {
      append_code_point(out, kReplacement);
      ++at;
    } else {
      out.append(text.substr(at, length));
      at += length;
    }
  }
  return out;
}

}  // namespace ntlmscan
