// The commands of this program. Each takes the words behind its name, returns the exit status.
#pragma once

#include "args.hpp"

namespace ntlmscan::cli {

[[nodiscard]] int run_scan(const Words& words);
[[nodiscard]] int run_dump(const Words& words);
[[nodiscard]] int run_info(const Words& words);
[[nodiscard]] int run_show(const Words& words);
[[nodiscard]] int run_carve(const Words& words);
[[nodiscard]] int run_explain(const Words& words);

}  // namespace ntlmscan::cli
