// What the text formats ask of single cells.
#pragma once

#include <cstdint>
#include <string_view>

#include "binxml/text_buffer.hpp"

namespace ntlmscan::sinks {

[[nodiscard]] bool is_ascii(std::string_view text) noexcept;
void append_number(std::int64_t value, binxml::TextBuffer& out);
/// Microseconds since 1970 as `2026-09-09T20:40:00.123456Z`. Years before 0000 or after 9999 get a sign.
void append_time(std::int64_t microseconds, binxml::TextBuffer& out);

}  // namespace ntlmscan::sinks
