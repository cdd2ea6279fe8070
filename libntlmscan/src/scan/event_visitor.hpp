// Records to rows: the visitor behind scan().
#pragma once

#include <array>
#include <vector>

#include "columns/event_rows.hpp"
#include "plan/record_reader.hpp"
#include "scan/chunk_reader.hpp"
#include "scan/hidden.hpp"

namespace ntlmscan::scanning {

/// A fault for a record that could not be read whole.
[[nodiscard]] Fault damaged_record(const binxml::Expansion& expansion, FileOffset at, std::uint32_t size);

class EventVisitor : public RecordVisitor {
 public:
  /// `number` tells the visitors of one run apart.
  EventVisitor(const plan::Selection& selection, bool walker_only, std::uint64_t seed, std::uint32_t number)
      : reader_(selection, walker_only), rows_(seed, number) {}

  void begin_unit(UnitResult& out) override;
  void begin_chunk(Bytes chunk, FileOffset at, UnitResult& out) override;
  void record(Bytes chunk, const evtx::Record& record, UnitResult& out) override;
  void begin_recovered(Bytes bytes) override { turn_to(bytes); }
  void recovered(const recover::Rebuilt& record, UnitResult& out) override;
  [[nodiscard]] const recover::EventIds* wanted_ids() const override { return &reader_.wanted_ids(); }
  void end_recovered(Bytes chunk) override { turn_to(chunk); }
  void hold_partial() override { hold_partial_ = true; }
  void keep_partial(const evtx::Record& record, UnitResult& out) override;
  void ids_missing_behind(const evtx::Record& record, UnitResult& out) override { hidden_.look(record, out.faults); }
  void end_chunk() override { rows_.flush(); }

 private:
  /// A stream by its computer and channel as recorded.
  struct KnownStream {
    std::vector<std::uint8_t> computer;
    std::vector<std::uint8_t> channel;
    std::array<binxml::ValueType, 2> types{};
    std::uint32_t stream = 0;
  };
  static constexpr std::size_t kMostKnown = 8;

  void turn_to(Bytes chunk);
  void add_row(const evtx::Record& record, bool kept, UnitResult& out);
  void note_damage(const evtx::Record& record, plan::Verdict verdict, UnitResult& out) const;
  void see(const evtx::Record& record, UnitResult& out);
  [[nodiscard]] std::uint32_t stream_of(UnitResult& out);
  [[nodiscard]] bool within_bounds() noexcept;
  void note_cleared(const catalogue::EventDef& event, const evtx::Record& record, UnitResult& out) const;
  [[nodiscard]] std::uint32_t known_stream(const plan::Value& computer, const plan::Value& channel, UnitResult& out);
  [[nodiscard]] static std::uint32_t find_stream(const plan::Value& computer, const plan::Value& channel,
                                                 UnitResult& out);

  plan::RecordReader reader_;
  columns::EventRows rows_;
  HiddenSearch hidden_;
  FileOffset chunk_at_{};
  bool hold_partial_ = false;
  std::size_t chunk_values_ = 0;    // bytes of payload values kept of this chunk
  std::vector<KnownStream> known_;  // of this unit
  std::uint32_t last_stream_ = 0;
  bool has_last_ = false;  // the record before in this chunk was planned
};

}  // namespace ntlmscan::scanning
