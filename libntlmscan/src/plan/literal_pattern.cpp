// Making and matching of patterns of literal records.
#include "plan/literal_pattern.hpp"

#include <algorithm>

namespace ntlmscan::plan {
namespace {

using binxml::Item;
using binxml::ItemKind;

constexpr std::size_t kField = 4;  // a size or the offset of a name
constexpr std::size_t kCount = 2;  // in front of a text's units

bool is_structure(ItemKind kind) noexcept {
  return kind == ItemKind::kElement || kind == ItemKind::kAttribute || kind == ItemKind::kEnd;
}

// Offset behind the name at `at`, which was parsed.
std::size_t behind_name(Bytes chunk, std::size_t at) noexcept {
  constexpr std::size_t kTerminator = 2;
  return at + binxml::kNameUnits + std::size_t{2} * chunk.u16_unchecked(at + binxml::kNameUnits - 2) + kTerminator;
}

// The value that is this very text; kSystemFieldCount if none is.
std::uint8_t field_of(const SystemValues& system, Bytes text) noexcept {
  std::size_t field = 0;
  while (field < kSystemFieldCount && system.values[field].bytes.data() != text.data()) ++field;
  return static_cast<std::uint8_t>(field);
}

}  // namespace

// False where something stands there that a step cannot say.
bool LiteralPattern::find_gaps(Bytes chunk, std::size_t begin, const binxml::Stream& head, const SystemValues& system) {
  gaps_.clear();
  names_end_ = 0;
  for (const binxml::NameUse& use : head.names) {
    names_end_ = std::max(names_end_, behind_name(chunk, use.name));
    if (use.of_element) gaps_.push_back({use.at - kField, kField});
    if (use.lists_behind) gaps_.push_back({use.at + kField, kField});
  }
  std::size_t fields = 0;
  for (const Item& item : head.tape) {
    if (is_structure(item.kind)) continue;
    if (item.kind != ItemKind::kText) return false;
    const std::uint8_t field = field_of(system, item.bytes);
    fields += field < kSystemFieldCount ? 1 : 0;
    gaps_.push_back({item.bytes.offset_in(chunk) - kCount, kCount + item.bytes.size(), field, true});
  }
  // A value that is no text by itself was put together of several pieces.
  const auto present = std::count_if(system.values.begin(), system.values.end(),
                                     [](const Value& value) { return value.type != binxml::ValueType::kNull; });
  std::sort(gaps_.begin(), gaps_.end(), [](const Gap& a, const Gap& b) { return a.at < b.at; });
  return names_end_ <= begin && fields == static_cast<std::size_t>(present);
}

void LiteralPattern::end_step(std::uint8_t field, bool text) {
  steps_.push_back({.word = static_cast<std::uint32_t>(words_.size()),
                    .bytes = static_cast<std::uint32_t>(wanted_.size()),
                    .field = field,
                    .text = text});
  const std::size_t words = (wanted_.size() + 7) / 8;
  wanted_.resize(8 * words);
  mask_.resize(8 * words);
  for (std::size_t i = 0; i < words; ++i) {
    words_.push_back({Bytes(wanted_).u64_unchecked(8 * i), Bytes(mask_).u64_unchecked(8 * i)});
  }
  wanted_.clear();
  mask_.clear();
}

void LiteralPattern::learn(Bytes chunk, std::size_t begin, const binxml::Stream& head, const SystemValues& system) {
  steps_.clear();
  words_.clear();
  if (!find_gaps(chunk, begin, head, system)) return;
  std::size_t at = begin;
  const auto known_until = [&](std::size_t end) {
    const Bytes known = chunk.slice_unchecked(at, end - at);
    wanted_.insert(wanted_.end(), known.data(), known.data() + known.size());
    mask_.resize(wanted_.size(), 0xFF);
  };
  for (const Gap& gap : gaps_) {
    known_until(gap.at);
    at = gap.at + gap.size;
    if (gap.text) {
      end_step(gap.field, true);
    } else {
      wanted_.resize(wanted_.size() + gap.size);
      mask_.resize(wanted_.size());
    }
  }
  known_until(head.end);
  end_step(kSystemFieldCount, false);
}

bool LiteralPattern::read(Bytes chunk, std::size_t begin, std::size_t end, SystemValues& system) const noexcept {
  if (steps_.empty() || begin < names_end_) return false;
  std::size_t at = begin;
  for (const Step& step : steps_) {
    const std::size_t words = (step.bytes + std::size_t{7}) / 8;
    if (!chunk.fits(at, 8 * words)) return false;
    std::uint64_t different = 0;
    for (std::size_t i = 0; i < words; ++i) {
      const Word& word = words_[step.word + i];
      different |= (chunk.u64_unchecked(at + 8 * i) ^ word.wanted) & word.mask;
    }
    at += step.bytes;
    if (different != 0 || at > end) return false;
    if (!step.text) continue;
    if (end - at < kCount) return false;
    const std::size_t size = std::size_t{2} * chunk.u16_unchecked(at);
    at += kCount;
    if (end - at < size) return false;
    if (step.field < kSystemFieldCount) {
      system.values[step.field] = {binxml::ValueType::kUtf16, chunk.slice_unchecked(at, size)};
    }
    at += size;
  }
  return true;
}

}  // namespace ntlmscan::plan
