// Look at logs themselves: the health of each file, and one record in all its parts.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ntlmscan/result.hpp"
#include "ntlmscan/scan.hpp"

namespace ntlmscan {

/// Times below are FILETIME ticks: 100 ns since 1601-01-01 UTC.

/// The records of one channel in a file; of forwarded ones, those of one computer and channel. Ids are those of
/// System/EventRecordID, which a channel counts on when its computer is renamed.
struct StreamHealth {
  std::string channel;                 ///< empty where the records name none
  std::vector<std::string> computers;  ///< names in the records, in order of appearance, at most kMostComputers
  bool forwarded = false;
  std::uint64_t records = 0;
  std::uint64_t first_id = 0;  ///< lowest
  std::uint64_t last_id = 0;   ///< highest
  std::uint64_t id_gaps = 0;   ///< runs of missing ids between them
  std::uint64_t ids_missing = 0;
  std::uint64_t ids_repeated = 0;
  std::uint64_t time_reversals = 0;    ///< records with a higher id and an earlier time than the one in front
  std::uint64_t largest_reversal = 0;  ///< in ticks

  static constexpr std::size_t kMostComputers = 16;
};

/// Something that tampering leaves behind, and what else it may come from.
struct TamperSign {
  std::string_view code;      ///< stable identifier, such as `id_gap`
  std::uint64_t byte_offset;  ///< of the first place
  std::uint64_t places;       ///< how many such places there are
  std::string evidence;       ///< what was seen
  std::string innocent;       ///< how it comes about without anybody's doing; empty where no way is known
};

struct FileHealth {
  std::string source;
  std::uint64_t size = 0;
  bool readable = false;              ///< it could be opened and is a log
  std::string format;                 ///< `3.1`; empty where there is no header
  bool header_ok = false;             ///< magic and checksum hold
  bool dirty = false;                 ///< not closed by the service
  std::uint64_t chunks_recorded = 0;  ///< in the file header
  std::uint64_t chunks = 0;           ///< found
  std::uint64_t chunks_unused = 0;    ///< all zero, or without records
  std::uint64_t chunks_bad = 0;       ///< with a fault
  std::uint64_t bad_checksums = 0;
  std::uint64_t records = 0;                       ///< live
  std::optional<std::uint64_t> records_recovered;  ///< others, where recovery was asked for
  std::uint64_t first_record = 0;                  ///< lowest and highest id in the record headers; 0 without records
  std::uint64_t last_record = 0;
  std::optional<std::uint64_t> first_time;
  std::optional<std::uint64_t> last_time;
  bool exported = false;  ///< an export, not the service's own file: written time 0, or renumbered records
  std::uint64_t bytes_lost = 0;
  std::vector<StreamHealth> streams;
  std::vector<Fault> faults;      ///< at most kMostFaults
  std::uint64_t faults_lost = 0;  ///< all of that severity
  std::uint64_t faults_other = 0;
  std::vector<TamperSign> signs;

  static constexpr std::size_t kMostFaults = 10'000;

  /// `ok`, `partial` or `failed`, as in table `files`.
  [[nodiscard]] std::string_view state() const noexcept;
};

/// Reads every record of every input whole and gives the health of each file, in order. Uses inputs, threads, strict,
/// on_progress and those of recovery. Errors as in scan(), and those of `on_file`; kStopped from it ends as a success.
[[nodiscard]] Result<Summary> inspect(const ScanOptions& options,
                                      const std::function<Status(const FileHealth&)>& on_file);

/// One value of a template instance.
struct RecordValue {
  unsigned template_number = 0;  ///< index into RecordDetail::templates
  unsigned index = 0;            ///< in its value table
  std::uint8_t type = 0;         ///< as recorded
  std::string type_name;         ///< such as `UInt32` or `SID`, with `[]` for arrays
  std::uint32_t size = 0;        ///< bytes
  std::string text;              ///< UTF-8 as Windows shows it; items of an array are separated by `, `
};

/// One template instance of a record; instances nested in values follow the one that holds them.
struct RecordTemplate {
  std::uint32_t id = 0;
  std::string guid;                 ///< upper case, no braces; empty where the definition is damaged
  std::uint64_t definition_at = 0;  ///< file offset
  bool defined_here = false;        ///< its definition lies inside this record
};

struct ColumnText {
  std::string_view column;
  std::string text;
};

struct RecordDetail {
  std::string source;
  std::uint64_t byte_offset = 0;
  std::uint64_t chunk_offset = 0;  ///< file offset of its chunk
  std::uint32_t size = 0;
  std::uint64_t id = 0;            ///< of the record header
  std::uint64_t written = 0;       ///< of the record header
  std::uint64_t hidden_bytes = 0;  ///< between the end of its content and the size copy, beyond padding
  std::vector<std::uint8_t> bytes;
  std::vector<RecordTemplate> templates;
  std::vector<RecordValue> values;
  std::string xml;
  bool damaged = false;
  Fault damage{};               ///< where `damaged`
  bool kept = false;            ///< scan() makes a row of it
  std::string why_not;          ///< where not `kept`
  std::vector<ColumnText> row;  ///< columns that are not null
};

/// The live record that begins at `byte_offset` of the log `path`. Where none does, the Error names the nearest ones.
[[nodiscard]] Result<RecordDetail> show_record(const std::string& path, std::uint64_t byte_offset);
[[nodiscard]] Result<RecordDetail> show_record(const NamedBytes& bytes, std::uint64_t byte_offset);

}  // namespace ntlmscan
