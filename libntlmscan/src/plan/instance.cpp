// Location of an instance's values in one pass over its table.
#include "plan/instance.hpp"

#include "binxml/stream.hpp"

namespace ntlmscan::plan {
namespace {

constexpr std::uint32_t kFragmentHeader = 0x0001010Fu;
constexpr std::size_t kInstanceHeader = 10;  // 0C, version, u32 id, u32 definition

}  // namespace

bool OpenInstance::open(Bytes chunk, std::size_t begin, std::size_t end) noexcept {
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
  return locate_values(at, end);
}

// u32 count | count descriptors | values without gaps. 256 sizes of 16 bits each cannot wrap.
bool OpenInstance::locate_values(std::size_t at, std::size_t end) noexcept {
  const auto count = chunk_.load<std::uint32_t>(at);
  if (!count || *count > kMostSlots || *count > (end - at - 4) / 4) return false;
  count_ = *count;
  table_ = at + 4;
  auto start = static_cast<std::uint32_t>(table_ + std::size_t{4} * count_);
  bool odd = false;
  for (std::size_t i = 0; i < count_; ++i) {
    const std::uint32_t descriptor = chunk_.u32_unchecked(table_ + 4 * i);
    const auto type = static_cast<binxml::ValueType>((descriptor >> 16) & 0xFFu);
    odd |= is_array(type) || type == binxml::ValueType::kBinXml;
    starts_[i] = start;
    start += descriptor & 0xFFFFu;
  }
  starts_[count_] = start;
  flat_ = !odd;
  if (start > end) return false;
  return start == end || chunk_.u8_unchecked(start) == static_cast<std::uint8_t>(binxml::Token::kEndOfStream);
}

}  // namespace ntlmscan::plan
