// Reads the texts of an output and a format: folder, file or stream, and in which format.
#include <algorithm>
#include <optional>

#include "ntlmscan/output.hpp"
#include "sinks/descriptor.hpp"

namespace ntlmscan {
namespace {

constexpr std::string_view kFormatNames[] = {"parquet", "ndjson", "csv"};  // indexed by Format
constexpr std::string_view kZstdEnding = ".zst";

#ifdef _WIN32
constexpr std::string_view kSeparators = "/\\";
#else
constexpr std::string_view kSeparators = "/";
#endif

struct Choice {
  Format format;
  bool zstd;
};

std::string_view name_of(Format format) noexcept { return kFormatNames[static_cast<std::size_t>(format)]; }

std::string ending_of(const OutputOptions& options) {
  std::string ending = "." + std::string(name_of(options.format));
  if (options.zstd) ending += kZstdEnding;
  return ending;
}

Error bad(std::string message) { return {FaultCode::kBadArgument, std::move(message)}; }

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

/// `parquet`, `ndjson`, `csv.zst` and so on.
std::optional<Choice> choice_of(std::string_view text) {
  const bool zstd = text.ends_with(kZstdEnding);
  if (zstd) text.remove_suffix(kZstdEnding.size());
  const auto* found = std::ranges::find(kFormatNames, text);
  if (found == std::end(kFormatNames)) return std::nullopt;
  return Choice{static_cast<Format>(found - std::begin(kFormatNames)), zstd};
}

/// Where the ending of a file name starts, `.zst` being part of it; the size of `path` where there is none.
std::size_t ending_at(std::string_view path) {
  const std::size_t slash = path.find_last_of(kSeparators);
  const std::size_t name = slash == std::string_view::npos ? 0 : slash + 1;
  std::string_view stem = path;
  if (lower(stem).ends_with(kZstdEnding)) stem.remove_suffix(kZstdEnding.size());
  const std::size_t dot = stem.rfind('.');
  return dot == std::string_view::npos || dot <= name ? path.size() : dot;
}

bool is_folder_text(std::string_view output) {
  return kSeparators.find(output.back()) != std::string_view::npos || sinks::is_folder(std::string(output));
}

Result<std::optional<Choice>> parse_format(std::string_view format) {
  if (format.empty()) return std::optional<Choice>();
  const auto choice = choice_of(lower(format));
  if (!choice) return bad("unknown format '" + std::string(format) + "': parquet, ndjson, csv, ndjson.zst or csv.zst");
  return choice;
}

/// The format that the ending of a name means.
std::optional<Choice> choice_by_ending(std::string_view path) {
  const std::string ending = lower(path.substr(ending_at(path)));
  return ending.empty() ? std::nullopt : choice_of(std::string_view(ending).substr(1));
}

Result<Choice> choice_of_file(std::string_view output, const std::optional<Choice>& asked) {
  const auto named = choice_by_ending(output);
  // A name that promises zstd and no format is left to the one who gave it.
  if (!named && asked && !lower(output).ends_with(kZstdEnding)) return *asked;
  if (!named) {
    return bad("'" + std::string(output) +
               "': cannot tell the format by the name; end it in .parquet, .ndjson or .csv (also .zst), or in / for a "
               "folder");
  }
  const bool agrees = !asked || (asked->format == named->format && (named->zstd || !asked->zstd));
  if (!agrees) return bad("'" + std::string(output) + "' contradicts the format asked for");
  return *named;
}

/// Whether `path` leads to a stream that has no name beside which other tables could stand.
bool is_stream(const std::string& path) {
  return sinks::occupant_of(path) == sinks::Occupant::kStream || sinks::names_descriptor(sinks::follow_links(path));
}

Status check_options(const OutputOptions& options) {
  if (options.format == Format::kParquet && options.zstd)
    return bad("Parquet compresses its own pages and takes no .zst");
  if (options.format != Format::kCsv && options.spreadsheet_safe)
    return bad("only CSV can be made safe for spreadsheets");
  return {};
}

}  // namespace

Result<OutputTarget> parse_output(std::string_view output, std::string_view format, bool spreadsheet_safe) {
  if (output.empty()) return bad("the name of the output is empty");
  const auto asked = parse_format(format);
  if (!asked) return asked.error();
  OutputTarget target;
  target.path = output;
  Choice choice = asked.value().value_or(Choice{Format::kParquet, false});
  if (output == "-") {
    target.destination = Destination::kStream;
    choice = asked.value().value_or(Choice{Format::kNdjson, false});
  } else if (!is_folder_text(output)) {
    const auto chosen = choice_of_file(output, asked.value());
    if (!chosen) return chosen.error();
    choice = chosen.value();
    const bool alone = !choice_by_ending(output) && is_stream(target.path);
    target.destination = alone ? Destination::kStream : Destination::kFile;
  }
  target.options = {choice.format, choice.zstd, spreadsheet_safe};
  if (Status checked = check_options(target.options); !checked) return checked.error();
  return target;
}

std::array<std::string, kTableCount> output_paths(const OutputTarget& target) {
  std::array<std::string, kTableCount> paths;
  if (target.destination == Destination::kStream) return paths;
  const bool folder = target.destination == Destination::kFolder;
  const bool ends_so = choice_by_ending(target.path).has_value();
  const std::size_t cut = ends_so ? ending_at(target.path) : target.path.size();
  std::string base = folder ? target.path : target.path.substr(0, cut) + ".";
  if (folder && kSeparators.find(base.back()) == std::string_view::npos) base += '/';
  const std::string ending = folder || !ends_so ? ending_of(target.options) : target.path.substr(cut);
  for (std::size_t i = 0; i < kTableCount; ++i) {
    paths[i].append(base).append(table_name(static_cast<Table>(i))).append(ending);
  }
  if (!folder) paths[0] = target.path;
  return paths;
}

}  // namespace ntlmscan
