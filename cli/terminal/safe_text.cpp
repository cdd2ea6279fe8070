// Escaping, widths and cutting of text for terminals.
#include "terminal/safe_text.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <vector>

namespace ntlmscan::cli {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Format characters that reorder, hide or break text (Unicode general categories Cc, Cf, Zl, Zp that matter here).
constexpr Range kDangerous[] = {
    {0x00, 0x1F},     {0x7F, 0x9F},       {0xAD, 0xAD},       {0x034F, 0x034F},    {0x061C, 0x061C},
    {0x115F, 0x1160}, {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F},    {0x2028, 0x202E},
    {0x2060, 0x206F}, {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},    {0xFFA0, 0xFFA0},
    {0xFFF0, 0xFFFB}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}, {0xF0000, 0x10FFFF},
};
constexpr Range kCombining[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A}, {0x064B, 0x065F}, {0x0670, 0x0670},
    {0x06D6, 0x06DC}, {0x0711, 0x0711}, {0x0730, 0x074A}, {0x093A, 0x093A}, {0x093C, 0x093C}, {0x0941, 0x0948},
    {0x094D, 0x094D}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
    {0x20D0, 0x20FF}, {0x302A, 0x302D}, {0x3099, 0x309A}, {0xFE20, 0xFE2F},
};
constexpr Range kWide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},   {0x25FD, 0x25FE},
    {0x2614, 0x2615},   {0x2648, 0x2653},   {0x26A1, 0x26A1},   {0x2705, 0x2705},   {0x2728, 0x2728},
    {0x274C, 0x274C},   {0x2753, 0x2757},   {0x2795, 0x2797},   {0x2E80, 0x303E},   {0x3041, 0x33FF},
    {0x3400, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x16FE0, 0x18AFF}, {0x1B000, 0x1B2FF},
    {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

template <std::size_t N>
bool in(const Range (&ranges)[N], char32_t code) noexcept {
  const auto* after = std::upper_bound(std::begin(ranges), std::end(ranges), code,
                                       [](char32_t c, const Range& range) { return c < range.first; });
  return after != std::begin(ranges) && code <= std::prev(after)->last;
}

struct Decoded {
  char32_t code = 0;
  std::size_t bytes = 0;  // 0: no well-formed sequence stands here
};

// Length of a sequence by its first byte, with the bounds of the second (Unicode, table 3-7).
struct Lead {
  std::uint8_t first, last, bytes, low, high;
};
constexpr Lead kLeads[] = {
    {0x00, 0x7F, 1, 0, 0},       {0xC2, 0xDF, 2, 0x80, 0xBF}, {0xE0, 0xE0, 3, 0xA0, 0xBF},
    {0xE1, 0xEC, 3, 0x80, 0xBF}, {0xED, 0xED, 3, 0x80, 0x9F}, {0xEE, 0xEF, 3, 0x80, 0xBF},
    {0xF0, 0xF0, 4, 0x90, 0xBF}, {0xF1, 0xF3, 4, 0x80, 0xBF}, {0xF4, 0xF4, 4, 0x80, 0x8F},
};
constexpr std::uint8_t kLeadBits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};

Decoded decode(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  for (const Lead& lead : kLeads) {
    if (byte(0) < lead.first || byte(0) > lead.last) continue;
    if (text.size() < lead.bytes) return {};
    char32_t code = byte(0) & kLeadBits[lead.bytes];
    for (std::size_t i = 1; i < lead.bytes; ++i) {
      const std::uint8_t low = i == 1 ? lead.low : std::uint8_t{0x80};
      const std::uint8_t high = i == 1 ? lead.high : std::uint8_t{0xBF};
      if (byte(i) < low || byte(i) > high) return {};
      code = (code << 6) | (byte(i) & 0x3Fu);
    }
    return {code, lead.bytes};
  }
  return {};
}

void append_hex(std::string& out, const char* prefix, char32_t code, int digits) {
  out += prefix;
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out += "0123456789abcdef"[(code >> shift) & 0xF];
}

void append_escape(std::string& out, char32_t code) {
  if (code < 0x80) return append_hex(out, "\\x", code, 2);
  if (code <= 0xFFFF) return append_hex(out, "\\u", code, 4);
  append_hex(out, "\\U", code, 8);
}

std::size_t width_of(char32_t code) noexcept {
  if (code < 0x300) return 1;
  return in(kCombining, code) ? 0 : in(kWide, code) ? 2 : 1;
}

bool plain_ascii(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

constexpr std::string_view kCut = "…";

}  // namespace

std::string safe(std::string_view text) {
  if (plain_ascii(text)) return std::string(text);
  std::string out;
  out.reserve(text.size() + 16);
  while (!text.empty()) {
    const Decoded next = decode(text);
    if (next.bytes == 0) {
      append_hex(out, "\\x", static_cast<std::uint8_t>(text[0]), 2);
    } else if (in(kDangerous, next.code)) {
      append_escape(out, next.code);
    } else {
      out += text.substr(0, next.bytes);
    }
    text.remove_prefix(std::max<std::size_t>(next.bytes, 1));
  }
  return out;
}

std::size_t display_width(std::string_view text) noexcept {
  std::size_t width = 0;
  while (!text.empty()) {
    const Decoded next = decode(text);
    width += next.bytes == 0 ? 1 : width_of(next.code);
    text.remove_prefix(std::max<std::size_t>(next.bytes, 1));
  }
  return width;
}

std::string fit(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  if (width == 0) return {};
  std::size_t end = 0;
  for (std::size_t used = 0; end < text.size();) {
    const Decoded next = decode(text.substr(end));
    used += next.bytes == 0 ? 1 : width_of(next.code);
    if (used > width - 1) break;
    end += std::max<std::size_t>(next.bytes, 1);
  }
  return std::string(text.substr(0, end)) + std::string(kCut);
}

std::string fit_tail(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  if (width == 0) return {};
  std::size_t from = 0;
  for (std::size_t spare = display_width(text); from < text.size() && spare > width - 1;) {
    const Decoded next = decode(text.substr(from));
    spare -= next.bytes == 0 ? 1 : width_of(next.code);
    from += std::max<std::size_t>(next.bytes, 1);
  }
  return std::string(kCut) + std::string(text.substr(from));
}

std::string left(std::string_view text, std::size_t width) {
  std::string out = fit(text, width);
  out.append(width - display_width(out), ' ');
  return out;
}

std::string right(std::string_view text, std::size_t width) {
  const std::string out = fit(text, width);
  return std::string(width - display_width(out), ' ') + out;
}

}  // namespace ntlmscan::cli
