// Records to rows: the visitor behind scan().
#pragma once

#include "columns/event_rows.hpp"
#include "plan/record_reader.hpp"
#include "scan/chunk_reader.hpp"

namespace ntlmscan::scanning {

/// A fault for a record that could not be read whole.
[[nodiscard]] Fault damaged_record(const binxml::Expansion& expansion, FileOffset at, std::uint32_t size);

class EventVisitor : public RecordVisitor {
 public:
  /// `number` tells the visitors of one run apart.
  EventVisitor(const plan::Selection& selection, bool walker_only, std::uint64_t seed, std::uint32_t number)
      : reader_(selection, walker_only), rows_(seed, number) {}

  void begin_unit(UnitResult& out) override { rows_.begin(out.events, out.unit.file->name, "live"); }
  void begin_chunk(Bytes chunk, FileOffset at, UnitResult& out) override;
  void record(Bytes chunk, const evtx::Record& record, UnitResult& out) override;

 private:
  void note_damage(const evtx::Record& record, plan::Verdict verdict, UnitResult& out) const;
  void see(const evtx::Record& record, UnitResult& out);
  [[nodiscard]] std::uint32_t stream_of(UnitResult& out);
  [[nodiscard]] bool within_bounds(const evtx::Record& record, UnitResult& out);
  [[nodiscard]] std::uint32_t find_stream(UnitResult& out);

  plan::RecordReader reader_;
  columns::EventRows rows_;
  FileOffset chunk_at_{};
  std::size_t chunk_values_ = 0;  // bytes of payload values kept of this chunk
  // The raw computer and channel of the record before, in this chunk: most records repeat them.
  Bytes last_computer_;
  Bytes last_channel_;
  std::uint32_t last_stream_ = 0;
  bool last_forwarded_ = false;
  bool has_last_ = false;
};

}  // namespace ntlmscan::scanning
