// The bytes of an encoding, read one after the other by decoders written from the format alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace ntlmscan::sinks::parquet {

class EncodedBytes {
 protected:
  explicit EncodedBytes(const std::string& bytes) : bytes_(bytes) {}

  std::uint64_t byte() { return static_cast<std::uint8_t>(bytes_.at(at_++)); }

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      const std::uint64_t one = byte();
      value |= (one & 0x7F) << shift;
      if (one < 0x80) return value;
    }
  }

  const std::string& bytes_;
  std::size_t at_ = 0;
};

}  // namespace ntlmscan::sinks::parquet
