// What a caller asked for, as text, to what the reader understands; and the few settings every run needs.
#pragma once

#include <cstdint>

#include "ntlmscan/scan.hpp"
#include "plan/selection.hpp"

namespace ntlmscan::scanning {

/// The selection of options.events, since and until. Error kBadArgument names the part that is wrong.
[[nodiscard]] Result<plan::Selection> selection_of(const ScanOptions& options);

/// `asked`, or one per processor for 0; at most 256.
[[nodiscard]] unsigned thread_count(unsigned asked) noexcept;

/// For hash tables; the output does not depend on it.
[[nodiscard]] std::uint64_t random_seed();

}  // namespace ntlmscan::scanning
