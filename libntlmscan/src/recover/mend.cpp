// Every choice for the slots that a head lies in is tried against the record's size and its payload.
#include "recover/mend.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "binxml/stream.hpp"
#include "recover/heap_heads.hpp"
#include "recover/known_shapes.hpp"

namespace ntlmscan::recover {
namespace {

constexpr std::uint32_t kFragmentHeader = 0x0001010Fu;
constexpr std::size_t kInstanceHeader = 10;  // 0C, version, u32 id, u32 definition
constexpr std::size_t kMostTable = sizeof(Descriptors::bytes);
constexpr std::size_t kMostTried = 64;    // combinations
constexpr std::size_t kMostOpen = 6;      // slots in doubt; a head lies in three at most
constexpr std::size_t kByteOfBefore = 4;  // of a head: not written

// The offset of the value count; nothing where the record does not begin with an instance that is whole up to there.
std::optional<std::size_t> count_of(Bytes home, const Candidate& record) noexcept {
  const Bytes content = home.first(record.end());
  const std::size_t instance = record.begin() + 4;
  if (!content.fits(instance, kInstanceHeader) ||
      content.u8_unchecked(instance) != static_cast<std::uint8_t>(binxml::Token::kTemplateInstance)) {
    return std::nullopt;
  }
  const std::size_t behind = instance + kInstanceHeader;
  if (content.u32_unchecked(instance + 6) != behind) return behind;
  const auto body = content.load<std::uint32_t>(behind + binxml::kDefinitionBodySize);
  if (!body || !content.fits(behind + binxml::kDefinitionHeader, *body)) return std::nullopt;
  return behind + binxml::kDefinitionHeader + *body;
}

class Puzzle {
 public:
  Puzzle(Bytes home, const Candidate& record, std::size_t count_at, std::span<const std::size_t> heads) noexcept
      : content_(home.first(record.end())), count_at_(count_at), heads_(heads) {}

  /// Adds the solutions of a layout to those known.
  void try_form(SystemForm form) noexcept {
    const std::uint32_t count = slot_count(form);
    if (!content_.fits(count_at_, 4 + std::size_t{4} * count) || !may_be(count_at_, count)) return;
    open_ = 0;
    combinations_ = 1;
    for (std::uint32_t i = 0; i < count; ++i) {
      if (!add(form, i)) return;
    }
    try_all(count);
  }

  [[nodiscard]] bool solved() const noexcept { return solutions_ == 1; }
  [[nodiscard]] Descriptors solution() const noexcept {
    Descriptors found{count_at_, 4 + std::size_t{4} * count_, {}};
    std::memcpy(found.bytes.data(), &count_, sizeof count_);
    std::memcpy(found.bytes.data() + 4, solution_.data(), found.size - 4);
    return found;
  }

 private:
  struct Choice {
    std::uint32_t slot;
    std::array<std::uint32_t, 3> of;
    std::size_t number;
    std::size_t taken;
  };

  [[nodiscard]] bool overwritten(std::size_t at) const noexcept {
    for (const std::size_t head : heads_) {
      if (at >= head && at - head < kHeapHeadSize && at - head != kByteOfBefore) return true;
    }
    return false;
  }
  // The four bytes at `at` can have been `value`.
  [[nodiscard]] bool may_be(std::size_t at, std::uint32_t value) const noexcept {
    for (std::size_t i = 0; i < 4; ++i) {
      if (!overwritten(at + i) && content_.u8_unchecked(at + i) != static_cast<std::uint8_t>(value >> (8 * i))) {
        return false;
      }
    }
    return true;
  }

  // What slot `i` can have been. False: nothing, or too much.
  bool add(SystemForm form, std::uint32_t i) noexcept {
    const std::size_t at = count_at_ + 4 + std::size_t{4} * i;
    table_[i] = content_.u32_unchecked(at);
    bool whole = true;
    for (std::size_t byte = 0; byte < 4; ++byte) whole = whole && !overwritten(at + byte);
    if (whole) return true;
    const SlotRule rule = slot_rule(form, i);
    const bool size_known = !overwritten(at) && !overwritten(at + 1);
    if (open_ == choices_.size() || (rule.size == 0 && !size_known)) return false;
    Choice& choice = choices_[open_++];
    choice = {i, {}, 0, 0};
    const std::uint32_t size = rule.size != 0 ? rule.size : table_[i] & 0xFFFF;
    const std::uint32_t typed = size | std::uint32_t{static_cast<std::uint8_t>(rule.type)} << 16;
    const auto offer = [&](std::uint32_t descriptor) {
      if (may_be(at, descriptor)) choice.of[choice.number++] = descriptor;
    };
    if (size != 0) offer(typed);
    if (rule.may_be_null) offer(0);
    if (rule.may_be_null && rule.size != 0) offer(rule.size);  // a null may keep its bytes
    combinations_ *= choice.number;
    return choice.number > 0 && combinations_ <= kMostTried;
  }

  void try_all(std::uint32_t count) noexcept {
    for (;;) {
      for (std::size_t i = 0; i < open_; ++i) table_[choices_[i].slot] = choices_[i].of[choices_[i].taken];
      if (holds(count)) {
        ++solutions_;
        solution_ = table_;
        count_ = count;
      }
      std::size_t next = 0;
      while (next < open_ && ++choices_[next].taken == choices_[next].number) choices_[next++].taken = 0;
      if (next == open_) return;
    }
  }

  // Payload and end are where they should be.
  [[nodiscard]] bool holds(std::uint32_t count) const noexcept {
    std::size_t at = count_at_ + 4 + std::size_t{4} * count;
    for (std::uint32_t i = 0; i + 1 < count; ++i) at += table_[i] & 0xFFFF;
    const std::size_t size = table_[count - 1] & 0xFFFF;
    if (!content_.fits(at, size)) return false;
    const std::size_t behind = content_.size() - at - size;  // an end token and padding
    if (behind < 1 || behind > evtx::kRecordAlignment) return false;
    return size == 0 || begins_as_payload(at);
  }
  // A fragment header, or an instance at once, with its version.
  [[nodiscard]] bool begins_as_payload(std::size_t at) const noexcept {
    constexpr std::uint16_t kInstance = 0x010C;
    return content_.load<std::uint32_t>(at) == kFragmentHeader || content_.load<std::uint16_t>(at) == kInstance;
  }

  Bytes content_;
  std::size_t count_at_;
  std::span<const std::size_t> heads_;
  std::array<std::uint32_t, 20> table_{};
  std::array<Choice, kMostOpen> choices_{};
  std::size_t open_ = 0;
  std::size_t combinations_ = 1;
  std::size_t solutions_ = 0;
  std::array<std::uint32_t, 20> solution_{};
  std::uint32_t count_ = 0;
};

}  // namespace

Mended mend_descriptors(Bytes home, const Candidate& record, std::span<const std::size_t> heads,
                        Descriptors& found) noexcept {
  const auto count_at = heads.empty() ? std::nullopt : count_of(home, record);
  const auto in_table = [&](std::size_t head) {
    return head + kHeapHeadSize > *count_at && head < *count_at + kMostTable;
  };
  if (!count_at || std::none_of(heads.begin(), heads.end(), in_table)) return Mended::kNothing;
  Puzzle puzzle(home, record, *count_at, heads);
  puzzle.try_form(SystemForm::kManifest);
  puzzle.try_form(SystemForm::kClassic);
  if (!puzzle.solved()) return Mended::kHopeless;
  found = puzzle.solution();
  return Mended::kWhole;
}

}  // namespace ntlmscan::recover
