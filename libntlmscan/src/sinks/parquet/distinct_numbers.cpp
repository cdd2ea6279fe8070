// Open addressing with a bound on how far a search goes.
#include "sinks/parquet/distinct_numbers.hpp"

#include <algorithm>

#include "sinks/parquet/rows.hpp"

namespace ntlmscan::sinks::parquet {
namespace {

constexpr unsigned kSlotBits = 14;  // at most a quarter full
constexpr std::size_t kSlots = std::size_t{1} << kSlotBits;
static_assert(kSlots == 4 * DistinctNumbers::kMost);
constexpr std::size_t kLongestSearch = 32;
constexpr std::size_t kWorthwhile = 4;  // numbers for each distinct value

/// The upper bits of a product with 2^64 divided by the golden ratio.
std::size_t slot_of(std::int64_t number) noexcept {
  return static_cast<std::size_t>(static_cast<std::uint64_t>(number) * 0x9E37'79B9'7F4A'7C15 >> (64 - kSlotBits));
}

}  // namespace

bool DistinctNumbers::find(std::span<const std::int64_t> numbers) {
  values_.assign(1, numbers.front());
  const std::span<std::uint16_t> codes = places(memory_, numbers.size());
  codes_ = codes;
  const auto other = std::ranges::find_if(numbers, [&](std::int64_t number) { return number != numbers.front(); });
  if (other != numbers.end()) return find_all(numbers, codes);
  std::ranges::fill(codes, std::uint16_t{0});
  return true;
}

bool DistinctNumbers::find_all(std::span<const std::int64_t> numbers, std::span<std::uint16_t> codes) {
  const std::size_t most = std::min(kMost, numbers.size() / kWorthwhile);
  slots_.assign(kSlots, 0);
  first_slot_ = slot_of(numbers.front());
  values_.reserve(kMost + 1);
  const std::uint16_t* slots = slots_.data();
  const std::int64_t* values = values_.data();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::uint16_t held = slots[slot_of(numbers[i])];
    codes[i] = held;
    if (values[held] == numbers[i]) continue;  // nearly always
    const int code = search(numbers[i]);
    if (code < 0 || values_.size() > most) return false;
    codes[i] = static_cast<std::uint16_t>(code);
  }
  return true;
}

/// -1 where the search goes too far.
int DistinctNumbers::search(std::int64_t number) {
  for (std::size_t slot = slot_of(number), step = 0; step < kLongestSearch; ++step, slot = (slot + 1) % kSlots) {
    const std::uint16_t held = slots_[slot];
    if (values_[held] == number) return held;
    if (held != 0 || slot == first_slot_) continue;
    slots_[slot] = static_cast<std::uint16_t>(values_.size());
    values_.push_back(number);
    return slots_[slot];
  }
  return -1;
}

}  // namespace ntlmscan::sinks::parquet
