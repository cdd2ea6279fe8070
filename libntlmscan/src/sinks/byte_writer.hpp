// The interface of whatever takes the bytes of an output.
#pragma once

#include <cstddef>
#include <string_view>

#include "ntlmscan/result.hpp"

namespace ntlmscan::sinks {

/// Encoders gather about this many bytes before they hand them on.
inline constexpr std::size_t kWriteBytes = std::size_t{256} * 1024;

class ByteWriter {
 public:
  virtual ~ByteWriter() = default;
  [[nodiscard]] virtual Status write(std::string_view bytes) = 0;
};

}  // namespace ntlmscan::sinks
