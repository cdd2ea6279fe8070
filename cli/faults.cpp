// Lines and counts of faults.
#include "faults.hpp"

#include <numeric>

#include "terminal/layout.hpp"
#include "terminal/safe_text.hpp"

namespace ntlmscan::cli {
namespace {

// Columns of table `faults`.
enum : std::size_t { kSource, kOffset, kCode, kSeverity, kBytes, kMessage };
constexpr Severity kSeverities[] = {Severity::kLost, Severity::kNote, Severity::kTamper, Severity::kRecovery};

std::string_view dict_text(const ColumnData& column, std::size_t row) {
  if (column.codes.empty() || column.codes[row] < 0) return {};
  return column.text[static_cast<std::size_t>(column.codes[row])];
}

}  // namespace

FaultLine fault_line(std::string_view source, std::uint64_t at, std::string_view severity, std::string_view code,
                     std::string_view message) {
  const std::string prefix = std::string(source) + ": ";
  if (message.starts_with(prefix)) return {{}, safe(message)};  // about the input as a whole
  return {safe(source) + "@" + std::to_string(at),
          std::string(severity) + " " + std::string(code) + ": " + safe(message)};
}

void FaultLog::note(std::string_view severity, FaultLine line) {
  for (const Severity known : kSeverities) {
    if (severity_name(known) == severity) ++counts_[static_cast<std::size_t>(known)];
  }
  const bool lost = severity == severity_name(Severity::kLost);
  if (lost && lost_lines_.size() < kKept) lost_lines_.push_back(std::move(line));
}

void FaultLog::add(std::string_view source, const Fault& fault) {
  const std::string_view severity = severity_name(fault.severity);
  note(severity, fault_line(source, fault.byte_offset, severity, fault_code_name(fault.code), fault.message));
}

void FaultLog::add(const Batch& faults) {
  for (std::size_t row = 0; row < faults.rows; ++row) {
    const auto column = [&](std::size_t i) -> const ColumnData& { return faults.columns[i]; };
    const std::string_view severity = dict_text(column(kSeverity), row);
    if (dict_text(column(kCode), row) == fault_code_name(FaultCode::kInputMissing)) ++missing_inputs_;
    note(severity, fault_line(dict_text(column(kSource), row), static_cast<std::uint64_t>(column(kOffset).numbers[row]),
                              severity, dict_text(column(kCode), row), dict_text(column(kMessage), row)));
  }
}

std::uint64_t FaultLog::total() const noexcept {
  return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0});
}

std::string FaultLog::counts_text() const {
  constexpr std::string_view kNames[] = {"lost", "note", "sign of tampering", "recovery"};
  std::string out;
  for (const Severity severity : kSeverities) {
    const std::uint64_t number = count(severity);
    if (number == 0) continue;
    const std::string_view name = kNames[static_cast<std::size_t>(severity)];
    if (!out.empty()) out += ", ";
    out += severity == Severity::kNote ? counted(number, name) : with_commas(number) + " " + std::string(name);
  }
  return out.empty() ? "none" : out;
}

}  // namespace ntlmscan::cli
