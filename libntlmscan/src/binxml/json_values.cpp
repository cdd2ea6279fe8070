// The values of real records by hand, all others by way of append_value_text().
#include "binxml/json_values.hpp"

#include <array>
#include <bit>
#include <cstring>

#include "binxml/eight_units.hpp"
#include "binxml/json_escape.hpp"
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
  to[0] = '0';
  to[1] = 'x';
  to += 2;
  int digits = number == 0 ? 1 : (67 - std::countl_zero(number)) / 4;
  if (digits % 2 != 0) *to++ = kLowerHex[number >> (4 * --digits) & 0xF].text[1];
  for (; digits > 0; digits -= 2) to = put_pair(to, kLowerHex[number >> (4 * (digits - 2)) & 0xFF]);
  return to;
}

char* put_bool(char* to, Bytes value) noexcept {
  if (all_zero(value)) {
    std::memcpy(to, "false", 5);
    return to + 5;
  }
  std::memcpy(to, "true", 4);
  return to + 4;
}

// The first three fields are little-endian numbers: their bytes are shown backwards.
char* put_guid(char* to, Bytes value) noexcept {
  constexpr std::uint8_t kOrder[] = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
  constexpr std::uint8_t kPlaces[] = {1, 3, 5, 7, 10, 12, 15, 17, 20, 22, 25, 27, 29, 31, 33, 35};
  for (std::size_t i = 0; i < 16; ++i) put_pair(to + kPlaces[i], kLowerHex[value.u8_unchecked(kOrder[i])]);
  to[0] = '{';
  to[9] = to[14] = to[19] = to[24] = '-';
  to[37] = '}';
  return to + 38;
}

constexpr std::size_t kSidHead = 8;  // revision, count, 48-bit authority

// One whose parts are what its count says, of an authority below 256: any that Windows gives out.
bool is_usual_sid(Bytes sid) noexcept {
  if (sid.size() < kSidHead || sid.size() - kSidHead != std::size_t{4} * sid.u8_unchecked(1)) return false;
  return sid.u32_unchecked(2) == 0 && sid.u8_unchecked(6) == 0;
}

char* put_sid(char* to, Bytes sid) noexcept {
  *to++ = 'S';
  *to++ = '-';
  to = put_number(to, sid.u8_unchecked(0));
  *to++ = '-';
  to = put_number(to, sid.u8_unchecked(7));
  for (std::size_t at = kSidHead; at < sid.size(); at += 4) {
    *to++ = '-';
    to = put_number(to, sid.u32_unchecked(at));
  }
  return to;
}

char* put_hex(char* to, Bytes value) noexcept {
  for (std::size_t i = 0; i < value.size(); ++i) to = put_pair(to, kUpperHex[value.u8_unchecked(i)]);
  return to;
}

bool is_bool(Bytes value) noexcept {
  const std::size_t size = value.size();
  return size == 1 || size == 2 || size == 4 || size == 8;
}

}  // namespace

char* JsonValues::put(char* to, const Value& value) {
  const Bytes bytes = value.bytes;
  const std::size_t size = bytes.size();
  switch (value.type) {
    case ValueType::kInt8:
    case ValueType::kInt16:
    case ValueType::kInt64:
      return size == fixed_width(value.type) ? put_other(to, value) : put_quoted(to, value);
    case ValueType::kUInt8:
      return size == 1 ? put_number(to, bytes.u8_unchecked(0)) : put_quoted(to, value);
    case ValueType::kUInt16:
      return size == 2 ? put_number(to, bytes.u16_unchecked(0)) : put_quoted(to, value);
    case ValueType::kInt32:
      if (size != 4) return put_quoted(to, value);
      return bytes.u32_unchecked(0) < 0x8000'0000u ? put_number(to, bytes.u32_unchecked(0)) : put_other(to, value);
    case ValueType::kUInt32:
      return size == 4 ? put_number(to, bytes.u32_unchecked(0)) : put_quoted(to, value);
    case ValueType::kUInt64:
      return size == 8 ? put_number(to, bytes.u64_unchecked(0)) : put_quoted(to, value);
    case ValueType::kBool:
      return is_bool(bytes) ? put_bool(to, bytes) : put_quoted(to, value);
    default:
      return put_quoted(to, value);
  }
}

char* JsonValues::put_characters(char* to, const Value& value) {
  char* const end = put(to, value);
  if (*to != '"') return end;
  const std::size_t size = static_cast<std::size_t>(end - to) - 2;
  std::memmove(to, to + 1, size);
  return to + size;
}

char* JsonValues::put_quoted(char* to, const Value& value) {
  *to++ = '"';
  to = put_inside(to, value);
  *to++ = '"';
  return to;
}

char* JsonValues::put_inside(char* to, const Value& value) {
  const Bytes bytes = value.bytes;
  const std::size_t size = bytes.size();
  switch (value.type) {
    case ValueType::kUtf16:
      return put_text(to, bytes);
    case ValueType::kBinary:
      return put_hex(to, bytes);
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

// Up to the first NUL.
char* JsonValues::put_text(char* to, Bytes utf16) const noexcept {
  std::size_t at = utf16.offset_in(chunk_);
  const std::size_t end = at + (utf16.size() & ~std::size_t{1});
  const Bytes text = chunk_.first(end);
  Pen pen(to);
  while (at < end) {
    EightUnits units;
    if (chunk_.fits(at, 16)) units = eight_units(chunk_, at);  // may reach behind the value
    const std::size_t left = (end - at) / 2;
    const std::size_t plain = units.plain < left ? units.plain : left;
    pen.put_word(units.bytes, plain);
    at += 2 * plain;
    if (plain == 8) continue;
    if (plain == left || chunk_.u16_unchecked(at) == 0) break;  // a unit is left
    const std::uint16_t unit = chunk_.u16_unchecked(at);
    const char escape = unit < kJsonEscapes.size() ? kJsonEscapes[unit] : 'u';
    if (escape != 'u' && escape != 0) {
      pen.put(U'\\');
      pen.put(static_cast<std::uint8_t>(escape));
      at += 2;
    } else {
      JsonEscape::put(pen, next_code(text, at));
    }
  }
  return pen.place();
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
  std::memcpy(to, date_, sizeof date_);
  to = put_pair(to + sizeof date_, kDecimal[second / 3600]);
  *to++ = ':';
  to = put_pair(to, kDecimal[second / 60 % 60]);
  *to++ = ':';
  to = put_pair(to, kDecimal[second % 60]);
  *to++ = '.';
  *to++ = static_cast<char>('0' + fraction / 1'000'000);
  to = put_pair(to, kDecimal[fraction / 10'000 % 100]);
  to = put_pair(to, kDecimal[fraction / 100 % 100]);
  to = put_pair(to, kDecimal[fraction % 100]);
  *to++ = 'Z';
  return to;
}

char* JsonValues::put_other(char* to, const Value& value) {
  text_.clear();
  append_value_text(text_, value.type, value.bytes, kStyle);
  Pen pen(to);
  if (value.type == ValueType::kAnsi) {
    put_utf8(pen, text_, JsonEscape{});
  } else {
    pen.put(text_);  // digits, letters and signs that JSON does not escape
  }
  return pen.place();
}

}  // namespace ntlmscan::binxml
