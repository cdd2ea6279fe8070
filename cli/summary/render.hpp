// The summary as text of 80 columns.
#pragma once

#include <string>

#include "ntlmscan/scan.hpp"
#include "summary/summary.hpp"
#include "terminal/paint.hpp"

namespace ntlmscan::cli {

/// What the summary is of.
struct Told {
  bool narrowed = false;  ///< --events, --since or --until left records out
  bool images = false;    ///< and of no logs
};

[[nodiscard]] std::string render_summary(const Findings& findings, const Summary& summary, const Told& told,
                                         const Paint& paint);

/// What the data cannot show, one sentence each, in order of weight.
[[nodiscard]] std::vector<std::string> limits_of(const Findings& findings, const Summary& summary, bool narrowed);

}  // namespace ntlmscan::cli
