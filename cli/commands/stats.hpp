// The numbers of a run as a JSON file.
#pragma once

#include <string>

#include "faults.hpp"
#include "ntlmscan/scan.hpp"

namespace ntlmscan::cli {

[[nodiscard]] Status write_stats(const std::string& path, const Summary& summary, const FaultLog& faults,
                                 double seconds);

}  // namespace ntlmscan::cli
