// Text as parts of an XML 1.0 document.
#include "binxml/xml_text.hpp"

#include <charconv>
#include <cstdint>

#include "binxml/escaped_text.hpp"

namespace ntlmscan::binxml {
namespace {

constexpr char32_t kNotInXml = U'_';
constexpr std::string_view kCdataEnd = "]]>";
constexpr std::string_view kCdataStart = "<![CDATA[";

constexpr bool allowed(char32_t code) noexcept {
  if (code < 0x20) return code == 0x09 || code == 0x0A || code == 0x0D;
  return !is_high_surrogate(code) && !is_low_surrogate(code) && code != 0xFFFE && code != 0xFFFF;
}

constexpr bool needs_reference(char32_t code) noexcept { return code == 0x7F || (code >= 0x80 && moves_text(code)); }

void put_character(Pen& to, char32_t code) {
  if (code < 0x80) return to.put(code);
  to.put_code(code);
}

void put_reference(Pen& to, char32_t code) {
  char text[12] = {'&', '#'};
  char* end = std::to_chars(text + 2, text + sizeof text, static_cast<std::uint32_t>(code)).ptr;
  *end++ = ';';
  to.put(std::string_view(text, static_cast<std::size_t>(end - text)));
}

std::string_view entity_of(char32_t code, bool attribute) noexcept {
  switch (code) {
    case U'&':
      return "&amp;";
    case U'<':
      return "&lt;";
    case U'>':
      return "&gt;";
    case U'"':
      return attribute ? "&quot;" : "";
    case U'\'':
      return attribute ? "&apos;" : "";
    default:
      return "";
  }
}

struct TextEscape {
  static constexpr std::size_t kWorst = 8;  // &#8238;

  bool attribute;

  [[nodiscard]] bool plain(std::uint64_t eight) const noexcept {
    std::uint64_t found = control_bytes(eight) | equal_bytes(eight, '&');
    found |= equal_bytes(eight, '<') | equal_bytes(eight, '>');
    if (attribute) found |= equal_bytes(eight, '"') | equal_bytes(eight, '\'');
    return (found & kHighBits) == 0;
  }
  void put(Pen& to, char32_t code) const {
    if (!allowed(code)) return to.put(kNotInXml);
    if (needs_reference(code) || (attribute && code < 0x20)) return put_reference(to, code);
    const std::string_view entity = entity_of(code, attribute);
    if (entity.empty()) return put_character(to, code);
    to.put(entity);
  }
};

// Inside a CDATA section; what cannot stand there is put between two.
struct CdataEscape {
  static constexpr std::size_t kWorst = 20;  // ]]>&#8238;<![CDATA[

  std::uint32_t brackets = 0;  // `]` just written

  [[nodiscard]] bool plain(std::uint64_t eight) noexcept {
    const std::uint64_t found = control_bytes(eight) | equal_bytes(eight, ']') | equal_bytes(eight, '>');
    if ((found & kHighBits) != 0) return false;
    brackets = 0;
    return true;
  }
  void put(Pen& to, char32_t code) {
    const bool ends = brackets >= 2 && code == U'>';
    brackets = code == U']' ? brackets + 1 : 0;
    if (!allowed(code)) return to.put(kNotInXml);
    const bool reference = needs_reference(code);
    if (ends || reference) to.put(kCdataEnd);
    if (reference) put_reference(to, code);
    if (ends || reference) to.put(kCdataStart);
    if (!reference) put_character(to, code);
  }
};

struct PiEscape {
  static constexpr std::size_t kWorst = 4;  // a blank, three bytes

  bool question = false;  // `?` just written

  [[nodiscard]] bool plain(std::uint64_t eight) noexcept {
    const std::uint64_t found = control_bytes(eight) | equal_bytes(eight, '?') | equal_bytes(eight, '>');
    if ((found & kHighBits) != 0) return false;
    question = false;
    return true;
  }
  void put(Pen& to, char32_t code) {
    if (question && code == U'>') to.put(U' ');
    question = code == U'?';
    put_character(to, allowed(code) && !needs_reference(code) ? code : kNotInXml);
  }
};

// Letters that a name may begin with by the fourth and the fifth edition of XML 1.0: many readers know the fourth alone.
struct Letters {
  char32_t first, last;
};
constexpr Letters kLetters[] = {
    {U'A', U'Z'},   {U'a', U'z'},     {0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x131},    {0x134, 0x13E},
    {0x141, 0x148}, {0x14A, 0x17E},   {0x3A3, 0x3CE},   {0x401, 0x40C},   {0x40E, 0x44F},   {0x451, 0x45C},
    {0x5D0, 0x5EA}, {0x3041, 0x3094}, {0x30A1, 0x30FA}, {0x4E00, 0x9FA5}, {0xAC00, 0xD7A3},
};

bool starts_name(char32_t code) noexcept {
  if (code == U'_') return true;
  for (const Letters& letters : kLetters) {
    if (code <= letters.last) return code >= letters.first;
  }
  return false;
}
bool continues_name(char32_t code) noexcept {
  return starts_name(code) || (code >= U'0' && code <= U'9') || code == U'-' || code == U'.';
}

struct NameEscape {
  static constexpr std::size_t kWorst = 4;  // an underline, three bytes

  bool first = true;

  [[nodiscard]] static constexpr bool plain(std::uint64_t /*eight*/) noexcept { return false; }
  void put(Pen& to, char32_t code) {
    if (first && !starts_name(code)) to.put(kNotInXml);
    if (continues_name(code)) {
      put_character(to, code);
    } else if (!first) {
      to.put(kNotInXml);
    }
    first = false;
  }
};

// Position of the first colon, the size of the name where there is none.
std::size_t find_colon(Bytes name) noexcept {
  std::size_t at = 0;
  while (name.fits(at, 2) && name.u16_unchecked(at) != u':') at += 2;
  return name.fits(at, 2) ? at : name.size();
}

}  // namespace

void append_xml_utf16(TextBuffer& out, Bytes utf16, XmlPlace place) {
  if (place == XmlPlace::kCdata) return append_escaped_utf16(out, utf16, CdataEscape{});
  if (place == XmlPlace::kPiData) return append_escaped_utf16(out, utf16, PiEscape{});
  append_escaped_utf16(out, utf16, TextEscape{place == XmlPlace::kAttribute});
}

void append_xml_utf8(TextBuffer& out, std::string_view utf8, XmlPlace place) {
  append_escaped_utf8(out, utf8, TextEscape{place == XmlPlace::kAttribute});
}

void append_xml_name(TextBuffer& out, Bytes name) {
  if (name.size() < 2) return out.push_back('_');
  const std::size_t colon = find_colon(name);
  if (colon == 0 || !name.fits(colon, 4)) return append_escaped_utf16(out, name, NameEscape{});
  append_escaped_utf16(out, name.first(colon), NameEscape{});
  out.push_back(':');
  append_escaped_utf16(out, name.slice_unchecked(colon + 2, name.size() - colon - 2), NameEscape{});  // at least a unit
}

}  // namespace ntlmscan::binxml
