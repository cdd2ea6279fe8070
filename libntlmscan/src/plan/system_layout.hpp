// Where System lies in the records of a template, remembered by their value descriptors.
//
// Records of one template differ in the size of their payload, which is the last value, and in hardly anything else of
// their descriptors. Where these are the same, every value lies where it lay before, and nothing has to be added up.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "plan/compile.hpp"
#include "plan/extraction.hpp"
#include "plan/instance.hpp"

namespace ntlmscan::plan {

/// Positions count from the first descriptor; the number of values stands in the four bytes in front of it.
class SystemLayout {
 public:
  enum class Payload : std::uint8_t { kNone, kBinXml, kOdd };

  /// Of `record`, which must be located and have all slots of `outer`.
  SystemLayout(const OuterPlan& outer, const OpenInstance& record);

  /// This many bytes, from the number of values on, are looked at by matches(); they need not all belong to the table.
  static constexpr std::size_t kCompared = 96;
  /// The record with its table at chunk offset `table` has the same descriptors, but for the size of its payload.
  /// Requires kCompared bytes from table - 4 on.
  [[nodiscard]] bool matches(Bytes chunk, std::size_t table) const noexcept {
    std::uint64_t different = 0;
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      different |= (chunk.u64_unchecked(table - 4 + 8 * i) ^ wanted_[i]) & mask_[i];
    }
    return different == 0;
  }

  // Those with `chunk` and `table` are for a record that matches(), or the one that the layout was made of.

  /// Bytes of descriptors and values.
  [[nodiscard]] std::size_t size(Bytes chunk, std::size_t table) const noexcept {
    return size_ + (payload_slot_ == kNoSlot ? 0 : payload_size(chunk, table));
  }
  /// Absent values are of type kNull. Requires that size() fits.
  [[nodiscard]] Value value(SystemField field, Bytes chunk, std::size_t table) const noexcept {
    const Place& its = place(field);
    const Bytes here = chunk.slice_unchecked(table + its.at, its.size);
    return {its.type, its.literal.data() != nullptr ? its.literal : here};
  }

  /// Id, time and record id stand in the record as a number of 16 bits, a FILETIME and a number of 64 bits.
  [[nodiscard]] bool plain() const noexcept { return plain_; }
  // These require plain().
  [[nodiscard]] std::uint16_t event_id(Bytes chunk, std::size_t table) const noexcept {
    return chunk.u16_unchecked(table + place(SystemField::kEventId).at);
  }
  [[nodiscard]] std::uint64_t filetime(Bytes chunk, std::size_t table) const noexcept {
    return chunk.u64_unchecked(table + place(SystemField::kTimeCreated).at);
  }
  [[nodiscard]] std::uint64_t record_id(Bytes chunk, std::size_t table) const noexcept {
    return chunk.u64_unchecked(table + place(SystemField::kRecordId).at);
  }

  /// Two records, both of this layout, have the same computer and channel.
  [[nodiscard]] bool same_log(Bytes chunk, std::size_t table, std::size_t other) const noexcept {
    for (const SystemField field : {SystemField::kComputer, SystemField::kChannel}) {
      const Place& its = place(field);
      if (its.literal.data() != nullptr) continue;
      const Bytes here = chunk.slice_unchecked(table + its.at, its.size);
      if (!here.equals(chunk.slice_unchecked(other + its.at, its.size))) return false;
    }
    return true;
  }

  [[nodiscard]] Payload payload() const noexcept { return payload_; }
  [[nodiscard]] std::size_t payload_at() const noexcept { return payload_at_; }
  /// Requires a payload.
  [[nodiscard]] std::size_t payload_size(Bytes chunk, std::size_t table) const noexcept {
    return chunk.u16_unchecked(table + std::size_t{4} * payload_slot_);
  }

  [[nodiscard]] bool forwarded() const noexcept { return forwarded_; }
  /// No array or Binary XML among the values that every record is asked for.
  [[nodiscard]] bool single_head() const noexcept { return single_head_; }
  /// None in all of System.
  [[nodiscard]] bool single() const noexcept { return single_; }
  /// System has what a record with a damaged payload must have.
  [[nodiscard]] bool whole() const noexcept { return whole_; }

 private:
  struct Place {
    binxml::ValueType type = binxml::ValueType::kNull;
    std::uint32_t at = 0;
    std::uint32_t size = 0;
    Bytes literal;  ///< without one the value stands in the record
  };

  [[nodiscard]] const Place& place(SystemField field) const noexcept {
    return places_[static_cast<std::size_t>(field)];
  }
  [[nodiscard]] bool stands_there(SystemField field, binxml::ValueType type, std::uint32_t size) const noexcept;
  [[nodiscard]] static Place place_of(const SystemSource& source, const OpenInstance& record) noexcept;
  void judge() noexcept;
  void remember(const OuterPlan& outer, const OpenInstance& record) noexcept;

  alignas(16) std::array<std::uint64_t, kCompared / 8> wanted_{};
  alignas(16) std::array<std::uint64_t, kCompared / 8> mask_{};
  std::array<Place, kSystemFieldCount> places_{};
  std::uint32_t size_ = 0;  // without that of the payload
  std::uint32_t payload_at_ = 0;
  std::uint16_t payload_slot_ = kNoSlot;
  Payload payload_ = Payload::kNone;
  bool forwarded_ = false;
  bool single_head_ = false;
  bool single_ = false;
  bool whole_ = false;
  bool plain_ = false;
};

/// The layouts that one template's records had last.
class SystemLayouts {
 public:
  /// The layout of the record whose table was found; nullptr where none is known. Valid until the next learn().
  [[nodiscard]] const SystemLayout* find(Bytes chunk, std::size_t table) noexcept {
    if (!chunk.fits(table - 4, SystemLayout::kCompared)) return nullptr;
    if (recent_ != nullptr && recent_->matches(chunk, table)) return recent_;
    return find_other(chunk, table);
  }
  const SystemLayout& learn(const OuterPlan& outer, const OpenInstance& record);

 private:
  static constexpr std::size_t kMost = 4;  // two serve 98 of 100 records, four hardly more

  [[nodiscard]] const SystemLayout* find_other(Bytes chunk, std::size_t table) noexcept;

  std::vector<SystemLayout> known_;
  const SystemLayout* recent_ = nullptr;  // of known_
  std::size_t oldest_ = 0;
};

}  // namespace ntlmscan::plan
