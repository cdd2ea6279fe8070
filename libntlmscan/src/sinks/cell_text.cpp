// Decimal numbers, and instants in ISO 8601.
#include "sinks/cell_text.hpp"

#include <array>
#include <charconv>

namespace ntlmscan::sinks {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kSecondsPerDay = 86'400;

struct Date {
  std::int64_t year;
  std::int64_t month;
  std::int64_t day;
};

std::int64_t floor_div(std::int64_t value, std::int64_t by) noexcept { return value / by - (value % by < 0 ? 1 : 0); }

/// What floor_div leaves, never negative.
std::int64_t floor_mod(std::int64_t value, std::int64_t by) noexcept {
  const std::int64_t rest = value % by;
  return rest < 0 ? rest + by : rest;
}

/// Days since 1970 to a proleptic Gregorian date, by eras of 400 years that begin on 1 March.
Date date_of(std::int64_t days) noexcept {
  constexpr std::int64_t kDaysPerEra = 146'097;
  const std::int64_t shifted = days + 719'468;  // from 0000-03-01
  const std::int64_t era = floor_div(shifted, kDaysPerEra);
  const std::int64_t day_of_era = shifted - era * kDaysPerEra;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t from_march = (5 * day_of_year + 2) / 153;
  const std::int64_t month = from_march < 10 ? from_march + 3 : from_march - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day_of_year - (153 * from_march + 2) / 5 + 1};
}

void append_padded(std::int64_t value, int digits, binxml::TextBuffer& out) {
  std::array<char, 20> text{};
  for (int i = digits; i > 0; value /= 10) text[static_cast<std::size_t>(--i)] = static_cast<char>('0' + value % 10);
  out.append({text.data(), static_cast<std::size_t>(digits)});
}

void append_year(std::int64_t year, binxml::TextBuffer& out) {
  const bool expanded = year < 0 || year > 9'999;
  if (expanded) out.push_back(year < 0 ? '-' : '+');
  append_padded(year < 0 ? -year : year, expanded ? 6 : 4, out);
}

}  // namespace

bool is_ascii(std::string_view text) noexcept {
  unsigned char any = 0;
  for (const char c : text) any = static_cast<unsigned char>(any | static_cast<unsigned char>(c));
  return any < 0x80;
}

void append_number(std::int64_t value, binxml::TextBuffer& out) {
  constexpr std::size_t kLongest = 20;  // -9223372036854775808
  char* to = out.room(kLongest);
  out.advance_to(std::to_chars(to, to + kLongest, value).ptr);
}

void append_time(std::int64_t microseconds, binxml::TextBuffer& out) {
  const std::int64_t seconds = floor_div(microseconds, kMicrosPerSecond);
  const std::int64_t days = floor_div(seconds, kSecondsPerDay);
  const std::int64_t second_of_day = floor_mod(seconds, kSecondsPerDay);
  const Date date = date_of(days);
  append_year(date.year, out);
  const struct {
    char before;
    std::int64_t value;
    int digits;
  } parts[] = {{'-', date.month, 2},
               {'-', date.day, 2},
               {'T', second_of_day / 3'600, 2},
               {':', second_of_day / 60 % 60, 2},
               {':', second_of_day % 60, 2},
               {'.', floor_mod(microseconds, kMicrosPerSecond), 6}};
  for (const auto& part : parts) {
    out.push_back(part.before);
    append_padded(part.value, part.digits, out);
  }
  out.push_back('Z');
}

}  // namespace ntlmscan::sinks
