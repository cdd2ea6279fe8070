// Extractions become rows of `events`.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "columns/block_writer.hpp"
#include "columns/direct_fields.hpp"
#include "columns/event_words.hpp"
#include "columns/extra.hpp"
#include "columns/system_columns.hpp"
#include "plan/extraction.hpp"

namespace ntlmscan::columns {

class EventRows {
 public:
  /// `number` tells the writers of one run apart.
  EventRows(std::uint64_t seed, std::uint32_t number) : writer_(Table::kEvents, seed, number) {}

  /// Rows go into `block`, which is cleared, from now on, and have these texts in `source` and `origin`.
  void begin(Block& block, std::string_view source, std::string_view origin);

  /// Adds one row. x.event must be set. `with_payload` false leaves the payload columns null. The bytes that `x` refers
  /// to must stay until flush(), which comes before the block is read and before the next chunk.
  void add(const Place& place, const plan::Extraction& x, bool with_payload);
  /// Writes the rows that wait.
  void flush();

 private:
  static constexpr std::size_t kFewWaiting = 8;
  static constexpr std::size_t kMostWaiting = 1024;

  void wait(const Place& place, const plan::Extraction& x);
  void add_direct(const Place& place, const plan::Extraction& x);
  void add_fields(const plan::Extraction& x);
  void add_field(const plan::Field& field, std::size_t number, const catalogue::EventDef& event);
  void to_extra(const plan::Field& field, std::size_t number);
  void apply_quirk(const plan::Extraction& x);
  void explicit_credentials(const plan::Extraction& x);
  void rotated_target(const plan::Extraction& x);
  void count_names(const plan::Extraction& x);

  BlockWriter writer_;
  FieldWriter field_writer_{writer_};
  SystemColumns system_{writer_};
  EventWords words_{writer_};
  DirectFields direct_{writer_, field_writer_, words_};
  std::vector<RowHead> heads_;  // grows to kMostWaiting, where a chunk has so many
  std::size_t waiting_ = 0;     // heads in use: rows whose payloads direct_ holds
  Extra extra_;
  std::string scratch_;
  std::vector<std::uint32_t> numbers_;  // per field: the how-manyth of its name
  std::vector<std::pair<Bytes, std::uint32_t>> names_;
  std::bitset<kEventColumnCount> tried_;  // columns that a field of this row was meant for
};

}  // namespace ntlmscan::columns
