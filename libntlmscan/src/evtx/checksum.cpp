// CRC-32 through libdeflate, which multiplies two polynomials at once where the machine can; long runs are folded before.
#include "evtx/checksum.hpp"

#include <libdeflate.h>

#include "evtx/checksum_fold.hpp"

namespace ntlmscan::evtx {

#ifdef NTLMSCAN_CHECKSUM_FOLD
namespace {

// Below this, what the folded bytes cost once more is not made good.
constexpr std::size_t kWorthFolding = std::size_t{8} * kFolded;

}  // namespace
#endif

std::uint32_t crc32(Bytes bytes, std::uint32_t before) noexcept {
#ifdef NTLMSCAN_CHECKSUM_FOLD
  if (bytes.size() >= kWorthFolding && can_fold()) {
    const Bytes blocks = bytes.first(bytes.size() / kFolded * kFolded);
    const auto folded = fold(blocks, ~before);  // checksums are the register with its bits turned over
    before = libdeflate_crc32(~std::uint32_t{0}, folded.data(), folded.size());
    bytes = bytes.slice_unchecked(blocks.size(), bytes.size() - blocks.size());
  }
#endif
  return libdeflate_crc32(before, bytes.data(), bytes.size());
}

}  // namespace ntlmscan::evtx
