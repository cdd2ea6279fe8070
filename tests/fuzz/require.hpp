// How a fuzz target says that a promise was broken.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace ntlmscan::fuzz {

/// Ends the program, which libFuzzer takes as a find.
inline void require(bool holds, std::string_view promise) {
  if (holds) return;
  std::fprintf(stderr, "broken: %.*s\n", static_cast<int>(promise.size()), promise.data());
  std::abort();
}

}  // namespace ntlmscan::fuzz
