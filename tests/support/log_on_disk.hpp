// A log in a temporary file that tests can damage and scan again and again.
#pragma once

#include <cstdint>
#include <fstream>
#include <span>
#include <string>
#include <vector>

#include "ntlmscan/scan.hpp"
#include "support/collect_sink.hpp"

namespace ntlmscan::support {

/// What one scan gave.
struct Scanned {
  Result<Summary> summary = Summary{};
  CollectSink tables;

  [[nodiscard]] const std::vector<Row>& events() const { return tables.events(); }
  [[nodiscard]] const std::vector<Row>& faults() const { return tables.faults(); }
  /// Codes of the faults of one severity, in order.
  [[nodiscard]] std::vector<std::string> fault_codes(std::string_view severity) const;
};

/// What one dump gave.
struct Dumped {
  Result<Summary> summary = Summary{};
  std::string text;
  std::vector<Fault> faults;
};

[[nodiscard]] Scanned scan_paths(std::vector<std::string> inputs, ScanOptions options = {});

class LogOnDisk {
 public:
  explicit LogOnDisk(std::span<const std::uint8_t> bytes);
  LogOnDisk(const LogOnDisk&) = delete;
  LogOnDisk& operator=(const LogOnDisk&) = delete;
  ~LogOnDisk();

  [[nodiscard]] const std::string& path() const { return path_; }
  void patch(std::uint64_t at, std::uint8_t byte);
  void cut(std::uint64_t size);

  /// With one thread unless the options ask for more.
  [[nodiscard]] Scanned scan(ScanOptions options = {}) const;
  [[nodiscard]] Dumped dump(DumpFormat format = DumpFormat::kNdjson, ScanOptions options = {}) const;

 private:
  std::string path_;
  std::fstream file_;
};

/// Writes, scans, removes.
[[nodiscard]] Scanned scan_bytes(std::span<const std::uint8_t> bytes, ScanOptions options = {});

}  // namespace ntlmscan::support
