// What went wrong during a run, gathered for the closing lines.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ntlmscan/batch.hpp"
#include "ntlmscan/result.hpp"

namespace ntlmscan::cli {

/// A fault as people read it, escaped.
struct FaultLine {
  std::string place;  ///< `file@offset`; empty where the message names the input
  std::string what;   ///< `severity code: message`

  [[nodiscard]] std::string whole() const { return place.empty() ? what : place + ": " + what; }
};

[[nodiscard]] FaultLine fault_line(std::string_view source, std::uint64_t at, std::string_view severity,
                                   std::string_view code, std::string_view message);

/// Counts all faults, keeps the first lost ones.
class FaultLog {
 public:
  static constexpr std::size_t kKept = 20;

  void add(std::string_view source, const Fault& fault);
  /// Rows of table `faults`.
  void add(const Batch& faults);

  [[nodiscard]] std::uint64_t count(Severity severity) const noexcept {
    return counts_[static_cast<std::size_t>(severity)];
  }
  [[nodiscard]] std::uint64_t total() const noexcept;
  [[nodiscard]] const std::vector<FaultLine>& lost_lines() const noexcept { return lost_lines_; }
  /// Inputs that do not exist.
  [[nodiscard]] std::uint64_t missing_inputs() const noexcept { return missing_inputs_; }
  /// `1 lost, 2 notes`; `none` where there is none.
  [[nodiscard]] std::string counts_text() const;

 private:
  void note(std::string_view severity, FaultLine line);

  std::array<std::uint64_t, 4> counts_{};  // by Severity
  std::vector<FaultLine> lost_lines_;
  std::uint64_t missing_inputs_ = 0;
};

}  // namespace ntlmscan::cli
