// Arguments that scan() and stream() share.
#pragma once

#include <optional>
#include <string>
#include <tuple>

#include "inputs.hpp"
#include "ntlmscan/scan.hpp"

namespace ntlmscan::python {

/// Whether to recover, in one pass, and with which template library (empty for none).
using RecoveryWishes = std::tuple<bool, bool, std::string>;

/// `since` and `until` are FILETIME ticks.
[[nodiscard]] inline ScanOptions scan_options(const py::typing::Iterable<py::object>& inputs, std::string events,
                                              std::optional<std::uint64_t> since, std::optional<std::uint64_t> until,
                                              bool strict, unsigned threads, const RecoveryWishes& recovery) {
  ScanOptions options;
  options.events = std::move(events);
  options.since = since;
  options.until = until;
  options.strict = strict;
  options.threads = threads;
  std::tie(options.recover, options.one_pass, options.templates) = recovery;
  add_inputs(inputs, options);
  return options;
}

}  // namespace ntlmscan::python
