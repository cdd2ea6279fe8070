// CRC-32 through libdeflate, which uses carry-less multiplication where the machine has it.
#include "evtx/checksum.hpp"

#include <libdeflate.h>

namespace ntlmscan::evtx {

std::uint32_t crc32(Bytes bytes, std::uint32_t before) noexcept {
  return libdeflate_crc32(before, bytes.data(), bytes.size());
}

}  // namespace ntlmscan::evtx
