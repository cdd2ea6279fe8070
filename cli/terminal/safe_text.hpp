// Values from logs as text that a terminal shows and never obeys.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ntlmscan::cli {

/// `text` with everything that a terminal could take for a command made visible: control characters, ESC and invalid
/// UTF-8 as `\x1b`; C1 controls, bidirectional and invisible formatting and line separators as `\u202e`, above U+FFFF as
/// `\U000e0041`. Backslashes stay as they are, since they stand in every account name. Ends on one line always.
[[nodiscard]] std::string safe(std::string_view text);

/// Columns that well-formed UTF-8 without control characters takes: 0 for combining marks, 2 for wide East Asian ones.
[[nodiscard]] std::size_t display_width(std::string_view text) noexcept;

/// At most `width` columns of `text`, which is safe already; what is cut is replaced by `…` at the end.
[[nodiscard]] std::string fit(std::string_view text, std::size_t width);
/// The same, keeping the end: for paths.
[[nodiscard]] std::string fit_tail(std::string_view text, std::size_t width);

/// fit() and blanks up to `width` columns, behind the text or in front of it.
[[nodiscard]] std::string left(std::string_view text, std::size_t width);
[[nodiscard]] std::string right(std::string_view text, std::size_t width);

}  // namespace ntlmscan::cli
