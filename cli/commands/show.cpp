// `ntlmscan show`: one record in all its parts.
#include <charconv>

#include "commands/commands.hpp"
#include "commands/hex_dump.hpp"
#include "commands/xml_lines.hpp"
#include "ntlmscan/inspect.hpp"
#include "outcome.hpp"
#include "terminal/report.hpp"
#include "terminal/times.hpp"

namespace ntlmscan::cli {
namespace {

constexpr std::string_view kAbout =
    "Takes one record apart: its header, its templates and values, its XML, and the row that scan makes of it. FILE "
    "and OFFSET stand in columns source and byte_offset of every live row, and in every message about a fault.";
constexpr std::string_view kExamples =
    "ntlmscan show Security.evtx@4608\n"
    "ntlmscan show Security.evtx@0x1200 --bytes\tits bytes as well\n"
    "ntlmscan show logs/a@b.evtx@4608\tsplit at the last @";

struct Options {
  std::string place;
  std::string color = "auto";
  bool bytes = false;
};

std::optional<int> parse(const Words& words, Options& options) {
  Arguments arguments("show", kAbout, kExamples);
  arguments.word("FILE@OFFSET", options.place,
                 "The log, and where in it the record begins: decimal, or 0x and hexadecimal");
  arguments.flag("--bytes", options.bytes, "Show the record's bytes");
  add_color(arguments, options.color);
  if (const auto status = arguments.parse(words)) return status;
  if (!options.place.empty()) return std::nullopt;
  complain("FILE@OFFSET is missing");
  return kFailed;
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  const bool hex = text.starts_with("0x") || text.starts_with("0X");
  if (hex) text.remove_prefix(2);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, hex ? 16 : 10);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string place_text(std::uint64_t at) { return std::to_string(at) + " (" + hex_text(at) + ")"; }

void add_header(Report& report, const RecordDetail& record) {
  report.heading(safe(record.source) + "@" + std::to_string(record.byte_offset));
  report.labelled("offset", place_text(record.byte_offset) + ", in the chunk at " + place_text(record.chunk_offset));
  report.labelled("size", counted(record.size, "byte"));
  report.labelled("record id", std::to_string(record.id));
  report.labelled("written", tick_text(record.written));
  if (record.hidden_bytes > 0) {
    report.labelled("hidden",
                    counted(record.hidden_bytes, "byte") + " between the end of its content and its size copy", 14,
                    Ink::kBad);
  }
  if (record.damaged) {
    report.labelled("damaged", std::string(fault_code_name(record.damage.code)) + ": " + safe(record.damage.message),
                    14, Ink::kBad);
  }
}

void add_values(Report& report, const RecordDetail& record, unsigned number) {
  for (const RecordValue& value : record.values) {
    if (value.template_number != number) continue;
    std::string index = std::to_string(value.index);
    report.wrapped(
        "  " + right(index, 3) + "  " + left(value.type_name, 15) + right(std::to_string(value.size), 6) + "  ",
        safe(value.text));
  }
}

void add_templates(Report& report, const RecordDetail& record) {
  if (record.templates.empty()) report.section("No template: the record is literal Binary XML");
  for (unsigned i = 0; i < record.templates.size(); ++i) {
    const RecordTemplate& found = record.templates[i];
    report.section(i == 0 ? "Template" : "Template nested in a value");
    report.labelled("GUID", found.guid.empty() ? "(its definition is damaged)" : found.guid);
    report.labelled("defined at", place_text(found.definition_at) +
                                      (found.defined_here ? ", in this record" : ", in an earlier record"));
    report.line("    #  type             size  value", Ink::kFaint);
    add_values(report, record, i);
  }
}

void add_row(Report& report, const RecordDetail& record) {
  if (!record.kept) {
    report.section("No row: " + safe(record.why_not));
    return;
  }
  report.section("Row of table events");
  for (const ColumnText& cell : record.row) report.labelled(cell.column, safe(cell.text), 20);
}

std::string text_of(const RecordDetail& record, bool bytes, const Paint& paint) {
  Report report(paint);
  add_header(report, record);
  add_templates(report, record);
  report.section("XML");
  std::string text = report.take() + xml_lines(record.xml);
  add_row(report, record);
  text += report.take();
  if (!bytes) return text;
  report.section("Bytes");
  return text + report.take() + hex_dump(record.bytes, record.byte_offset);
}

}  // namespace

int run_show(const Words& words) {
  Options options;
  if (const auto status = parse(words, options)) return *status;
  const std::string& place = options.place;
  const std::size_t at = place.rfind('@');
  const auto offset = at == std::string::npos ? std::nullopt : number_of(std::string_view(place).substr(at + 1));
  if (!offset || at == 0) {
    complain("'" + place + "' is no FILE@OFFSET, such as Security.evtx@4608");
    return kFailed;
  }
  const auto record = show_record(place.substr(0, at), *offset);
  if (!record) return status_of(record.error());
  const Paint paint = paint_for(options.color, Stream::kOutput);
  return print(text_of(record.value(), options.bytes, paint), record.value().damaged ? kLost : kDone);
}

}  // namespace ntlmscan::cli
