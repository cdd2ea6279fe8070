// ntlmscan: finds the command that the first word names and runs it.
#include <cstdio>
#include <exception>
#include <string_view>

#include "commands/commands.hpp"
#include "external.hpp"
#include "ntlmscan/version.hpp"
#include "outcome.hpp"
#include "terminal/system.hpp"

namespace ntlmscan::cli {
namespace {

struct Command {
  std::string_view name;
  int (*run)(const Words&);
};
constexpr Command kCommands[] = {
    {"scan", run_scan}, {"dump", run_dump},   {"info", run_info},
    {"show", run_show}, {"carve", run_carve}, {"explain", run_explain},
};

constexpr std::string_view kHelp =
    R"(ntlmscan reads exported Windows event logs, on any operating system, and says
where NTLM is used, by whom, from which program and why.

Usage: ntlmscan COMMAND ...

Commands:
  scan     events to a table; without -o a summary to read here
  dump     every record whole, as NDJSON or XML, whatever the event
  info     health of each file: chunks, checksums, faults, signs of tampering
  show     one record: its bytes, its template, its values, its row
  carve    records out of disk images, memory dumps and unallocated space
  explain  what an event means and cannot say; what to switch on where

With the Python package (in a checkout: pip install '.[report]'):
  report, query, timeline, simulate, exceptions, compare

Examples:
  ntlmscan scan logs/                  what is in these logs, here in the terminal
  ntlmscan scan logs/ -o result/       the same as Parquet files
  ntlmscan explain 8004                what event 8004 says and cannot say
  ntlmscan explain auditing            what to switch on before logs can answer

  ntlmscan COMMAND --help              options and more examples
  ntlmscan --version

Exit status: 0; 1 when some bytes that should hold records could not be read;
2 when nothing could be read or the call was wrong; 130 when it was stopped.
)";

int run(Words words) {
  if (words.empty()) {
    std::fwrite(kHelp.data(), 1, kHelp.size(), stderr);
    return kFailed;
  }
  std::string first = words.front();
  words.erase(words.begin());
  if (first == "--version" || first == "-V") return print("ntlmscan " + std::string(kVersion) + "\n", kDone);
  if (first == "help" && !words.empty()) {
    first = words.front();
    words = {"--help"};
  }
  if (first == "--help" || first == "-h" || first == "help") return print(kHelp, kDone);
  for (const Command& command : kCommands) {
    if (command.name == first) return command.run(words);
  }
  Words known;
  for (const Command& command : kCommands) known.emplace_back(command.name);
  return run_other(first, words, known);
}

}  // namespace
}  // namespace ntlmscan::cli

int main(int argc, char** argv) {
  using namespace ntlmscan::cli;
  prepare_terminal();
  try {
    return run(command_words(argc, argv));
  } catch (const std::exception& error) {  // such as std::bad_alloc
    complain(error.what());
    return kFailed;
  }
}
