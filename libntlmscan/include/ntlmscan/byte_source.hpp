// Logs that are no files: bytes in memory, or behind whatever can be read at an offset.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "ntlmscan/result.hpp"

namespace ntlmscan {

/// Bytes that can be read at any offset.
class ByteSource {
 public:
  virtual ~ByteSource() = default;

  /// How many there were when it was opened.
  [[nodiscard]] virtual std::uint64_t size() const noexcept = 0;

  /// Fills `into` from `offset`; returns how many bytes there were, fewer only at the end. Called from several threads
  /// at once.
  [[nodiscard]] virtual Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> into) const = 0;

 protected:
  ByteSource() = default;
  ByteSource(const ByteSource&) = default;
  ByteSource& operator=(const ByteSource&) = default;
};

/// One log that is no file.
struct NamedBytes {
  std::string name;  ///< UTF-8, for column `source`
  std::shared_ptr<const ByteSource> bytes;
  std::size_t after = 0;  ///< read when that many of ScanOptions::inputs have been
};

}  // namespace ntlmscan
