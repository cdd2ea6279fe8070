// Extractions become rows of `events`.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "columns/block.hpp"
#include "columns/derive.hpp"
#include "columns/extra.hpp"
#include "plan/extraction.hpp"

namespace ntlmscan::columns {

/// Where a record lay and what its header says.
struct Place {
  std::string_view source;
  std::string_view origin;
  std::uint64_t byte_offset = 0;
  std::uint64_t header_id = 0;
  std::uint64_t written = 0;  ///< FILETIME of the record header
};

class EventRows {
 public:
  explicit EventRows(std::uint64_t seed) : block_(Table::kEvents, seed) {}

  [[nodiscard]] Block& block() noexcept { return block_; }

  /// Adds one row. x.event must be set. `with_payload` false leaves the payload columns null.
  void add(const Place& place, const plan::Extraction& x, bool with_payload);

 private:
  void add_system(const Place& place, const plan::Extraction& x);
  void add_fields(const plan::Extraction& x);
  void add_field(const plan::Field& field, std::size_t number, const catalogue::EventDef& event);
  [[nodiscard]] Normal store(const catalogue::FieldDef& def, const plan::Value& value);
  [[nodiscard]] Normal store_number(const catalogue::FieldDef& def, const plan::Value& value);
  [[nodiscard]] Normal store_bool(const catalogue::FieldDef& def, const plan::Value& value);
  [[nodiscard]] bool rebuilds(const plan::Value& value, std::uint64_t number, catalogue::InType in_type);
  void take_trimmed(const plan::Value& value);
  void to_extra(const plan::Field& field, std::size_t number);
  void apply_quirk(const plan::Extraction& x);
  void explicit_credentials(const plan::Extraction& x);
  void rotated_target(const plan::Extraction& x);
  void add_derived(const catalogue::EventDef& event);
  void count_names(const plan::Extraction& x);

  Block block_;
  Extra extra_;
  std::string scratch_;
  std::vector<std::uint32_t> numbers_;  // per field: the how-manyth of its name
  std::vector<std::pair<Bytes, std::uint32_t>> names_;
  std::bitset<kEventColumnCount> tried_;  // columns that a field of this row was meant for
  plan::Logon logon_ = plan::Logon::kNone;
};

}  // namespace ntlmscan::columns
