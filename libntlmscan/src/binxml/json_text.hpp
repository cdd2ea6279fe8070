// Text as the inside of a JSON string (RFC 8259).
#pragma once

#include <string>
#include <string_view>

#include "binxml/text_buffer.hpp"
#include "bytes/byte_view.hpp"

namespace ntlmscan::binxml {

// Besides what JSON asks for, characters that move or hide text on a terminal are escaped: DEL, the C1 controls,
// line separators and the marks that turn the direction of writing. A reader of JSON sees no difference.

/// Appends UTF-16LE text (an odd last byte is ignored) without quotes; a surrogate without its partner becomes U+FFFD.
void append_json_utf16(TextBuffer& out, Bytes utf16);

/// Appends valid UTF-8 text without quotes.
void append_json_utf8(TextBuffer& out, std::string_view utf8);
void append_json_utf8(std::string& out, std::string_view utf8);

}  // namespace ntlmscan::binxml
