// Making of layouts.
#include "plan/system_layout.hpp"

#include <algorithm>
#include <cstring>

namespace ntlmscan::plan {
namespace {

using binxml::ValueType;

constexpr SystemField kHead[] = {SystemField::kEventId, SystemField::kTimeCreated, SystemField::kRecordId,
                                 SystemField::kChannel, SystemField::kComputer};

}  // namespace

SystemLayout::SystemLayout(const OuterPlan& outer, const OpenInstance& record)
    : payload_slot_(outer.payload), forwarded_(outer.forwarded) {
  const std::size_t table = record.table();
  for (std::size_t i = 0; i < places_.size(); ++i) places_[i] = place_of(outer.system[i], record);
  size_ = static_cast<std::uint32_t>(record.bytes() - 4);
  if (payload_slot_ != kNoSlot) {
    size_ -= record.size_unchecked(payload_slot_);
    payload_at_ = static_cast<std::uint32_t>(record.start_unchecked(payload_slot_) - table);
    const ValueType type = record.type_unchecked(payload_slot_);
    payload_ = type == ValueType::kBinXml ? Payload::kBinXml
               : type == ValueType::kNull ? Payload::kNone
                                          : Payload::kOdd;
  }
  judge();
  remember(outer, record);
}

SystemLayout::Place SystemLayout::place_of(const SystemSource& source, const OpenInstance& record) noexcept {
  const bool absent = source.dependency != kNoSlot && record.type_unchecked(source.dependency) == ValueType::kNull;
  if (absent) return {};
  if (source.slot == kNoSlot) {
    const bool literal = source.literal.data() != nullptr;
    return {.type = literal ? ValueType::kUtf16 : ValueType::kNull, .literal = source.literal};
  }
  return {.type = record.type_unchecked(source.slot),
          .at = static_cast<std::uint32_t>(record.start_unchecked(source.slot) - record.table()),
          .size = record.size_unchecked(source.slot),
          .literal = {}};
}

void SystemLayout::judge() noexcept {
  const auto type = [&](SystemField field) { return place(field).type; };
  single_head_ =
      std::all_of(std::begin(kHead), std::end(kHead), [&](SystemField field) { return is_single(type(field)); });
  single_ = std::all_of(places_.begin(), places_.end(), [](const Place& place) { return is_single(place.type); });
  SystemValues system;
  for (std::size_t i = 0; i < places_.size(); ++i) system.values[i].type = places_[i].type;
  whole_ = is_single(type(SystemField::kProvider)) && is_whole(system);
  plain_ = stands_there(SystemField::kEventId, ValueType::kUInt16, 2) &&
           stands_there(SystemField::kTimeCreated, ValueType::kFiletime, 8) &&
           stands_there(SystemField::kRecordId, ValueType::kUInt64, 8);
}

bool SystemLayout::stands_there(SystemField field, ValueType type, std::uint32_t size) const noexcept {
  const Place& its = place(field);
  return its.literal.data() == nullptr && its.type == type && its.size == size;
}

// Only where nothing lies behind the payload, and the payload is nothing else as well; otherwise no record matches.
void SystemLayout::remember(const OuterPlan& outer, const OpenInstance& record) noexcept {
  wanted_[0] = mask_[0] = ~std::uint64_t{0};  // no number of values
  const std::size_t bytes = 4 + std::size_t{4} * record.count();
  const bool last = payload_slot_ == kNoSlot || payload_slot_ + 1u == record.count();
  const bool shared = std::any_of(outer.system.begin(), outer.system.end(), [&](const SystemSource& source) {
    return source.slot != kNoSlot && source.slot == payload_slot_;
  });
  if (bytes > kCompared || !last || shared) return;
  std::array<std::uint8_t, kCompared> mask{};
  std::fill_n(mask.begin(), bytes, std::uint8_t{0xFF});
  if (payload_slot_ != kNoSlot) mask[bytes - 4] = mask[bytes - 3] = 0;
  std::memcpy(mask_.data(), mask.data(), mask.size());
  std::memcpy(wanted_.data(), record.table_bytes().data(), bytes);
}

const SystemLayout* SystemLayouts::find_other(Bytes chunk, std::size_t table) noexcept {
  for (const SystemLayout& known : known_) {
    if (&known == recent_ || !known.matches(chunk, table)) continue;
    recent_ = &known;
    return recent_;
  }
  return nullptr;
}

const SystemLayout& SystemLayouts::learn(const OuterPlan& outer, const OpenInstance& record) {
  if (known_.size() < kMost) {
    known_.reserve(kMost);
    recent_ = &known_.emplace_back(outer, record);
    return *recent_;
  }
  SystemLayout& replaced = known_[oldest_];
  replaced = SystemLayout(outer, record);
  recent_ = &replaced;
  oldest_ = (oldest_ + 1) % kMost;
  return replaced;
}

}  // namespace ntlmscan::plan
