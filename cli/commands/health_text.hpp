// The health of a file as text or as JSON.
#pragma once

#include <string>

#include "ntlmscan/inspect.hpp"
#include "terminal/paint.hpp"

namespace ntlmscan::cli {

/// In full.
[[nodiscard]] std::string health_text(const FileHealth& health, const Paint& paint);

/// Titles of the columns, one line of them, and the totals below.
[[nodiscard]] std::string health_header(const Paint& paint);
[[nodiscard]] std::string health_line(const FileHealth& health, const Paint& paint);
[[nodiscard]] std::string health_total(const Summary& summary, std::uint64_t files_with_signs, const Paint& paint);

/// One object and a line end.
[[nodiscard]] std::string health_json(const FileHealth& health);

}  // namespace ntlmscan::cli
