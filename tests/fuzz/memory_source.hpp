// A fuzzer's input as a log or image.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>

#include "ntlmscan/byte_source.hpp"

namespace ntlmscan::fuzz {

class MemorySource final : public ByteSource {
 public:
  MemorySource(const std::uint8_t* data, std::size_t size) noexcept : bytes_(data, size) {}

  [[nodiscard]] std::uint64_t size() const noexcept override { return bytes_.size(); }
  [[nodiscard]] Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> into) const override {
    if (offset >= bytes_.size()) return std::size_t{0};
    const std::size_t count = std::min<std::size_t>(into.size(), bytes_.size() - static_cast<std::size_t>(offset));
    std::memcpy(into.data(), bytes_.subspan(static_cast<std::size_t>(offset), count).data(), count);
    return count;
  }

 private:
  std::span<const std::uint8_t> bytes_;
};

[[nodiscard]] inline NamedBytes named(const std::uint8_t* data, std::size_t size) {
  return {"input", std::make_shared<MemorySource>(data, size), 0};
}

}  // namespace ntlmscan::fuzz
