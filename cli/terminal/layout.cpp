// Wrapping, numbers and times.
#include "terminal/layout.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "terminal/safe_text.hpp"

namespace ntlmscan::cli {
namespace {

// The next word of `text`, or the front of one that is wider than a line; both are taken off.
std::string take_word(std::string_view& text, std::size_t room) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  if (display_width(word) <= room) {
    text.remove_prefix(std::min(end + 1, text.size()));
    return std::string(word);
  }
  std::string piece = fit(word, room + 1);
  piece.resize(piece.size() - std::string_view("…").size());
  text.remove_prefix(piece.size());
  return piece;
}

std::string one_decimal(double value, std::string_view unit) {
  std::array<char, 32> text{};
  const int size = std::snprintf(text.data(), text.size(), "%.1f ", value);
  return std::string(text.data(), static_cast<std::size_t>(size)) + std::string(unit);
}

std::string date_text(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  std::array<char, 32> text{};
  const int size = std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                                 static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return {text.data(), static_cast<std::size_t>(size)};
}

std::chrono::sys_days day_of(std::int64_t micros) {
  return std::chrono::floor<std::chrono::days>(
      std::chrono::sys_time<std::chrono::microseconds>(std::chrono::microseconds(micros)));
}

void append_line(std::string& out, std::string_view line) {
  out += line.substr(0, line.find_last_not_of(' ') + 1);
  out += '\n';
}

}  // namespace

void append_wrapped(std::string& out, std::string_view first, std::string_view text) {
  const std::size_t indent = display_width(first);
  const std::size_t room = kColumns - indent;
  std::string line(first);
  std::size_t used = 0;
  while (!text.empty()) {
    const std::string word = take_word(text, room);
    const std::size_t width = display_width(word);
    if (used > 0 && used + 1 + width > room) {
      append_line(out, line);
      line.assign(indent, ' ');
      used = 0;
    }
    if (used > 0) line += ' ';
    line += word;
    used += width + (used > 0 ? 1 : 0);
  }
  append_line(out, line);
}

std::string with_commas(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

std::string counted(std::uint64_t number, std::string_view noun) {
  return with_commas(number) + " " + std::string(noun) + (number == 1 ? "" : "s");
}

std::string bytes_text(std::uint64_t bytes) {
  constexpr std::string_view kUnits[] = {"kB", "MB", "GB", "TB", "PB"};
  if (bytes < 1000) return counted(bytes, "byte");
  double value = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  for (; value >= 999.95 && unit + 1 < std::size(kUnits); ++unit) value /= 1000;
  return one_decimal(value, kUnits[unit]);
}

std::string day_text(std::int64_t micros) { return date_text(day_of(micros)); }

std::string moment_text(std::int64_t micros) {
  const std::chrono::sys_days day = day_of(micros);
  const auto within = std::chrono::microseconds(micros) - day.time_since_epoch();
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(within));
  std::array<char, 32> text{};
  const int size = std::snprintf(text.data(), text.size(), " %02d:%02d:%02dZ", static_cast<int>(clock.hours().count()),
                                 static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
  return date_text(day) + std::string(text.data(), static_cast<std::size_t>(size));
}

std::string span_text(std::uint64_t seconds) {
  if (seconds == 0) return "a moment";
  if (seconds < 120) return std::to_string(seconds) + " s";
  if (seconds < 7200) return std::to_string(seconds / 60) + " min";
  if (seconds < 2 * 86400) return std::to_string(seconds / 3600) + " h";
  return with_commas(seconds / 86400) + " days";
}

}  // namespace ntlmscan::cli
