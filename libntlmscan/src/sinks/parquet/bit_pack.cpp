// Thirty-two values of any width.
#include "sinks/parquet/bit_pack.hpp"

namespace ntlmscan::sinks::parquet {

void pack_miniblock(std::uint64_t* values, unsigned width, char* to) noexcept {
  if (width == 0) return;
  std::size_t count = kMiniblock;
  for (; width <= 32 && count > 1; width *= 2) {  // two neighbours become one value of twice the width
    count /= 2;
    for (std::size_t i = 0; i < count; ++i) values[i] = values[2 * i] | values[2 * i + 1] << width;
  }
  std::uint64_t held = 0;
  unsigned bits = 0;  // of `held`, below 64
  for (std::size_t i = 0; i < count; ++i) {
    held |= values[i] << bits;
    bits += width;
    if (bits < 64) continue;
    std::memcpy(to, &held, sizeof held);
    to += sizeof held;
    bits -= 64;
    held = bits == 0 ? 0 : values[i] >> (width - bits);
  }
  std::memcpy(to, &held, sizeof held);
}

}  // namespace ntlmscan::sinks::parquet
