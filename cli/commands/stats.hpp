// The numbers of a run as a JSON file.
#pragma once

#include "faults.hpp"
#include "ntlmscan/output.hpp"
#include "ntlmscan/scan.hpp"

namespace ntlmscan::cli {

[[nodiscard]] Status write_stats(TextOutput& out, const Summary& summary, const FaultLog& faults, double seconds);

}  // namespace ntlmscan::cli
