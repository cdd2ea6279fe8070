// Checking and location of an instance's values.
#include "plan/instance.hpp"

#include "binxml/stream.hpp"

namespace ntlmscan::plan {
namespace {

constexpr std::uint32_t kFragmentHeader = 0x0001010Fu;
constexpr std::size_t kInstanceHeader = 10;  // 0C, version, u32 id, u32 definition

}  // namespace

// False if no instance with a sound count of values begins at `begin`.
inline bool OpenInstance::find_table(Bytes chunk, std::size_t begin, std::size_t end) noexcept {
  const Bytes window = chunk.first(end);
  chunk_ = window;
  if (window.load<std::uint32_t>(begin) == kFragmentHeader) begin += 4;
  if (!window.fits(begin, kInstanceHeader)) return false;
  if (window.u8_unchecked(begin) != static_cast<std::uint8_t>(binxml::Token::kTemplateInstance)) return false;
  id_ = window.u32_unchecked(begin + 2);
  definition_ = window.u32_unchecked(begin + 6);
  std::size_t at = begin + kInstanceHeader;
  if (definition_ > at) return false;
  if (definition_ == at) {
    const auto body = window.load<std::uint32_t>(at + binxml::kDefinitionBodySize);
    if (!body || !window.fits(at + binxml::kDefinitionHeader, *body)) return false;
    at += binxml::kDefinitionHeader + *body;
  }
  const auto count = window.load<std::uint32_t>(at);
  if (!count || *count > kMostSlots || *count > (end - at - 4) / 4) return false;
  count_ = *count;
  table_ = at + 4;
  return true;
}

inline bool OpenInstance::ends_at(std::size_t behind, std::size_t end) const noexcept {
  if (behind >= end) return behind == end;
  return chunk_.u8_unchecked(behind) == static_cast<std::uint8_t>(binxml::Token::kEndOfStream);
}

bool OpenInstance::open_located(Bytes chunk, std::size_t begin, std::size_t end) noexcept {
  if (!find_table(chunk, begin, end)) return false;
  locate();
  return ends_at(starts_[count_], end);
}

bool OpenInstance::open(Bytes chunk, std::size_t begin, std::size_t end) noexcept {
  return find_table(chunk, begin, end) && ends_at(behind_values(), end);
}

// u32 count | count descriptors | values without gaps. 256 sizes of 16 bits each cannot wrap.
inline std::size_t OpenInstance::behind_values() const noexcept {
  constexpr std::uint64_t kSizes = 0x0000FFFF0000FFFFu;  // of two descriptors
  std::uint64_t sizes = 0;
  std::size_t i = 0;
  for (; i + 2 <= count_; i += 2) sizes += chunk_.u64_unchecked(table_ + 4 * i) & kSizes;
  if (i < count_) sizes += chunk_.u16_unchecked(table_ + 4 * i);
  return table_ + std::size_t{4} * count_ + (sizes & 0xFFFFFFFFu) + (sizes >> 32);
}

void OpenInstance::locate() noexcept {
  auto start = static_cast<std::uint32_t>(table_ + std::size_t{4} * count_);
  for (std::size_t i = 0; i < count_; ++i) {
    starts_[i] = start;
    start += chunk_.u16_unchecked(table_ + 4 * i);
  }
  starts_[count_] = start;
}

bool OpenInstance::flat() const noexcept {
  // Two types at once, each in the low byte of 16 bits: what differs from Binary XML carries into bit 8.
  constexpr std::uint64_t kTypes = 0x00FF000000FF0000u;
  constexpr std::uint64_t kArrays = 0x0080000000800000u;
  constexpr std::uint64_t kBinXmls = 0x0021000000210000u;
  constexpr std::uint64_t kCarries = 0x0100000001000000u;
  std::uint64_t arrays = 0;
  std::uint64_t others = kCarries;
  std::size_t i = 0;
  for (; i + 2 <= count_; i += 2) {
    const std::uint64_t types = chunk_.u64_unchecked(table_ + 4 * i) & kTypes;
    arrays |= types & kArrays;
    others &= (types ^ kBinXmls) + kTypes;
  }
  const bool odd = i < count_ && !is_single(type_unchecked(i));
  return arrays == 0 && (others & kCarries) == kCarries && !odd;
}

}  // namespace ntlmscan::plan
