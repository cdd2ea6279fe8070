// Arguments that scan() and stream() share.
#pragma once

#include <optional>
#include <string>

#include "inputs.hpp"
#include "ntlmscan/scan.hpp"

namespace ntlmscan::python {

/// `since` and `until` are FILETIME ticks.
[[nodiscard]] inline ScanOptions scan_options(const py::typing::Iterable<py::object>& inputs, std::string events,
                                              std::optional<std::uint64_t> since, std::optional<std::uint64_t> until,
                                              bool strict, unsigned threads) {
  ScanOptions options;
  options.events = std::move(events);
  options.since = since;
  options.until = until;
  options.strict = strict;
  options.threads = threads;
  add_inputs(inputs, options);
  return options;
}

}  // namespace ntlmscan::python
