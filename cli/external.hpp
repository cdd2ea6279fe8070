// Commands that are programs of their own, in git's manner: `ntlmscan-NAME`.
#pragma once

#include <string>

#include "args.hpp"

namespace ntlmscan::cli {

/// Runs `ntlmscan-NAME` from beside this program or from PATH. Where there is none, says how to get it, or which of
/// `known` and the external ones was probably meant; the exit status is then kFailed.
[[nodiscard]] int run_other(const std::string& name, const Words& words, Words known);

}  // namespace ntlmscan::cli
