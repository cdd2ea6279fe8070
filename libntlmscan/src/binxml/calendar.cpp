// Moments as dates of the proleptic Gregorian calendar.
#include "binxml/calendar.hpp"

#include <array>
#include <cstdint>

#include "binxml/values.hpp"

namespace ntlmscan::binxml {
namespace {

constexpr std::uint64_t kTicksPerSecond = 10'000'000;
constexpr std::uint64_t kSecondsPerDay = 86'400;
constexpr std::uint32_t kLastYear = 30'827;  // SYSTEMTIME ends with it
constexpr std::uint32_t kFirstYear = 1601;

struct Date {
  std::uint32_t year, month, day;
};

void append_digits(std::string& out, std::uint32_t number, int width) {
  char text[10];
  for (int i = width; i-- > 0; number /= 10) text[i] = static_cast<char>('0' + number % 10);
  out.append(text, static_cast<std::size_t>(width));
}

std::uint32_t days_in_month(std::uint32_t year, std::uint32_t month) noexcept {
  constexpr std::array<std::uint8_t, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29u : kDays[month - 1];
}

bool real_date(const Date& date) noexcept {
  if (date.year < kFirstYear || date.year > kLastYear || date.month < 1 || date.month > 12) return false;
  return date.day >= 1 && date.day <= days_in_month(date.year, date.month);
}

void append_date(std::string& out, const Date& date) {
  append_digits(out, date.year, date.year > 9999 ? 5 : 4);
  out.push_back('-');
  append_digits(out, date.month, 2);
  out.push_back('-');
  append_digits(out, date.day, 2);
}

void append_time(std::string& out, std::uint32_t second_of_day) {
  char text[9] = {'T', '0', '0', ':', '0', '0', ':', '0', '0'};
  const std::uint32_t parts[3] = {second_of_day / 3600, second_of_day / 60 % 60, second_of_day % 60};
  for (std::size_t i = 0; i < 3; ++i) {
    text[3 * i + 1] = static_cast<char>('0' + parts[i] / 10);
    text[3 * i + 2] = static_cast<char>('0' + parts[i] % 10);
  }
  out.append(text, sizeof text);
}

// `ticks` of 100 ns inside a second, cut or filled to `digits`, and the zone.
void append_fraction(std::string& out, std::uint32_t ticks, int digits) {
  constexpr int kTickDigits = 7;
  if (digits > 0) {
    const std::size_t end = out.size() + 1 + static_cast<std::size_t>(digits);
    out.push_back('.');
    append_digits(out, ticks, kTickDigits);
    out.resize(end, '0');
  }
  out.push_back('Z');
}

}  // namespace

bool append_systemtime(std::string& out, Bytes value, int fraction_digits) {
  if (all_zero(value)) return true;
  const auto field = [&](std::size_t i) -> std::uint32_t { return value.u16_unchecked(2 * i); };
  const Date date{field(0), field(1), field(3)};
  if (!real_date(date) || field(4) > 23 || field(5) > 59 || field(6) > 59 || field(7) > 999) return false;
  append_date(out, date);
  append_time(out, field(4) * 3600 + field(5) * 60 + field(6));
  append_fraction(out, field(7) * 10'000, fraction_digits);
  return true;
}

// Counts in eras of 400 years that begin on the 1st of March, so that a leap day comes last.
bool append_filetime(std::string& out, std::uint64_t ticks, int fraction_digits) {
  constexpr std::uint64_t kDaysToEpoch = 584'694;  // 0000-03-01 to 1601-01-01
  constexpr std::uint32_t kDaysPerEra = 146'097;
  const std::uint64_t seconds = ticks / kTicksPerSecond;
  const std::uint64_t days = seconds / kSecondsPerDay + kDaysToEpoch;
  const auto era = static_cast<std::uint32_t>(days / kDaysPerEra);
  const auto day_of_era = static_cast<std::uint32_t>(days % kDaysPerEra);
  const std::uint32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::uint32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::uint32_t shifted = (5 * day_of_year + 2) / 153;  // March = 0
  const std::uint32_t month = shifted < 10 ? shifted + 3 : shifted - 9;
  const Date date{era * 400 + year_of_era + (month <= 2 ? 1u : 0u), month, day_of_year - (153 * shifted + 2) / 5 + 1};
  if (date.year > kLastYear) return false;
  append_date(out, date);
  append_time(out, static_cast<std::uint32_t>(seconds % kSecondsPerDay));
  append_fraction(out, static_cast<std::uint32_t>(ticks % kTicksPerSecond), fraction_digits);
  return true;
}

}  // namespace ntlmscan::binxml
