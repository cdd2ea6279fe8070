// `ntlmscan scan`: events to tables, or a summary on the terminal.
#include "commands/commands.hpp"
#include "commands/table_run.hpp"

namespace ntlmscan::cli {
namespace {

constexpr std::string_view kAbout =
    "Reads event logs and keeps what matters for NTLM. Without -o it tells here what it found; with -o it writes four "
    "tables: events, files, coverage and faults.";
constexpr std::string_view kExamples =
    "ntlmscan scan logs/\twhat is in these logs\n"
    "ntlmscan scan logs/ -o result/\tfour Parquet files in a folder\n"
    "ntlmscan scan Security.evtx -o logons.csv --spreadsheet-safe\n"
    "ntlmscan scan logs/ --events @ntlm,4624 --since 2026-09-01 -o ntlm.parquet\n"
    "ntlmscan scan 'logs/**/*NTLM*.evtx' -o - --format ndjson | jq .user_name";

}  // namespace

int run_scan(const Words& words) { return run_to_tables({"scan", kAbout, kExamples, scan, {}, {}}, words); }

}  // namespace ntlmscan::cli
