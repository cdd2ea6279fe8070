// The text of one value, type by type, as Windows shows it.
#include "binxml/values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string_view>

#include "binxml/calendar.hpp"
#include "bytes/utf16.hpp"

namespace ntlmscan::binxml {
namespace {

constexpr std::size_t kSidHead = 8;  // revision, count, 48-bit authority
constexpr std::string_view kUpperDigits = "0123456789ABCDEF";
constexpr std::string_view kLowerDigits = "0123456789abcdef";

void append_hex(std::string& out, Bytes value, std::string_view digits = kUpperDigits) {
  const std::size_t start = out.size();
  out.resize(start + 2 * value.size());
  char* to = out.data() + start;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::uint8_t byte = value.u8_unchecked(i);
    *to++ = digits[byte >> 4];
    *to++ = digits[byte & 0xFu];
  }
}

template <class Number>
void append_number(std::string& out, Number number, int base = 10) {
  char text[24];
  const auto end = std::to_chars(text, text + sizeof text, number, base).ptr;
  out.append(text, static_cast<std::size_t>(end - text));
}

void append_hex_number(std::string& out, std::uint64_t number) {
  out.append("0x");
  append_number(out, number, 16);
}

// What is appended for each type. All run on a window whose size is the type's width, where it has one.
using Writer = bool (*)(std::string&, Bytes, const TextStyle&);

template <class Number>
bool write_int(std::string& out, Bytes value, const TextStyle& /*style*/) {
  append_number(out, value.load_unchecked<Number>(0));
  return true;
}

// Spelled as the C runtime of Windows spells them where a number cannot.
std::string_view special_name(double number) noexcept {
  if (std::isnan(number)) return "-1.#IND";
  return number > 0 ? "1.#INF" : "-1.#INF";
}

template <class Number>
bool write_real(std::string& out, Bytes value, const TextStyle& /*style*/) {
  const auto number = value.load_unchecked<Number>(0);
  if (!std::isfinite(number)) {
    out.append(special_name(static_cast<double>(number)));
    return true;
  }
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, number).ptr;
  out.append(text, static_cast<std::size_t>(end - text));
  return true;
}

bool write_utf16(std::string& out, Bytes value, const TextStyle& /*style*/) {
  append_utf8(out, until_nul(value));
  return value.size() % 2 == 0;
}

bool write_ansi(std::string& out, Bytes value, const TextStyle& /*style*/) {
  append_ansi(out, value.first(value.chars().find('\0')));
  return true;
}

// The specification says one byte, Windows writes four; any bit set is true.
bool write_bool(std::string& out, Bytes value, const TextStyle& /*style*/) {
  const std::size_t size = value.size();
  if (size != 1 && size != 2 && size != 4 && size != 8) {
    append_hex(out, value);
    return false;
  }
  out.append(all_zero(value) ? "false" : "true");
  return true;
}

bool write_binary(std::string& out, Bytes value, const TextStyle& /*style*/) {
  append_hex(out, value);
  return true;
}

bool write_unknown(std::string& out, Bytes value, const TextStyle& /*style*/) {
  append_hex(out, value);
  return false;
}

bool write_null(std::string& /*out*/, Bytes /*value*/, const TextStyle& /*style*/) { return true; }

// The first three fields are little-endian numbers: their bytes are shown backwards.
bool write_guid(std::string& out, Bytes value, const TextStyle& style) {
  constexpr std::array<std::uint8_t, 16> kOrder = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
  const std::string_view digits = style.guid_upper ? kUpperDigits : kLowerDigits;
  char text[38];
  std::size_t at = 0;
  if (style.guid_braces) text[at++] = '{';
  for (std::size_t i = 0; i < kOrder.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text[at++] = '-';
    const std::uint8_t byte = value.u8_unchecked(kOrder[i]);
    text[at++] = digits[byte >> 4];
    text[at++] = digits[byte & 0xFu];
  }
  if (style.guid_braces) text[at++] = '}';
  out.append(text, at);
  return true;
}

bool write_hex32(std::string& out, Bytes value, const TextStyle& /*style*/) {
  append_hex_number(out, value.u32_unchecked(0));
  return true;
}

bool write_hex64(std::string& out, Bytes value, const TextStyle& /*style*/) {
  append_hex_number(out, value.u64_unchecked(0));
  return true;
}

// As wide as a pointer of the machine that wrote it.
bool write_size(std::string& out, Bytes value, const TextStyle& style) {
  if (value.size() == 4) return write_hex32(out, value, style);
  if (value.size() == 8) return write_hex64(out, value, style);
  return write_unknown(out, value, style);
}

bool write_systemtime(std::string& out, Bytes value, const TextStyle& style) {
  return append_systemtime(out, value, style.fraction_digits) || write_unknown(out, value, style);
}

bool write_filetime(std::string& out, Bytes value, const TextStyle& style) {
  const std::uint64_t ticks = value.u64_unchecked(0);
  if (append_filetime(out, ticks, style.fraction_digits)) return true;
  append_hex_number(out, ticks);
  return false;
}

std::uint64_t sid_authority(Bytes sid) noexcept {
  std::uint64_t authority = 0;
  for (std::size_t i = 2; i < kSidHead; ++i) authority = authority << 8 | sid.u8_unchecked(i);
  return authority;
}

bool write_sid(std::string& out, Bytes value, const TextStyle& style) {
  if (value.size() < kSidHead || value.size() - kSidHead != std::size_t{4} * value.u8_unchecked(1)) {
    return write_unknown(out, value, style);
  }
  out.append("S-");
  append_number(out, value.u8_unchecked(0));
  out.push_back('-');
  const std::uint64_t authority = sid_authority(value);
  if (authority > std::numeric_limits<std::uint32_t>::max()) {
    out.append("0x");
    append_hex(out, value.slice_unchecked(2, kSidHead - 2), kLowerDigits);  // size checked above
  } else {
    append_number(out, authority);
  }
  for (std::size_t at = kSidHead; at < value.size(); at += 4) {
    out.push_back('-');
    append_number(out, value.u32_unchecked(at));
  }
  return true;
}

struct TypeRow {
  std::uint8_t width;        // of the window the writer needs; 0 = any
  std::uint8_t array_width;  // of one item of an array; 0 = the item has its own length
  Writer write;
};

// By type code.
constexpr std::array<TypeRow, 0x16> kTypes = {{
    {0, 0, write_null},
    {0, 0, write_utf16},
    {0, 0, write_ansi},
    {1, 1, write_int<std::int8_t>},
    {1, 1, write_int<std::uint8_t>},
    {2, 2, write_int<std::int16_t>},
    {2, 2, write_int<std::uint16_t>},
    {4, 4, write_int<std::int32_t>},
    {4, 4, write_int<std::uint32_t>},
    {8, 8, write_int<std::int64_t>},
    {8, 8, write_int<std::uint64_t>},
    {4, 4, write_real<float>},
    {8, 8, write_real<double>},
    {0, 4, write_bool},
    {0, 0, write_binary},
    {16, 16, write_guid},
    {0, 8, write_size},
    {8, 8, write_filetime},
    {16, 16, write_systemtime},
    {0, 0, write_sid},
    {4, 4, write_hex32},
    {8, 8, write_hex64},
}};
constexpr TypeRow kUnknownType = {0, 0, write_unknown};

const TypeRow& row_of(ValueType type) noexcept {
  const auto code = static_cast<std::size_t>(type);
  return code < kTypes.size() ? kTypes[code] : kUnknownType;
}

// Bytes up to the terminator of the text in front, whole units of `unit` bytes.
std::size_t text_length(Bytes rest, std::size_t unit) noexcept {
  if (unit == 2) return until_nul(rest).size();
  return std::min(rest.chars().find('\0'), rest.size());
}

struct Step {
  std::size_t item;   // bytes of the item
  std::size_t taken;  // bytes to leave behind
};

Step next_step(ValueType type, Bytes rest) noexcept {
  const std::size_t size = rest.size();
  if (type == ValueType::kUtf16 || type == ValueType::kAnsi) {
    const std::size_t unit = type == ValueType::kUtf16 ? 2u : 1u;
    const std::size_t length = text_length(rest, unit);
    const bool last_open = length > 0 && size - length < unit;
    return {length, last_open ? length : length + unit};
  }
  if (type == ValueType::kSid) {
    const std::size_t length = size < kSidHead ? kSidHead : kSidHead + std::size_t{4} * rest.u8_unchecked(1);
    return {length, length};
  }
  const std::size_t width = row_of(type).array_width;
  const std::size_t length = width != 0 ? width : size;
  return {length, length};
}

}  // namespace

bool append_value_text(std::string& out, ValueType type, Bytes value, const TextStyle& style) {
  const TypeRow& row = row_of(type);
  if (row.width != 0 && row.width != value.size()) return write_unknown(out, value, style);
  return row.write(out, value, style);
}

std::size_t fixed_width(ValueType type) noexcept { return row_of(type).array_width; }

Bytes next_array_item(ValueType type, Bytes& rest, bool& damaged) noexcept {
  const Step step = next_step(type, rest);
  if (step.taken > rest.size()) {
    damaged = true;
    rest = {};
    return {};
  }
  const Bytes item = rest.first(step.item);
  rest = rest.slice_unchecked(step.taken, rest.size() - step.taken);  // compared above
  return item;
}

}  // namespace ntlmscan::binxml
