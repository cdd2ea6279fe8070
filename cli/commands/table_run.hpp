// What commands share whose result is tables: options, output, progress, closing lines, exit status.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "args.hpp"
#include "ntlmscan/scan.hpp"

namespace ntlmscan::cli {

struct TableCommand {
  std::string_view name;
  std::string_view about;
  std::string_view examples;
  std::function<Result<Summary>(const ScanOptions&, Sink&)> run;
  std::function<void(Arguments&)> add_options;  ///< of this command alone; may be empty
  std::function<std::string()> closing;  ///< what more to tell of a run that is over, where told to; may be empty
  bool reads_images = false;             ///< inputs have no signature that would keep them from being replaced
};

/// Returns the exit status.
[[nodiscard]] int run_to_tables(const TableCommand& command, const Words& words);

}  // namespace ntlmscan::cli
