// Bytes copied to a heap block of exactly their size, so that a read one byte too far is seen by a sanitizer.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>

#include "bytes/byte_view.hpp"

namespace ntlmscan::support {

class ExactBuffer {
 public:
  explicit ExactBuffer(std::span<const std::uint8_t> bytes)
      : size_(bytes.size()), data_(std::make_unique<std::uint8_t[]>(bytes.size())) {
    std::copy(bytes.begin(), bytes.end(), data_.get());
  }

  [[nodiscard]] Bytes bytes() const { return {data_.get(), size_}; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::uint8_t& operator[](std::size_t at) { return data_[at]; }

 private:
  std::size_t size_;
  std::unique_ptr<std::uint8_t[]> data_;
};

}  // namespace ntlmscan::support
