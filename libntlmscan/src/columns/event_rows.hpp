// Extractions become rows of `events`.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "columns/block_writer.hpp"
#include "columns/direct_fields.hpp"
#include "columns/event_words.hpp"
#include "columns/extra.hpp"
#include "plan/extraction.hpp"

namespace ntlmscan::columns {

/// Where a record lay and what its header says.
struct Place {
  std::uint64_t byte_offset = 0;
  std::uint64_t header_id = 0;
  std::uint64_t written = 0;  ///< FILETIME of the record header
};

class EventRows {
 public:
  /// `number` tells the writers of one run apart.
  EventRows(std::uint64_t seed, std::uint32_t number) : writer_(Table::kEvents, seed, number) {}

  /// Rows go into `block`, which is cleared, from now on, and have these texts in `source` and `origin`.
  void begin(Block& block, std::string_view source, std::string_view origin);

  /// Adds one row. x.event must be set. `with_payload` false leaves the payload columns null.
  void add(const Place& place, const plan::Extraction& x, bool with_payload);

 private:
  void set_time(Column column, std::uint64_t ticks);
  void add_place(const Place& place);
  void add_system(const plan::Extraction& x);
  void add_activity(const plan::Value& value);
  void add_fields(const plan::Extraction& x);
  void add_field(const plan::Field& field, std::size_t number, const catalogue::EventDef& event);
  void to_extra(const plan::Field& field, std::size_t number);
  void apply_quirk(const plan::Extraction& x);
  void explicit_credentials(const plan::Extraction& x);
  void rotated_target(const plan::Extraction& x);
  void count_names(const plan::Extraction& x);

  BlockWriter writer_;
  FieldWriter field_writer_{writer_};
  DirectFields direct_{writer_, field_writer_};
  EventWords words_{writer_};
  Extra extra_;
  std::string scratch_;
  std::vector<std::uint32_t> numbers_;  // per field: the how-manyth of its name
  std::vector<std::pair<Bytes, std::uint32_t>> names_;
  std::bitset<kEventColumnCount> tried_;  // columns that a field of this row was meant for
  // Codes of the dictionary at hand.
  std::int32_t source_ = -1;
  std::int32_t origin_ = -1;
  std::array<std::int32_t, plan::kNamesCount> decoded_by_{};
  std::array<Memo, plan::kSystemFieldCount> memos_{};
};

}  // namespace ntlmscan::columns
