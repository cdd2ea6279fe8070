// Where rows go: files or standard output, as Parquet, NDJSON or CSV.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "ntlmscan/result.hpp"
#include "ntlmscan/sink.hpp"

namespace ntlmscan {

enum class Format : std::uint8_t { kParquet, kNdjson, kCsv };

struct OutputOptions {
  Format format = Format::kParquet;
  bool zstd = false;              ///< a zstd frame around NDJSON or CSV; Parquet compresses its own pages
  bool spreadsheet_safe = false;  ///< CSV: texts that look like formulas begin with an apostrophe
  unsigned threads = 1;           ///< that encode Parquet, 0 as 1; the bytes do not depend on it
};

enum class Destination : std::uint8_t {
  kFolder,  ///< `events`, `files`, `coverage` and `faults` inside a folder, made where it is missing
  kFile,    ///< `events` under the given name, the other tables beside it
  kStream,  ///< `events` alone to standard output, or to a stream whose name ends in no format
};

struct OutputTarget {
  Destination destination = Destination::kFolder;
  std::string path;  ///< UTF-8; `-` or empty for standard output
  OutputOptions options;
};

/// What `output` (`DIR/`, an existing folder, `NAME.parquet|.ndjson|.csv[.zst]` or `-`) and `format` (`parquet`,
/// `ndjson`, `csv`, the last two also with `.zst`; empty for none) mean together. Without a format a folder gets
/// Parquet and `-` NDJSON; with one a file may have any name that does not end in `.zst` alone. Errors are
/// FaultCode::kBadArgument: no format or an unknown one, a format that contradicts the ending, `spreadsheet_safe`
/// without CSV.
[[nodiscard]] Result<OutputTarget> parse_output(std::string_view output, std::string_view format,
                                                bool spreadsheet_safe = false);

/// Final names of the four tables, indexed by Table; all empty for a stream.
[[nodiscard]] std::array<std::string, kTableCount> output_paths(const OutputTarget& target);

/// A sink that writes to `target`.
///
/// Files: all four are begun here under temporary names in their folder, so that a place without rights shows
/// before the scan. finish() first completes every file and only then renames them, `events` first. A sink
/// destroyed without finish(), or whose finish() failed before the renaming, leaves nothing and touches no file
/// of an earlier run. Where a rename itself fails, the tables renamed before it are removed again; what they had
/// replaced is gone by then. All four tables are written, also those without rows.
///
/// Symbolic links are followed, and what they lead to is replaced. A FIFO, a character device and the name of an open
/// descriptor take their table directly: opening a FIFO waits for its reader, and what was written stays. Folders, block
/// devices, sockets and event logs in the way of any table are an error before the first is begun. A reader that goes
/// away from one of the four is FaultCode::kOutputFailed.
///
/// Stream: a reader that goes away ends the scan with FaultCode::kStopped; POSIX callers ignore SIGPIPE for that.
[[nodiscard]] Result<std::unique_ptr<Sink>> open_output(const OutputTarget& target);

/// A sink that writes `table` alone under the name of `target`, a Destination::kFile, and drops batches of the others.
[[nodiscard]] Result<std::unique_ptr<Sink>> open_table_output(const OutputTarget& target, Table table);

/// Text on its way out. A reader that went away is FaultCode::kStopped.
class TextOutput {
 public:
  virtual ~TextOutput() = default;
  [[nodiscard]] virtual Status write(std::string_view text) = 0;
  /// Hands on what is buffered and gives a file its name. Call once; destroyed without it, a file never appears.
  [[nodiscard]] virtual Status finish() = 0;
};

/// Text to `path` (UTF-8), compressed where it ends in `.zst`, or to standard output for `-`. Links, FIFOs and devices
/// as with open_output().
[[nodiscard]] Result<std::unique_ptr<TextOutput>> open_text_output(const std::string& path);

}  // namespace ntlmscan
