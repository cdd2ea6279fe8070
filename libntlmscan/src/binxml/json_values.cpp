// The values of real records by hand, all others by way of append_value_text().
#include "binxml/json_values.hpp"

#include <array>
#include <bit>
#include <cstring>
#include <string_view>

#include "binxml/json_escape.hpp"
#include "binxml/json_words.hpp"
#include "binxml/pieces.hpp"
#include "binxml/sixteen_units.hpp"
#include "binxml/values.hpp"

namespace ntlmscan::binxml {
namespace {

constexpr TextStyle kStyle{.guid_upper = false, .guid_braces = true, .fraction_digits = 7};

struct Pair {
  char text[2];
};
// The numbers below kCount with two digits of `base`.
template <std::size_t kCount>
constexpr std::array<Pair, kCount> make_pairs(std::size_t base, const char* digits) {
  std::array<Pair, kCount> pairs{};
  for (std::size_t i = 0; i < kCount; ++i) pairs[i] = {{digits[i / base], digits[i % base]}};
  return pairs;
}
constexpr std::array<Pair, 100> kDecimal = make_pairs<100>(10, "0123456789");
constexpr std::array<Pair, 256> kLowerHex = make_pairs<256>(16, "0123456789abcdef");
constexpr std::array<Pair, 256> kUpperHex = make_pairs<256>(16, "0123456789ABCDEF");

char* put_pair(char* to, const Pair& pair) noexcept {
  std::memcpy(to, pair.text, 2);
  return to + 2;
}

char* put_text(char* to, std::string_view text) noexcept {
  std::memcpy(to, text.data(), text.size());
  return to + text.size();
}

char* put_quote(char* to) noexcept {
  *to = '"';
  return to + 1;
}

char* put_below_100(char* to, std::uint32_t number) noexcept {
  if (number >= 10) return put_pair(to, kDecimal[number]);
  *to = static_cast<char>('0' + number);
  return to + 1;
}

// Four digits, with zeros in front.
char* put_four(char* to, std::uint32_t number) noexcept {
  return put_pair(put_pair(to, kDecimal[number / 100]), kDecimal[number % 100]);
}

char* put_below_10000(char* to, std::uint32_t number) noexcept {
  if (number < 100) return put_below_100(to, number);
  return put_pair(put_below_100(to, number / 100), kDecimal[number % 100]);
}

char* put_below_100000000(char* to, std::uint32_t number) noexcept {
  if (number < 10'000) return put_below_10000(to, number);
  return put_four(put_below_10000(to, number / 10'000), number % 10'000);
}

char* put_number(char* to, std::uint64_t number) noexcept {
  constexpr std::uint64_t kEight = 100'000'000;
  if (number < kEight) return put_below_100000000(to, static_cast<std::uint32_t>(number));
  const std::uint64_t head = number / kEight;
  if (head < kEight) {
    to = put_below_100000000(to, static_cast<std::uint32_t>(head));
  } else {
    to = put_below_10000(to, static_cast<std::uint32_t>(head / kEight));
    to = put_four(to, static_cast<std::uint32_t>(head / 10'000 % 10'000));
    to = put_four(to, static_cast<std::uint32_t>(head % 10'000));
  }
  const auto tail = static_cast<std::uint32_t>(number % kEight);
  return put_four(put_four(to, tail / 10'000), tail % 10'000);
}

char* put_hex_number(char* to, std::uint64_t number) noexcept {
  to = put_text(to, "\"0x");
  int digits = number == 0 ? 1 : (67 - std::countl_zero(number)) / 4;
  if (digits % 2 != 0) *to++ = kLowerHex[number >> (4 * --digits) & 0xF].text[1];
  for (; digits > 0; digits -= 2) to = put_pair(to, kLowerHex[number >> (4 * (digits - 2)) & 0xFF]);
  return put_quote(to);
}

char* put_bool(char* to, Bytes value) noexcept { return put_text(to, all_zero(value) ? "false" : "true"); }

// The first three fields are little-endian numbers: their bytes are shown backwards.
char* put_guid(char* to, Bytes value) noexcept {
  constexpr std::uint8_t kOrder[] = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
  constexpr std::uint8_t kPlaces[] = {2, 4, 6, 8, 11, 13, 16, 18, 21, 23, 26, 28, 30, 32, 34, 36};
  for (std::size_t i = 0; i < 16; ++i) put_pair(to + kPlaces[i], kLowerHex[value.u8_unchecked(kOrder[i])]);
  put_text(to, "\"{");
  to[10] = to[15] = to[20] = to[25] = '-';
  return put_text(to + 38, "}\"");
}

constexpr std::size_t kSidHead = 8;  // revision, count, 48-bit authority

// One whose parts are what its count says, of an authority below 256: any that Windows gives out.
bool is_usual_sid(Bytes sid) noexcept {
  if (sid.size() < kSidHead || sid.size() - kSidHead != std::size_t{4} * sid.u8_unchecked(1)) return false;
  return sid.u32_unchecked(2) == 0 && sid.u8_unchecked(6) == 0;
}

char* put_sid(char* to, Bytes sid) noexcept {
  to = put_number(put_text(to, "\"S-"), sid.u8_unchecked(0));
  *to++ = '-';
  to = put_number(to, sid.u8_unchecked(7));
  for (std::size_t at = kSidHead; at < sid.size(); at += 4) {
    *to++ = '-';
    to = put_number(to, sid.u32_unchecked(at));
  }
  return put_quote(to);
}

char* put_hex(char* to, Bytes value) noexcept {
  for (std::size_t i = 0; i < value.size(); ++i) to = put_pair(to, kUpperHex[value.u8_unchecked(i)]);
  return to;
}

// What follows the backslash, for characters that need nothing else; 0 for others.
char escape_of(std::uint16_t unit) noexcept {
  const char escape = unit < kJsonEscapes.size() ? kJsonEscapes[unit] : '\0';
  return escape != 'u' ? escape : '\0';
}

}  // namespace

char* JsonValues::put(char* to, const Value& value) {
  const Bytes bytes = value.bytes;
  const std::size_t size = bytes.size();
  if (size == 0) return to;
  switch (value.type) {
    case ValueType::kUtf16:
      if (size < 2 || bytes.u16_unchecked(0) == 0) return to;
      *to = '"';
      return put_quote(put_utf16(to + 1, bytes));
    case ValueType::kAnsi:
      return put_ansi(to, value);
    case ValueType::kUInt8:
      return size == 1 ? put_number(to, bytes.u8_unchecked(0)) : put_other(to, value);
    case ValueType::kUInt16:
      return size == 2 ? put_number(to, bytes.u16_unchecked(0)) : put_other(to, value);
    case ValueType::kUInt32:
      return size == 4 ? put_number(to, bytes.u32_unchecked(0)) : put_other(to, value);
    case ValueType::kUInt64:
      return size == 8 ? put_number(to, bytes.u64_unchecked(0)) : put_other(to, value);
    case ValueType::kBool:
      return size == 4 || size == 1 ? put_bool(to, bytes) : put_other(to, value);
    case ValueType::kBinary:
      *to = '"';
      return put_quote(put_hex(to + 1, bytes));
    case ValueType::kGuid:
      return size == 16 ? put_guid(to, bytes) : put_other(to, value);
    case ValueType::kFiletime:
      return size == 8 ? put_filetime(to, value) : put_other(to, value);
    case ValueType::kSid:
      return is_usual_sid(bytes) ? put_sid(to, bytes) : put_other(to, value);
    case ValueType::kHex32:
      return size == 4 ? put_hex_number(to, bytes.u32_unchecked(0)) : put_other(to, value);
    case ValueType::kSizeT:  // as wide as a pointer of the machine that wrote it
      if (size == 4) return put_hex_number(to, bytes.u32_unchecked(0));
      [[fallthrough]];
    case ValueType::kHex64:
      return size == 8 ? put_hex_number(to, bytes.u64_unchecked(0)) : put_other(to, value);
    default:
      return put_other(to, value);
  }
}

char* JsonValues::put_characters(char* to, const Value& value) {
  char* const end = put(to, value);
  if (end == to || *to != '"') return end;
  const std::size_t size = static_cast<std::size_t>(end - to) - 2;
  std::memmove(to, to + 1, size);
  return to + size;
}

// Up to the first NUL.
char* JsonValues::put_utf16(char* to, Bytes utf16) const noexcept {
  std::size_t at = utf16.offset_in(chunk_);
  const std::size_t end = at + (utf16.size() & ~std::size_t{1});
  while (at < end) {
    const std::size_t left = (end - at) / 2;
    // May reach behind the value.
    const std::size_t plain = chunk_.fits(at, kSixteenUnits) ? put_sixteen(to, chunk_, at) : 0;
    if (plain >= left) return to + left;
    to += plain;
    at += 2 * plain;
    if (plain == kSixteenUnits / 2) continue;
    // Characters that need an escape often come in rows: line breaks with tabs, two backslashes.
    char escape = escape_of(chunk_.u16_unchecked(at));  // a unit is left
    if (escape == 0) {
      if (chunk_.u16_unchecked(at) == 0) break;
      Pen pen(to);
      JsonEscape::put(pen, next_code(chunk_.first(end), at));
      to = pen.place();
    }
    for (; escape != 0; escape = at < end ? escape_of(chunk_.u16_unchecked(at)) : '\0') {
      to[0] = '\\';
      to[1] = escape;
      to += 2;
      at += 2;
    }
  }
  return to;
}

// Up to the first NUL; characters beyond ASCII the long way.
char* JsonValues::put_ansi(char* to, const Value& value) {
  if (value.bytes.u8_unchecked(0) == 0) return to;  // not empty, see put()
  char* end = to;
  *end++ = '"';
  for (std::size_t at = 0; at < value.bytes.size() && value.bytes.u8_unchecked(at) != 0; ++at) {
    const std::uint8_t byte = value.bytes.u8_unchecked(at);
    const char escape = byte < kJsonEscapes.size() ? kJsonEscapes[byte] : 'u';
    if (escape == 'u') return put_other(to, value);
    if (escape != 0) *end++ = '\\';
    *end++ = escape != 0 ? escape : static_cast<char>(byte);
  }
  return put_quote(end);
}

char* JsonValues::put_filetime(char* to, const Value& value) {
  constexpr std::uint64_t kTicksPerSecond = 10'000'000;
  constexpr std::uint64_t kSecondsPerDay = 86'400;
  const std::uint64_t ticks = value.bytes.u64_unchecked(0);
  const std::uint64_t seconds = ticks / kTicksPerSecond;
  const std::uint64_t day = seconds / kSecondsPerDay;
  if (day != day_) {
    constexpr std::size_t kUsualSize = 28;  // of a year with four digits
    text_.clear();
    if (!append_filetime(text_, ticks, kStyle.fraction_digits) || text_.size() != kUsualSize) {
      return put_other(to, value);
    }
    day_ = day;
    std::memcpy(date_, text_.data(), sizeof date_);
  }
  const auto second = static_cast<std::uint32_t>(seconds - day * kSecondsPerDay);
  const auto fraction = static_cast<std::uint32_t>(ticks - seconds * kTicksPerSecond);
  *to = '"';
  std::memcpy(to + 1, date_, sizeof date_);
  to = put_pair(to + 1 + sizeof date_, kDecimal[second / 3600]);
  *to++ = ':';
  to = put_pair(to, kDecimal[second / 60 % 60]);
  *to++ = ':';
  to = put_pair(to, kDecimal[second % 60]);
  *to++ = '.';
  *to++ = static_cast<char>('0' + fraction / 1'000'000);
  to = put_pair(to, kDecimal[fraction / 10'000 % 100]);
  to = put_pair(to, kDecimal[fraction / 100 % 100]);
  to = put_pair(to, kDecimal[fraction % 100]);
  *to = 'Z';
  return put_quote(to + 1);
}

char* JsonValues::put_other(char* to, const Value& value) {
  if (is_empty_value(value.type, value.bytes)) return to;
  text_.clear();
  append_value_text(text_, value.type, value.bytes, kStyle);
  const bool quotes = !is_bare(value.type, value.bytes);
  Pen pen(to);
  if (quotes) pen.put(U'"');
  if (value.type == ValueType::kAnsi) {
    put_utf8(pen, text_, JsonEscape{});
  } else {
    pen.put(text_);  // digits, letters and signs that JSON does not escape
  }
  if (quotes) pen.put(U'"');
  return pen.place();
}

}  // namespace ntlmscan::binxml
