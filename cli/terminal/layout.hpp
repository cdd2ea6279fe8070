// Lines of at most 80 columns: wrapped text, numbers and times for people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ntlmscan::cli {

inline constexpr std::size_t kColumns = 80;

/// Appends `text` (safe already) in lines of at most kColumns, broken at blanks; words that are longer are cut into
/// pieces. The first line begins with `first`, the others with as many blanks.
void append_wrapped(std::string& out, std::string_view first, std::string_view text);

/// `1,234,567`
[[nodiscard]] std::string with_commas(std::uint64_t number);
/// `1 file`, `2 files`
[[nodiscard]] std::string counted(std::uint64_t number, std::string_view noun);
/// `102.4 MB`, powers of 1000
[[nodiscard]] std::string bytes_text(std::uint64_t bytes);
/// `2026-09-09` and `2026-09-09 20:40:00Z` of microseconds since 1970
[[nodiscard]] std::string day_text(std::int64_t micros);
[[nodiscard]] std::string moment_text(std::int64_t micros);
/// `45 s`, `3 min`, `5.2 h`, `12 days`
[[nodiscard]] std::string span_text(std::uint64_t seconds);

}  // namespace ntlmscan::cli
