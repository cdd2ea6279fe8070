// What was taken out of one record: System values and payload fields, still as bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "binxml/value_table.hpp"
#include "bytes/byte_view.hpp"
#include "catalogue/event_def.hpp"

namespace ntlmscan::plan {

using binxml::Value;

/// The values of Event/System that become columns.
enum class SystemField : std::uint8_t {
  kProvider,
  kProviderGuid,
  kEventId,
  kVersion,
  kLevel,
  kKeywords,
  kTimeCreated,
  kRecordId,
  kActivityId,
  kChannel,
  kComputer,
};
inline constexpr std::size_t kSystemFieldCount = static_cast<std::size_t>(SystemField::kComputer) + 1;

/// Values of type kNull are absent; literal text has type kUtf16.
struct SystemValues {
  std::array<Value, kSystemFieldCount> values{};

  [[nodiscard]] const Value& operator[](SystemField field) const noexcept {
    return values[static_cast<std::size_t>(field)];
  }
  [[nodiscard]] Value& operator[](SystemField field) noexcept { return values[static_cast<std::size_t>(field)]; }
};

/// Everything that a record with a damaged payload must have to be believed.
[[nodiscard]] inline bool is_whole(const SystemValues& system) noexcept {
  constexpr SystemField kNeeded[] = {SystemField::kProvider, SystemField::kEventId, SystemField::kTimeCreated,
                                     SystemField::kChannel, SystemField::kComputer};
  for (const SystemField field : kNeeded) {
    if (system[field].type == binxml::ValueType::kNull) return false;
  }
  return true;
}

/// One EventData or UserData value. `name` is UTF-16LE as recorded; empty for a Data element without a Name.
struct Field {
  const catalogue::FieldDef* def = nullptr;  ///< nullptr: the catalogue does not know it
  Bytes name;
  Value value;
  bool by_position = false;  ///< def was found by place, not by name
};

/// Where the names of the fields came from (column decoded_by).
enum class Names : std::uint8_t {
  kTemplate,    ///< of the record's own chunk
  kLiteral,     ///< the record's own
  kFile,        ///< a template of another chunk of the file, ...
  kCollection,  ///< of another file, ...
  kLibrary,     ///< of a saved library
  kCatalogue,   ///< by position
  kNone,        ///< there are none
};
inline constexpr std::size_t kNamesCount = static_cast<std::size_t>(Names::kNone) + 1;
inline constexpr std::array<std::string_view, kNamesCount> kNamesTexts = {"chunk",   "literal",   "file", "collection",
                                                                          "library", "catalogue", "none"};

struct PayloadPlan;
class OpenInstance;

/// A payload that is taken straight from its instance: `plan` says which field each value is.
struct DirectPayload {
  const PayloadPlan* plan = nullptr;  ///< nullptr: the fields stand in Extraction::fields
  const OpenInstance* values = nullptr;
};

struct Extraction {
  SystemValues system;
  const catalogue::EventDef* event = nullptr;
  DirectPayload direct;
  std::vector<Field> fields;  ///< in recorded order; empty where `direct` holds the payload
  Names names = Names::kTemplate;
  bool forwarded = false;  ///< literal text instead of a template, or RenderingInfo present
};

}  // namespace ntlmscan::plan
