// --stats.
#include "commands/stats.hpp"

#include <nlohmann/json.hpp>

#include "ntlmscan/schema.hpp"
#include "ntlmscan/version.hpp"
#include "terminal/system.hpp"

namespace ntlmscan::cli {

Status write_stats(TextOutput& out, const Summary& summary, const FaultLog& faults, double seconds) {
  const auto per_second = [seconds](std::uint64_t n) { return seconds > 0 ? static_cast<double>(n) / seconds : 0.0; };
  const nlohmann::ordered_json stats = {
      {"ntlmscan", kVersion},
      {"schema_version", kSchemaVersion},
      {"files", summary.files},
      {"files_partial", summary.files_partial},
      {"files_failed", summary.files_failed},
      {"bytes", summary.bytes},
      {"chunks", summary.chunks},
      {"records", summary.records},
      {"rows", summary.rows},
      {"faults",
       {{"lost", faults.count(Severity::kLost)},
        {"note", faults.count(Severity::kNote)},
        {"tamper", faults.count(Severity::kTamper)},
        {"recovery", faults.count(Severity::kRecovery)}}},
      {"records_templated", summary.records_templated},
      {"records_planned", summary.records_planned},
      {"seconds", seconds},
      {"bytes_per_second", per_second(summary.bytes)},
      {"records_per_second", per_second(summary.records)},
      {"peak_rss_bytes", peak_memory()},
  };
  if (Status written = out.write(stats.dump(2) + "\n"); !written) return written;
  return out.finish();
}

}  // namespace ntlmscan::cli
