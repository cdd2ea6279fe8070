// A table as NDJSON: one object a line, every column in it.
#pragma once

#include <memory>
#include <string_view>

#include "binxml/text_buffer.hpp"
#include "sinks/table_encoder.hpp"

namespace ntlmscan::sinks {

[[nodiscard]] std::unique_ptr<TableEncoder> ndjson_encoder(Table table);

/// Appends a quoted JSON string (RFC 8259). What is not UTF-8 becomes U+FFFD; characters that
/// move or hide text on a terminal are escaped too.
void append_json_string(std::string_view text, binxml::TextBuffer& out);

}  // namespace ntlmscan::sinks
