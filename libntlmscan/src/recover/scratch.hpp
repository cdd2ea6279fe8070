// Memory that records are put together in: templates in front, records behind them, like a chunk.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "evtx/layout.hpp"
#include "evtx/record_walk.hpp"
#include "recover/shape.hpp"

namespace ntlmscan::recover {

class Scratch {
 public:
  /// Chunk offset of the definition, which is put there at its first use; 0 where there is no room left.
  [[nodiscard]] std::uint32_t place(const Shape& shape);
  /// Appends a record with this Binary XML, whose offsets are made to fit. Size 0 where there is no room left.
  [[nodiscard]] evtx::Record append(const Relocatable& content, std::uint64_t id, std::uint64_t written);

  /// All that was put here.
  [[nodiscard]] Bytes bytes() const noexcept { return Bytes(bytes_).first(used_); }
  void clear_records() noexcept {
    used_ = kRecordsAt;
    if (templates_end_ > kRecordsAt / 2) clear_templates();  // so that the records of a chunk have room for theirs
  }
  /// The shapes given so far may be gone.
  void clear_templates() noexcept;

 private:
  static constexpr std::size_t kRecordsAt = std::size_t{512} << 10;  // templates lie in front
  static constexpr std::size_t kSize = std::size_t{2} << 20;

  std::vector<std::uint8_t> bytes_;
  std::size_t templates_end_ = evtx::kChunkHeaderSize;
  std::size_t used_ = kRecordsAt;
  std::unordered_map<const Shape*, std::uint32_t> places_;
};

}  // namespace ntlmscan::recover
