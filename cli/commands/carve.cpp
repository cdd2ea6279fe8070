// `ntlmscan carve`: records out of disk images, memory dumps and whatever else.
#include "ntlmscan/carve.hpp"

#include "commands/commands.hpp"
#include "commands/table_run.hpp"
#include "terminal/layout.hpp"
#include "terminal/safe_text.hpp"

namespace ntlmscan::cli {
namespace {

constexpr std::string_view kAbout =
    "Finds event records in bytes of any kind: raw disk images, memory dumps, page files, unallocated space, E01 "
    "images "
    "where libewf is there. Chunks and single records, at any alignment. Every row has the origin carved; nothing "
    "found "
    "is no failure.";
constexpr std::string_view kExamples =
    "ntlmscan carve disk.raw\twhat is in there\n"
    "ntlmscan carve disk.E01 memory.dmp pagefile.sys -o carved/\n"
    "ntlmscan carve disk.raw --write-evtx logs/\tthe chunks as event logs for any other tool, one for each channel and "
    "computer\n"
    "ntlmscan carve disk.raw --events @ntlm -o - --format ndjson | jq .user_name";

}  // namespace

int run_carve(const Words& words) {
  std::string folder;
  std::string closing;
  const auto run = [&](const ScanOptions& options, Sink& sink) -> Result<Summary> {
    CarveOptions asked;
    asked.scan = options;
    asked.logs_folder = folder;
    auto carved = carve(asked, sink);
    if (!carved) return carved.error();
    const Carved& done = carved.value();
    if (!folder.empty() && !done.summary.stopped) {
      closing = counted(done.logs.size(), "log") + " of " + counted(done.chunks_written, "chunk") + " in " +
                safe(folder) +
                (done.chunks_left_out == 0 ? "" : "; " + with_commas(done.chunks_left_out) + " were left out");
    }
    return done.summary;
  };
  const auto add_options = [&](Arguments& arguments) {
    arguments.option("--write-evtx", "DIR", folder,
                     "Write the chunks there as event logs, headers and checksums made right; replaces nothing");
  };
  return run_to_tables({"carve", kAbout, kExamples, run, add_options, [&] { return closing; }, true}, words);
}

}  // namespace ntlmscan::cli
