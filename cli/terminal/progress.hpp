// The line on a terminal that says how far a run is.
#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "ntlmscan/scan.hpp"

namespace ntlmscan::cli {

class ProgressLine {
 public:
  /// `shown` false: does nothing. Else the sizes of the inputs are added up beside the run, for percent and ETA.
  ProgressLine(bool shown, std::vector<std::string> inputs);
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine() { clear(); }

  /// Writes the line anew, ten times a second at most.
  void update(const Progress& progress);
  /// Takes the line away.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] std::string text(const Progress& progress, Clock::time_point now) const;

  bool shown_;
  bool visible_ = false;
  Clock::time_point begun_ = Clock::now();
  Clock::time_point last_{};
  std::atomic<std::uint64_t> total_{0};  // 0 while unknown
  std::jthread sizes_;
};

}  // namespace ntlmscan::cli
