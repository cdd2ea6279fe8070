// Text as the inside of a JSON string.
#include "binxml/json_text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "binxml/escaped_text.hpp"
#include "binxml/json_escape.hpp"

namespace ntlmscan::binxml {
namespace {

// Bytes at the start of `utf8` that need no escape, eight by eight.
std::size_t plain_length(std::string_view utf8) noexcept {
  std::size_t at = 0;
  for (std::uint64_t eight = 0; utf8.size() - at >= 8; at += 8) {
    std::memcpy(&eight, utf8.data() + at, 8);
    if ((eight & kHighBits) != 0 || !JsonEscape::plain(eight)) break;
  }
  return at;
}

// Bytes of the character at the start of `utf8`, which is valid and not empty.
std::size_t character_length(std::string_view utf8) noexcept {
  const auto lead = static_cast<std::uint8_t>(utf8.front());
  return std::min<std::size_t>(utf8.size(), lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4);
}

}  // namespace

void append_json_utf16(TextBuffer& out, Bytes utf16) { append_escaped_utf16(out, utf16, JsonEscape{}); }

void append_json_utf8(TextBuffer& out, std::string_view utf8) { append_escaped_utf8(out, utf8, JsonEscape{}); }

void append_json_utf8(std::string& out, std::string_view utf8) {
  while (!utf8.empty()) {
    const std::size_t plain = plain_length(utf8);
    out.append(utf8.substr(0, plain));
    utf8.remove_prefix(plain);
    for (int i = 0; i < 8 && !utf8.empty(); ++i) {
      const std::size_t length = character_length(utf8);
      char escaped[JsonEscape::kWorst];
      Pen to(escaped);
      put_utf8(to, utf8.substr(0, length), JsonEscape{});
      out.append(escaped, static_cast<std::size_t>(to.place() - escaped));
      utf8.remove_prefix(length);
    }
  }
}

}  // namespace ntlmscan::binxml
