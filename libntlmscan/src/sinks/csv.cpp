// CSV fields, their quotes and the guard against formulas.
#include "sinks/csv.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "binxml/text_buffer.hpp"
#include "bytes/utf16.hpp"
#include "sinks/cell_text.hpp"
#include "sinks/row_encoder.hpp"

namespace ntlmscan::sinks {
namespace {

constexpr std::string_view kNeedsQuotes = ",\"\r\n";

/// What starts a formula in one spreadsheet or another; the last four are full-width forms.
constexpr std::array<std::string_view, 11> kFormulaStarts = {
    "=", "+", "-", "@", "\t", "\r", "\n", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};

bool may_be_formula(std::string_view text) noexcept {
  return std::ranges::any_of(kFormulaStarts, [text](std::string_view start) { return text.starts_with(start); });
}

/// Appends the text with its quotation marks doubled.
void append_quoted(std::string_view text, binxml::TextBuffer& out) {
  out.push_back('"');
  for (std::size_t mark = text.find('"'); mark != std::string_view::npos; mark = text.find('"')) {
    out.append(text.substr(0, mark + 1));
    out.push_back('"');
    text.remove_prefix(mark + 1);
  }
  out.append(text);
  out.push_back('"');
}

void append_valid_field(std::string_view text, binxml::TextBuffer& out) {
  const bool quotes = text.empty() || text.find_first_of(kNeedsQuotes) != std::string_view::npos;
  if (quotes) return append_quoted(text, out);
  out.append(text);
}

void append_field(std::string_view text, binxml::TextBuffer& out) {
  if (is_ascii(text)) return append_valid_field(text, out);
  append_valid_field(valid_utf8(text), out);
}

void append_safe_field(std::string_view text, binxml::TextBuffer& out) {
  if (!may_be_formula(text)) return append_field(text, out);
  append_field("'" + std::string(text), out);
}

}  // namespace

std::unique_ptr<TableEncoder> csv_encoder(Table table, bool spreadsheet_safe) {
  const auto append = spreadsheet_safe ? append_safe_field : append_field;
  RowFormat format{"", {}, "\r\n", "", false, append, append};
  for (const ColumnDef& column : table_columns(table)) {
    const std::string_view lead = format.leads.empty() ? "" : ",";
    format.header.append(lead).append(column.name);
    format.leads.emplace_back(lead);
  }
  format.header += format.row_end;
  return std::make_unique<RowEncoder>(table, std::move(format));
}

}  // namespace ntlmscan::sinks
