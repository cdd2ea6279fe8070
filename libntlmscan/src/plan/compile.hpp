// Template definitions to plans: where in a record's values the things stand that we want.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "binxml/stream.hpp"
#include "plan/extraction.hpp"
#include "plan/instance.hpp"

namespace ntlmscan::plan {

inline constexpr std::uint16_t kNoSlot = 0xFFFF;

/// One System value: a literal of the template, a slot of the record's values, or absent.
struct SystemSource {
  std::uint16_t slot = kNoSlot;
  std::uint16_t dependency = kNoSlot;  ///< absent if this other slot is null
  bool plain = false;                  ///< a slot without a dependency
  Bytes literal;                       ///< used without a slot; empty data() means absent
};

/// For a record's outermost template: where System and the payload are.
struct OuterPlan {
  bool regular = false;    ///< false: records go to the general walker
  bool forwarded = false;  ///< RenderingInfo is present
  std::array<SystemSource, kSystemFieldCount> system{};
  std::uint16_t payload = kNoSlot;  ///< slot of the nested Binary XML; kNoSlot: the event has no payload
  std::uint16_t slots = 0;          ///< values a record must have
};

/// One payload field: slot to FieldDef.
struct Take {
  const catalogue::FieldDef* def = nullptr;
  Bytes name;
  std::uint16_t slot = kNoSlot;  ///< kNoSlot: the value is `literal`
  bool optional = false;         ///< a null leaves the field out; else it is an empty text
  Bytes literal;
};

/// The columns that hold a logon's package names.
inline constexpr std::array<Column, 3> kLogonColumns = {Column::kNtlmVersion, Column::kLogonProcess,
                                                        Column::kAuthPackage};
inline constexpr std::uint16_t kNoTake = 0xFFFF;

/// For a payload template under one event of the catalogue.
struct PayloadPlan {
  bool regular = false;
  /// Each field has a name and a place of its own, whatever the values are: a flat instance needs no list of fields.
  bool direct = false;
  /// Of a direct plan: the fields that tell the protocol of a logon, in the order of kLogonColumns; kNoTake if absent.
  std::array<std::uint16_t, kLogonColumns.size()> logon{};
  std::uint64_t serial = 0;  ///< no other plan of the same cache has or had it
  std::vector<Take> takes;
  std::uint16_t slots = 0;
};

/// `definition` must be free of errors. Bytes of the plan refer to what the tape refers to.
[[nodiscard]] OuterPlan compile_outer(const binxml::Stream& definition);
[[nodiscard]] PayloadPlan compile_payload(const binxml::Stream& definition, const catalogue::EventDef& event);

/// The System field that the element `name` under System, or its attribute, fills. kSystemFieldCount if none.
[[nodiscard]] std::size_t system_field_of(Bytes element, Bytes attribute) noexcept;

/// The catalogue's field for a recorded UTF-16 name; nullptr if there is none.
[[nodiscard]] const catalogue::FieldDef* field_of(const catalogue::EventDef& event, Bytes name) noexcept;

}  // namespace ntlmscan::plan
