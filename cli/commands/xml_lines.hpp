// XML on one line to indented lines.
#pragma once

#include <string>
#include <string_view>

namespace ntlmscan::cli {

/// One element a line, safe for a terminal, wrapped to its width.
[[nodiscard]] std::string xml_lines(std::string_view xml);

}  // namespace ntlmscan::cli
