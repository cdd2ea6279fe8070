// Scan event logs: files, folders and globs in, the four tables out.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ntlmscan/byte_source.hpp"
#include "ntlmscan/result.hpp"
#include "ntlmscan/sink.hpp"

namespace ntlmscan {

/// How far a run is. Counts grow monotonically; bytes_total is 0 while unknown.
struct Progress {
  std::uint64_t files_done = 0;
  std::uint64_t bytes_done = 0;
  std::uint64_t records = 0;
  std::uint64_t rows = 0;
};

/// What to read and how.
struct ScanOptions {
  /// Files, folders (recursively, links not followed, names in byte order), globs, `-` for standard input.
  std::vector<std::string> inputs;
  /// Logs that are no files, among them; in the order of `after`. One that is not EVTX is a fault.
  std::vector<NamedBytes> buffers;
  /// Which events to keep: `@ntlm`, ids and ranges, comma-separated (`@ntlm,4624,8001-8006`); empty: all of the
  /// catalogue. In dump() an id means any record of that id, whatever the provider.
  std::string events;
  /// Half-open window on TimeCreated, FILETIME ticks (100 ns since 1601-01-01 UTC). Records without a time are kept;
  /// coverage is never filtered.
  std::optional<std::uint64_t> since;
  std::optional<std::uint64_t> until;
  /// Threads that read and decode; 0: one per processor. The output does not depend on it.
  unsigned threads = 0;
  /// End at the first fault of severity `lost` with an Error.
  bool strict = false;
  /// Read every record by its whole document instead of by compiled plans. Slow; the rows are the same (a test).
  bool walker_only = false;
  /// Look for old records as well: in slack, in padding, in damaged chunks. Their rows say so in `origin`.
  bool recover = false;
  /// With `recover`: take templates that a chunk has lost from its own file and the library alone, instead of reading all
  /// inputs twice.
  bool one_pass = false;
  /// With `recover`: a template library to take them from as well, and a file to save as one what the inputs hold. Empty
  /// for none.
  std::string templates;
  std::string save_templates;
  /// Called now and then from one thread at a time. Returning false stops the run: Error kStopped.
  std::function<bool(const Progress&)> on_progress;
};

/// Totals of a finished run.
struct Summary {
  std::uint64_t files = 0;
  std::uint64_t files_partial = 0;  ///< something in them was lost
  std::uint64_t files_failed = 0;   ///< nothing could be read
  std::uint64_t bytes = 0;          ///< size of the files
  std::uint64_t chunks = 0;
  std::uint64_t records = 0;            ///< live records
  std::uint64_t rows = 0;               ///< kept
  std::uint64_t records_recovered = 0;  ///< others, found by recovery
  std::uint64_t faults_lost = 0;
  std::uint64_t faults_other = 0;
  std::uint64_t records_templated = 0;  ///< records that are a template instance
  std::uint64_t records_planned = 0;    ///< of these, read by plan
  bool stopped = false;                 ///< the sink had enough, or on_progress said stop
};

/// Reads everything and writes `events`, `files`, `coverage` and `faults` to `sink`. Rows come in the same order
/// whatever the number of threads: sources in the order given, records by offset. One bad file never ends a run.
/// Errors: kBadArgument for options that cannot be understood, those of the sink, and with `strict` the first
/// `lost` fault. Throws nothing; where memory runs out the Error is kOutOfMemory.
[[nodiscard]] Result<Summary> scan(const ScanOptions& options, Sink& sink);

enum class DumpFormat : std::uint8_t { kNdjson, kXml };

/// Receives the text of a dump in order, piece by piece. An Error ends the run; kStopped as a success.
using TextWriter = std::function<Status(std::string_view)>;
/// Receives each fault in order.
using FaultWriter = std::function<Status(std::string_view source, const Fault& fault)>;

/// Writes every live record whole, one line or XML document each (docs/dump.md). A record that cannot be read whole is
/// a `lost` fault and no text.
[[nodiscard]] Result<Summary> dump(const ScanOptions& options, DumpFormat format, const TextWriter& write,
                                   const FaultWriter& on_fault);

/// FILETIME ticks of `2026-09-09`, `2026-09-09T20:40`, with seconds and fraction, with `Z` or an offset such as
/// `+02:00`; without a zone UTC. Error kBadArgument otherwise.
[[nodiscard]] Result<std::uint64_t> parse_time(std::string_view text);

}  // namespace ntlmscan
