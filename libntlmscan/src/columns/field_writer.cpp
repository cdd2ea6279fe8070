// The rules for text, number and bool columns.
#include "columns/field_writer.hpp"

#include "plan/numbers.hpp"

namespace ntlmscan::columns {
namespace {

using binxml::Value;
using catalogue::FieldDef;
using catalogue::InType;

// A status is 32 bits wide: an unsigned number, or a negative one that fits. Wider ones are no status.
bool fits_status(std::uint64_t& number) noexcept {
  if (number <= UINT32_MAX) return true;
  const bool negative = number >= ~std::uint64_t{0} - INT32_MAX;
  number &= UINT32_MAX;
  return negative;
}

bool is_hex(InType type) noexcept {
  return type == InType::kHexInt32 || type == InType::kHexInt64 || type == InType::kPointer;
}

// Without NULs and then blanks at its end.
Bytes trimmed(Bytes utf16) noexcept {
  std::size_t end = utf16.size() & ~std::size_t{1};
  while (end > 0 && utf16.u16_unchecked(end - 2) == 0) end -= 2;
  while (end > 0 && utf16.u16_unchecked(end - 2) == u' ') end -= 2;
  return utf16.first(end);
}

// Digits of `base` in lower case, and no zero in front of others.
bool is_plain_number(Bytes digits, bool hex) noexcept {
  if (digits.empty() || (digits.size() > 2 && digits.u16_unchecked(0) == u'0')) return false;
  for (std::size_t at = 0; at < digits.size(); at += 2) {
    const std::uint16_t unit = digits.u16_unchecked(at);
    const bool digit = (unit >= u'0' && unit <= u'9') || (hex && unit >= u'a' && unit <= u'f');
    if (!digit) return false;
  }
  return true;
}

// A number that was recorded as text comes back as decimal, or as `0x` with lower-case digits where its type is hex.
bool rebuilds(const Value& value, InType in_type) noexcept {
  if (value.type != binxml::ValueType::kUtf16) return true;
  const Bytes text = trimmed(value.bytes);
  const bool prefixed = text.size() > 4 && text.u16_unchecked(0) == u'0' && text.u16_unchecked(2) == u'x';
  const bool as_hex = prefixed && is_plain_number(text.slice_unchecked(4, text.size() - 4), true);
  const bool as_decimal = is_plain_number(text, false);
  if (in_type == InType::kText || in_type == InType::kUnknown) return as_hex || as_decimal;
  return is_hex(in_type) ? as_hex : as_decimal;
}

// Text of decimal digits as is_plain_number() wants them, a NUL behind them or not: what ports mostly are.
bool read_plain_decimal(Bytes utf16, std::uint64_t& number) noexcept {
  constexpr std::size_t kMostDigits = 18;
  std::size_t size = utf16.size();
  if (size % 2 != 0 || size > 2 * (kMostDigits + 1)) return false;
  if (size > 2 && utf16.u16_unchecked(size - 2) == 0) size -= 2;
  if (size == 0 || size > 2 * kMostDigits || (size > 2 && utf16.u16_unchecked(0) == u'0')) return false;
  number = 0;
  for (std::size_t at = 0; at < size; at += 2) {
    const unsigned digit = utf16.u16_unchecked(at) - unsigned{u'0'};
    if (digit > 9) return false;
    number = number * 10 + digit;
  }
  return true;
}

}  // namespace

// The recorded text without blanks at its end, into scratch_.
void FieldWriter::take_trimmed(const Value& value) {
  scratch_.clear();
  append_recorded_text(scratch_, value);
  while (!scratch_.empty() && scratch_.back() == ' ') scratch_.pop_back();
}

Normal FieldWriter::any_number(const FieldDef& def, const Value& value, std::int64_t& number) {
  std::uint64_t plain = 0;
  const bool decimal = value.type == binxml::ValueType::kUtf16 && !is_hex(def.in_type) && !is_status(def.column);
  if (decimal && read_plain_decimal(value.bytes, plain)) {
    number = static_cast<std::int64_t>(plain);
    return Normal::kSame;
  }
  if (!plan::read_number(value, plain) || (is_status(def.column) && !fits_status(plain))) {
    take_trimmed(value);
    return is_placeholder(scratch_) ? Normal::kNull : Normal::kUnfit;
  }
  number = static_cast<std::int64_t>(plain);
  return rebuilds(value, def.in_type) ? Normal::kSame : Normal::kLossy;
}

// ElevatedToken is recorded as a message code: %%1842 yes, %%1843 no.
Normal FieldWriter::bool_of(const Value& value, std::int64_t& number) {
  if (value.type == binxml::ValueType::kBool) {
    number = plan::to_number(value).value_or(0) != 0 ? 1 : 0;
    return Normal::kSame;
  }
  take_trimmed(value);
  if (is_placeholder(scratch_)) return Normal::kNull;
  if (scratch_ != "%%1842" && scratch_ != "%%1843") return Normal::kUnfit;
  number = scratch_ == "%%1842" ? 1 : 0;
  return Normal::kSame;
}

}  // namespace ntlmscan::columns
