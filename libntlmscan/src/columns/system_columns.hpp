// Place and System of a run of rows into their columns.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "columns/block_writer.hpp"
#include "plan/extraction.hpp"
#include "recover/provenance.hpp"

namespace ntlmscan::columns {

/// Where a record lay and what its header says.
struct Place {
  std::uint64_t byte_offset = 0;
  std::uint64_t header_id = 0;
  std::uint64_t written = 0;                       ///< FILETIME of the record header
  const recover::Provenance* recovered = nullptr;  ///< of a record that is not live; stays until the row is written
};

/// What a row shows beside its payload. The bytes of `system` are those of the chunk or of its plans.
struct RowHead {
  Place place;
  plan::SystemValues system;
  std::uint16_t event_id = 0;
  plan::Names names = plan::Names::kTemplate;
  bool forwarded = false;
};

class SystemColumns {
 public:
  explicit SystemColumns(BlockWriter& writer) noexcept : writer_(writer) {}

  /// The texts of `source` and `origin` from now on, until the next call. Follows every BlockWriter::begin().
  void begin(std::string_view source, std::string_view origin);
  /// Sets the columns of the writer's run: one head for each row.
  void write(std::span<const RowHead> heads);

 private:
  void write_places(std::span<const RowHead> heads);
  void write_provenance(std::span<const RowHead> heads);
  void write_times(std::span<const RowHead> heads);
  void write_texts(Column column, plan::SystemField field, std::span<const RowHead> heads);
  void write_numbers(Column column, plan::SystemField field, std::uint64_t most, std::span<const RowHead> heads);
  void write_activity(std::span<const RowHead> heads);

  BlockWriter& writer_;
  // Codes of the dictionary at hand.
  std::int32_t source_ = -1;
  std::int32_t origin_ = -1;
  std::array<std::int32_t, plan::kNamesCount> decoded_by_{};
  std::array<Memo, plan::kSystemFieldCount> memos_{};
};

}  // namespace ntlmscan::columns
