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

}  // namespace

// The recorded text without blanks at its end, into scratch_.
void FieldWriter::take_trimmed(const Value& value) {
  scratch_.clear();
  append_recorded_text(scratch_, value);
  while (!scratch_.empty() && scratch_.back() == ' ') scratch_.pop_back();
}

Normal FieldWriter::store_number(const FieldDef& def, const Value& value) {
  std::uint64_t number = 0;
  const bool status = def.column == Column::kStatus || def.column == Column::kSubStatus;
  if (!plan::read_number(value, number) || (status && !fits_status(number))) {
    take_trimmed(value);
    return is_placeholder(scratch_) ? Normal::kNull : Normal::kUnfit;
  }
  writer_.set_number(def.column, static_cast<std::int64_t>(number));
  return rebuilds(value, def.in_type) ? Normal::kSame : Normal::kLossy;
}

// ElevatedToken is recorded as a message code: %%1842 yes, %%1843 no.
Normal FieldWriter::store_bool(const FieldDef& def, const Value& value) {
  if (value.type == binxml::ValueType::kBool) {
    writer_.set_number(def.column, plan::to_number(value).value_or(0) != 0 ? 1 : 0);
    return Normal::kSame;
  }
  take_trimmed(value);
  if (is_placeholder(scratch_)) return Normal::kNull;
  if (scratch_ != "%%1842" && scratch_ != "%%1843") return Normal::kUnfit;
  writer_.set_number(def.column, scratch_ == "%%1842" ? 1 : 0);
  return Normal::kSame;
}

}  // namespace ntlmscan::columns
