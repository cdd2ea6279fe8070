// Which dictionary entry a recorded value became: asked by its raw bytes, so that each text is decoded once.
#pragma once

#include <cstdint>
#include <vector>

#include "bytes/byte_view.hpp"

namespace ntlmscan::columns {

class TextCache {
 public:
  struct Entry {
    std::uint64_t hash = 0;
    std::uint32_t at = 0;  ///< of its bytes in the store
    std::uint32_t size = 0;
    std::int32_t code = -1;  ///< dictionary entry; -1: the text means null
    std::uint8_t tag = 0;
    bool lossy = false;  ///< the recorded text cannot be rebuilt from the entry
    bool used = false;
  };

  /// The entry of (tag, raw). `added` tells that it is new: then the caller sets code and lossy.
  /// The reference holds until the next call.
  Entry& find_or_add(std::uint8_t tag, Bytes raw, std::uint64_t seed, bool& added);
  void clear() noexcept;

 private:
  void grow();

  std::vector<Entry> slots_;  // a power of two, linear probing, at most half full
  std::vector<std::uint8_t> store_;
  std::size_t used_ = 0;
};

}  // namespace ntlmscan::columns
