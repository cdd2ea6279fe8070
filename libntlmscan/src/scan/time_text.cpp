// Times as people write them on a command line.
#include <chrono>
#include <string>

#include "ntlmscan/scan.hpp"

namespace ntlmscan {
namespace {

constexpr std::int64_t kTicksPerSecond = 10'000'000;
constexpr std::int64_t kSecondsBefore1970 = 11'644'473'600;  // from 1601-01-01

/// A cursor over the text; every step says whether it could be taken.
class Cursor {
 public:
  explicit Cursor(std::string_view text) noexcept : text_(text) {}

  [[nodiscard]] bool at_end() const noexcept { return text_.empty(); }
  bool skip(char c) noexcept {
    if (text_.empty() || text_[0] != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool digit(int& number) noexcept {
    if (text_.empty() || text_[0] < '0' || text_[0] > '9') return false;
    number = text_[0] - '0';
    text_.remove_prefix(1);
    return true;
  }
  bool digits(int count, int& number) noexcept {
    number = 0;
    for (int i = 0, one = 0; i < count; ++i) {
      if (!digit(one)) return false;
      number = number * 10 + one;
    }
    return true;
  }

 private:
  std::string_view text_;
};

struct Parts {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, offset_minutes = 0;
  std::int64_t fraction = 0;
};

bool read_fraction(Cursor& cursor, Parts& parts) {
  std::int64_t weight = kTicksPerSecond / 10;
  int digit = 0;
  if (!cursor.digit(digit)) return false;
  do {
    parts.fraction += weight * digit;
    weight /= 10;
  } while (cursor.digit(digit));
  return true;
}

bool read_zone(Cursor& cursor, Parts& parts) {
  if (cursor.at_end() || cursor.skip('Z') || cursor.skip('z')) return true;
  const bool east = cursor.skip('+');
  if (!east && !cursor.skip('-')) return false;
  int hours = 0;
  int minutes = 0;
  if (!cursor.digits(2, hours)) return false;
  cursor.skip(':');
  if (!cursor.at_end() && !cursor.digits(2, minutes)) return false;
  parts.offset_minutes = (east ? 1 : -1) * (hours * 60 + minutes);
  return hours <= 23 && minutes <= 59;
}

bool read(std::string_view text, Parts& parts) {
  Cursor cursor(text);
  if (!cursor.digits(4, parts.year) || !cursor.skip('-') || !cursor.digits(2, parts.month) || !cursor.skip('-') ||
      !cursor.digits(2, parts.day)) {
    return false;
  }
  if (cursor.at_end()) return true;
  if (!cursor.skip('T') && !cursor.skip('t') && !cursor.skip(' ')) return false;
  if (!cursor.digits(2, parts.hour) || !cursor.skip(':') || !cursor.digits(2, parts.minute)) return false;
  if (cursor.skip(':') && !cursor.digits(2, parts.second)) return false;
  if (cursor.skip('.') && !read_fraction(cursor, parts)) return false;
  return read_zone(cursor, parts) && cursor.at_end();
}

}  // namespace

Result<std::uint64_t> parse_time(std::string_view text) {
  using namespace std::chrono;
  Parts parts;
  const bool readable = read(text, parts);
  const year_month_day date{year(parts.year), month(static_cast<unsigned>(parts.month)),
                            day(static_cast<unsigned>(parts.day))};
  if (!readable || !date.ok() || parts.hour > 23 || parts.minute > 59 || parts.second > 59 || parts.year < 1602) {
    return Error{FaultCode::kBadArgument,
                 "'" + std::string(text) + "' is no time such as 2026-09-09 or 2026-09-09T20:40:00Z"};
  }
  const std::int64_t seconds = std::int64_t{sys_days(date).time_since_epoch().count()} * 86400 + parts.hour * 3600 +
                               (parts.minute - parts.offset_minutes) * 60 + parts.second + kSecondsBefore1970;
  return static_cast<std::uint64_t>(seconds * kTicksPerSecond + parts.fraction);
}

}  // namespace ntlmscan
