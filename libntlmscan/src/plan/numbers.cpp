// Decoding of scalars that records hold either typed or, when forwarded, as text.
#include "plan/numbers.hpp"

#include <chrono>
#include <cstring>

#include "bytes/utf16.hpp"

namespace ntlmscan::plan {
namespace {

using binxml::Value;
using binxml::ValueType;

constexpr std::uint64_t kTicksPerSecond = 10'000'000;
constexpr std::int64_t kSecondsBefore1970 = 11'644'473'600;  // from 1601-01-01

// Text as a cursor over UTF-16 units; values of type ANSI are not numbers in any log seen.
class Reader {
 public:
  explicit Reader(Bytes utf16) noexcept : text_(trim_end(utf16)) {}

  [[nodiscard]] bool at_end() const noexcept { return at_ >= text_.size(); }
  [[nodiscard]] std::size_t units() const noexcept { return text_.size() / 2; }
  char16_t peek() const noexcept { return at_end() ? u'\0' : static_cast<char16_t>(text_.u16_unchecked(at_)); }
  char16_t next() noexcept {
    const char16_t unit = peek();
    at_ += 2;
    return unit;
  }
  bool skip(char16_t unit) noexcept {
    if (peek() != unit) return false;
    at_ += 2;
    return true;
  }

 private:
  Bytes text_;
  std::size_t at_ = 0;
};

int digit_of(char16_t unit) noexcept {
  if (unit >= u'0' && unit <= u'9') return unit - u'0';
  if (unit >= u'a' && unit <= u'f') return unit - u'a' + 10;
  if (unit >= u'A' && unit <= u'F') return unit - u'A' + 10;
  return 16;
}

std::optional<std::uint64_t> digits(Reader& reader, std::uint64_t base) noexcept {
  if (reader.at_end()) return std::nullopt;
  std::uint64_t number = 0;
  while (!reader.at_end()) {
    const auto digit = static_cast<std::uint64_t>(digit_of(reader.next()));
    if (digit >= base || number > (~std::uint64_t{0} - digit) / base) return std::nullopt;
    number = number * base + digit;
  }
  return number;
}

std::optional<std::uint64_t> text_number(Bytes utf16) noexcept {
  Reader reader(utf16);
  if (reader.skip(u'-')) {
    const auto number = digits(reader, 10);
    if (!number || *number > (std::uint64_t{1} << 63)) return std::nullopt;
    return ~*number + 1;
  }
  Reader hex = reader;
  if (hex.skip(u'0') && (hex.skip(u'x') || hex.skip(u'X'))) return digits(hex, 16);
  return digits(reader, 10);
}

template <class T>
std::optional<std::uint64_t> load(Bytes bytes) noexcept {
  if (bytes.size() != sizeof(T)) return std::nullopt;
  return static_cast<std::uint64_t>(bytes.load_unchecked<T>(0));
}

std::optional<std::uint64_t> unsigned_of(Bytes bytes) noexcept {
  switch (bytes.size()) {
    case 1:
      return load<std::uint8_t>(bytes);
    case 2:
      return load<std::uint16_t>(bytes);
    case 4:
      return load<std::uint32_t>(bytes);
    case 8:
      return load<std::uint64_t>(bytes);
    default:
      return std::nullopt;
  }
}

std::optional<std::uint64_t> signed_of(Bytes bytes) noexcept {
  switch (bytes.size()) {
    case 1:
      return load<std::int8_t>(bytes);
    case 2:
      return load<std::int16_t>(bytes);
    case 4:
      return load<std::int32_t>(bytes);
    case 8:
      return load<std::int64_t>(bytes);
    default:
      return std::nullopt;
  }
}

// Exactly `count` decimal digits.
std::optional<unsigned> fixed(Reader& reader, int count) noexcept {
  unsigned number = 0;
  for (int i = 0; i < count; ++i) {
    const int digit = digit_of(reader.next());
    if (digit > 9) return std::nullopt;
    number = number * 10 + static_cast<unsigned>(digit);
  }
  return number;
}

std::optional<std::uint64_t> ticks_of(unsigned year, unsigned month, unsigned day, unsigned hour, unsigned minute,
                                      unsigned second, std::uint64_t fraction) noexcept {
  using namespace std::chrono;
  constexpr unsigned kLastYear = 30827;   // of a FILETIME; a std::chrono::year holds no number above 32767
  constexpr unsigned kLargestPart = 255;  // nor do std::chrono::month and day: they would wrap
  if (year < 1601 || year > kLastYear || month > kLargestPart || day > kLargestPart) return std::nullopt;
  const year_month_day date{std::chrono::year(static_cast<int>(year)), std::chrono::month(month),
                            std::chrono::day(day)};
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const std::int64_t days = sys_days(date).time_since_epoch().count();
  const std::int64_t seconds = days * 86400 + hour * 3600 + minute * 60 + second + kSecondsBefore1970;
  return static_cast<std::uint64_t>(seconds) * kTicksPerSecond + fraction;
}

// Up to seven digits count, the rest is cut.
std::uint64_t fraction_ticks(Reader& reader) noexcept {
  std::uint64_t ticks = 0;
  std::uint64_t weight = kTicksPerSecond / 10;
  while (digit_of(reader.peek()) <= 9) {
    ticks += weight * static_cast<std::uint64_t>(digit_of(reader.next()));
    weight /= 10;
  }
  return ticks;
}

std::optional<std::uint64_t> text_filetime(Bytes utf16) noexcept {
  Reader reader(utf16);
  const auto year = fixed(reader, 4);
  if (!year || !reader.skip(u'-')) return std::nullopt;
  const auto month = fixed(reader, 2);
  if (!month || !reader.skip(u'-')) return std::nullopt;
  const auto day = fixed(reader, 2);
  if (!day || !(reader.skip(u'T') || reader.skip(u' '))) return std::nullopt;
  const auto hour = fixed(reader, 2);
  if (!hour || !reader.skip(u':')) return std::nullopt;
  const auto minute = fixed(reader, 2);
  if (!minute || !reader.skip(u':')) return std::nullopt;
  const auto second = fixed(reader, 2);
  if (!second) return std::nullopt;
  const std::uint64_t fraction = reader.skip(u'.') ? fraction_ticks(reader) : 0;
  reader.skip(u'Z');
  if (!reader.at_end()) return std::nullopt;
  return ticks_of(*year, *month, *day, *hour, *minute, *second, fraction);
}

std::optional<std::uint64_t> systemtime(Bytes bytes) noexcept {
  if (bytes.size() != 16) return std::nullopt;
  const auto part = [&](std::size_t i) { return static_cast<unsigned>(bytes.u16_unchecked(2 * i)); };
  if (part(7) > 999) return std::nullopt;
  return ticks_of(part(0), part(1), part(3), part(4), part(5), part(6), part(7) * (kTicksPerSecond / 1000));
}

// Text order of the hex pairs of a GUID: the first three fields are little-endian.
constexpr std::array<std::uint8_t, 16> kGuidOrder = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};

std::optional<std::array<std::uint8_t, 16>> text_guid(Bytes utf16) noexcept {
  Reader reader(utf16);
  const bool braces = reader.skip(u'{');
  std::array<std::uint8_t, 16> guid{};
  for (std::size_t i = 0; i < guid.size(); ++i) {
    if ((i == 4 || i == 6 || i == 8 || i == 10) && !reader.skip(u'-')) return std::nullopt;
    const int high = digit_of(reader.next());
    const int low = digit_of(reader.next());
    if (high > 15 || low > 15) return std::nullopt;
    guid[kGuidOrder[i]] = static_cast<std::uint8_t>(high * 16 + low);
  }
  if (braces && !reader.skip(u'}')) return std::nullopt;
  if (!reader.at_end()) return std::nullopt;
  return guid;
}

}  // namespace

std::optional<std::uint64_t> to_number(const Value& value) noexcept {
  switch (value.type) {
    case ValueType::kUtf16:
      return text_number(value.bytes);
    case ValueType::kInt8:
    case ValueType::kInt16:
    case ValueType::kInt32:
    case ValueType::kInt64:
      return signed_of(value.bytes);
    case ValueType::kUInt8:
    case ValueType::kUInt16:
    case ValueType::kUInt32:
    case ValueType::kUInt64:
    case ValueType::kBool:
    case ValueType::kSizeT:
    case ValueType::kHex32:
    case ValueType::kHex64:
      return unsigned_of(value.bytes);
    default:
      return std::nullopt;
  }
}

std::optional<std::uint64_t> to_filetime(const Value& value) noexcept {
  switch (value.type) {
    case ValueType::kFiletime:
      return value.bytes.load<std::uint64_t>(0);
    case ValueType::kSystemtime:
      return systemtime(value.bytes);
    case ValueType::kUtf16:
      return text_filetime(value.bytes);
    default:
      return std::nullopt;
  }
}

std::optional<std::array<std::uint8_t, 16>> to_guid(const Value& value) noexcept {
  if (value.type == ValueType::kUtf16) return text_guid(value.bytes);
  if (value.type != ValueType::kGuid || value.bytes.size() != 16) return std::nullopt;
  std::array<std::uint8_t, 16> guid;
  std::memcpy(guid.data(), value.bytes.data(), guid.size());
  return guid;
}

}  // namespace ntlmscan::plan
