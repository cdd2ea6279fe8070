// Bytes in hexadecimal and as characters.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ntlmscan::cli {

/// `0x1200`
[[nodiscard]] std::string hex_text(std::uint64_t number);

/// 16 bytes a line, numbered from `from`.
[[nodiscard]] std::string hex_dump(const std::vector<std::uint8_t>& bytes, std::uint64_t from);

}  // namespace ntlmscan::cli
