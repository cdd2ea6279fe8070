// How one character stands inside a JSON string (RFC 8259).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "binxml/escaped_text.hpp"

namespace ntlmscan::binxml {

// What follows the backslash; 'u' = as number; 0 = stands for itself.
constexpr std::array<char, 128> make_json_escapes() {
  std::array<char, 128> escapes{};
  for (std::size_t i = 0; i < 0x20; ++i) escapes[i] = 'u';
  escapes[0x08] = 'b';
  escapes[0x09] = 't';
  escapes[0x0A] = 'n';
  escapes[0x0C] = 'f';
  escapes[0x0D] = 'r';
  escapes[0x22] = '"';
  escapes[0x5C] = '\\';
  escapes[0x7F] = 'u';
  return escapes;
}
inline constexpr std::array<char, 128> kJsonEscapes = make_json_escapes();

/// For the walks of escaped_text.hpp.
struct JsonEscape {
  static constexpr std::size_t kWorst = 6;  // \u001f

  static constexpr bool plain(std::uint64_t eight) noexcept {
    return ((control_bytes(eight) | equal_bytes(eight, '"') | equal_bytes(eight, '\\')) & kHighBits) == 0;
  }
  static void put(Pen& to, char32_t code) noexcept {
    if (code >= 0x80) return put_wide(to, code);
    const char escape = kJsonEscapes[code];
    if (escape == 0) return to.put(code);
    if (escape == 'u') return put_number(to, code);
    to.put(U'\\');
    to.put(static_cast<std::uint8_t>(escape));
  }

 private:
  static void put_wide(Pen& to, char32_t code) noexcept {
    if (moves_text(code)) return put_number(to, code);
    to.put_code(is_high_surrogate(code) || is_low_surrogate(code) ? U'\uFFFD' : code);
  }
  static void put_number(Pen& to, char32_t unit) noexcept {
    constexpr std::string_view kDigits = "0123456789abcdef";
    to.put("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) to.put(static_cast<std::uint8_t>(kDigits[(unit >> shift) & 0xFu]));
  }
};

}  // namespace ntlmscan::binxml
