// Checking and location of an instance's values.
#include "plan/instance.hpp"

namespace ntlmscan::plan {

bool OpenInstance::open_located(Bytes chunk, std::size_t begin, std::size_t end) noexcept {
  if (!find_table(chunk, begin, end)) return false;
  locate();
  return ends_at(table_ + starts_[count_]);
}

// u32 count | count descriptors | values without gaps. 256 sizes of 16 bits each cannot wrap.
inline std::size_t OpenInstance::behind_values() const noexcept {
  std::size_t behind = table_ + std::size_t{4} * count_;
  for (std::size_t i = 0; i < count_; ++i) behind += size_unchecked(i);
  return behind;
}

bool OpenInstance::open(Bytes chunk, std::size_t begin, std::size_t end) noexcept {
  return find_table(chunk, begin, end) && ends_at(behind_values());
}

void OpenInstance::locate() noexcept {
  std::uint32_t start = 4 * count_;
  for (std::size_t i = 0; i < count_; ++i) {
    starts_[i] = start;
    start += size_unchecked(i);
  }
  starts_[count_] = start;
  alike_count_ = kNoneAlike;
}

bool OpenInstance::locate_alike() noexcept {
  const Bytes descriptors = values_.first(std::size_t{4} * count_);
  if (count_ == alike_count_ && descriptors.equals(Bytes(alike_).first(descriptors.size()))) return alike_flat_;
  locate();
  alike_flat_ = flat();
  if (count_ > kMostAlike) return alike_flat_;
  std::memcpy(alike_.data(), descriptors.data(), descriptors.size());
  alike_count_ = count_;
  return alike_flat_;
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
    const std::uint64_t types = values_.u64_unchecked(4 * i) & kTypes;
    arrays |= types & kArrays;
    others &= (types ^ kBinXmls) + kTypes;
  }
  const bool odd = i < count_ && !is_single(type_unchecked(i));
  return arrays == 0 && (others & kCarries) == kCarries && !odd;
}

}  // namespace ntlmscan::plan
