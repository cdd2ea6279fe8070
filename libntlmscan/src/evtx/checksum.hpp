// CRC-32 as the format uses it (zlib's, reflected 0xEDB88320).
#pragma once

#include <cstdint>

#include "bytes/byte_view.hpp"

namespace ntlmscan::evtx {

/// CRC-32 of `bytes`; `before` is the checksum of what precedes them.
[[nodiscard]] std::uint32_t crc32(Bytes bytes, std::uint32_t before = 0) noexcept;

}  // namespace ntlmscan::evtx
