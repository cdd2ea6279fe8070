// A table as CSV (RFC 4180): header line, CRLF, null as an empty field, an empty text as "".
#pragma once

#include <memory>

#include "sinks/table_encoder.hpp"

namespace ntlmscan::sinks {

/// With `spreadsheet_safe`, texts that a spreadsheet would take for a formula begin with an apostrophe.
[[nodiscard]] std::unique_ptr<TableEncoder> csv_encoder(Table table, bool spreadsheet_safe);

}  // namespace ntlmscan::sinks
