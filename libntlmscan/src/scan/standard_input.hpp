// Standard input that cannot seek, copied before the first record is read, so that this can be stopped.
#pragma once

#include "ntlmscan/scan.hpp"

namespace ntlmscan::scanning {

/// The options with standard input, where it is one of the inputs, as bytes in its place. Asks on_progress as long as
/// nothing comes, and between blocks; an Error is that it said stop. What cannot be read fails when it is opened.
[[nodiscard]] Result<ScanOptions> with_standard_input(const ScanOptions& options);

}  // namespace ntlmscan::scanning
