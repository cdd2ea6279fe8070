// What stands between the cells of an NDJSON line.
#include "sinks/ndjson.hpp"

#include <algorithm>

#include "binxml/json_text.hpp"
#include "bytes/utf16.hpp"
#include "sinks/cell_text.hpp"
#include "sinks/row_encoder.hpp"

namespace ntlmscan::sinks {
namespace {

/// Embeds a JSON value. White space may break lines outside its strings only, so a blank says the same.
void append_json_value(std::string_view text, binxml::TextBuffer& out) {
  char* to = out.room(text.size());
  const auto on_one_line = [](char c) { return c == '\n' || c == '\r' ? ' ' : c; };
  out.advance_to(std::ranges::transform(text, to, on_one_line).out);
}

}  // namespace

void append_json_string(std::string_view text, binxml::TextBuffer& out) {
  out.push_back('"');
  if (is_ascii(text)) {
    binxml::append_json_utf8(out, text);
  } else {
    binxml::append_json_utf8(out, valid_utf8(text));
  }
  out.push_back('"');
}

std::unique_ptr<TableEncoder> ndjson_encoder(Table table) {
  RowFormat format{"", {}, "}\n", "null", true, append_json_string, append_json_value};
  for (const ColumnDef& column : table_columns(table)) {
    const std::string_view before = format.leads.empty() ? "{\"" : ",\"";
    format.leads.push_back(std::string(before).append(column.name).append("\":"));
  }
  return std::make_unique<RowEncoder>(table, std::move(format));
}

}  // namespace ntlmscan::sinks
