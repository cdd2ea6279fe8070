// Proves once per batch what encoders then read unchecked.
#pragma once

#include "ntlmscan/batch.hpp"
#include "ntlmscan/result.hpp"

namespace ntlmscan::sinks {

/// Every column is there, is empty or has `rows` entries of its type, and no code leaves its dictionary.
[[nodiscard]] Status check_batch(const Batch& batch);

}  // namespace ntlmscan::sinks
