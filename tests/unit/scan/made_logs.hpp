// Small logs of events at chosen moments, and large ones made of the same chunks again and again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "evtx_writer/moment.hpp"
#include "evtx_writer/odd_records.hpp"
#include "support/log_on_disk.hpp"
#include "unit/sinks/scratch_folder.hpp"

namespace ntlmscan::scanning {

inline constexpr std::uint64_t kChunk = fixtures::kChunkSize;
inline constexpr std::uint64_t kHeader = fixtures::kFileHeaderSize;
/// 2026-03-02 08:00 UTC.
inline constexpr std::uint64_t kMorning = fixtures::filetime_of(2026, 3, 2, 8);

using fixtures::kTicksPerSecond;

/// 4010, the shortest event of the NTLM channel.
[[nodiscard]] inline fixtures::EventSpec short_event(std::uint64_t record_id, std::uint64_t created = kMorning) {
  fixtures::EventSpec event = fixtures::make_event("Microsoft-Windows-NTLM", 4010);
  event.system.record_id = record_id;
  event.system.created = created;
  event.system.computer = "PC1";
  return event.set("CallerPID", record_id).set("ProcessName", "lsass.exe");
}

[[nodiscard]] inline fixtures::LogFile log_of(const std::vector<fixtures::EventSpec>& events,
                                              fixtures::Shape shape = fixtures::Shape::kLive,
                                              const fixtures::LogOptions& options = {}) {
  fixtures::LogWriter log(options);
  for (const fixtures::EventSpec& event : events) append(log, event, shape);
  return log.finish();
}

/// `chunks` chunks of three records each, with ids from 1 on.
[[nodiscard]] inline fixtures::LogFile chunked_log(std::size_t chunks, const fixtures::LogOptions& options = {}) {
  fixtures::LogWriter log(options);
  for (std::uint64_t id = 1; id <= 3 * chunks; ++id) {
    append(log, short_event(id, kMorning + id * kTicksPerSecond), fixtures::Shape::kLive);
    if (id % 3 == 0 && id < 3 * chunks) log.close_chunk();
  }
  return log.finish();
}

struct LargeLog {
  std::vector<std::uint8_t> bytes;
  std::uint64_t records = 0;
};

/// One full chunk `chunks` times. Neither its checksums nor its names depend on where it lies.
[[nodiscard]] inline LargeLog large_log(std::size_t chunks) {
  fixtures::LogWriter log;
  for (std::uint64_t id = 1; log.finish().chunk_offsets.size() < 2; ++id) {
    append(log, short_event(id, kMorning + id * kTicksPerSecond), fixtures::Shape::kLive);
  }
  const fixtures::LogFile two = log.finish();
  LargeLog out;
  out.bytes.assign(two.bytes.begin(), two.bytes.begin() + kHeader);
  for (std::size_t i = 0; i < chunks; ++i) {
    out.bytes.insert(out.bytes.end(), two.bytes.begin() + kHeader, two.bytes.begin() + kHeader + kChunk);
  }
  for (const fixtures::RecordPlace& record : two.records) out.records += record.chunk == 0 ? chunks : 0;
  return out;
}

inline void put_bytes(const std::string& path, const std::vector<std::uint8_t>& bytes) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  sinks::put_content(path, std::string(bytes.begin(), bytes.end()));
}

/// All cells of all four tables.
[[nodiscard]] inline std::string all_tables(const support::CollectSink& tables) {
  std::string out;
  for (const Table table : {Table::kEvents, Table::kFiles, Table::kCoverage, Table::kFaults}) {
    out.append("# ").append(table_name(table)).append("\n");
    for (const support::Row& row : tables.rows(table)) out.append(row.text()).append("\n");
  }
  return out;
}

/// The column of every row of `events`.
[[nodiscard]] inline std::vector<std::uint64_t> numbers(const support::Scanned& scanned, std::string_view column) {
  std::vector<std::uint64_t> out;
  for (const support::Row& row : scanned.events()) out.push_back(static_cast<std::uint64_t>(row.number(column)));
  return out;
}

}  // namespace ntlmscan::scanning
