// What inspect() notes of each record: times, ids, hidden bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plan/walk.hpp"
#include "scan/chunk_reader.hpp"

namespace ntlmscan::scanning {

/// Bytes between the end of a record's content and its size copy that are more than padding.
[[nodiscard]] std::size_t hidden_bytes(const evtx::Record& record, const binxml::Expansion& read) noexcept;

/// One record as inspect() sees it.
struct Mark {
  std::uint64_t offset = 0;
  std::uint64_t header_id = 0;
  std::uint64_t written = 0;
  std::uint64_t id = 0;  ///< System/EventRecordID, or the header's
  std::uint64_t filetime = 0;
  std::uint32_t stream = 0;  ///< index into UnitResult::streams
  bool has_time = false;
  std::uint16_t log_event = 0;  ///< 1102, 1104 or 104 of a log that was cleared or full
};

/// A sound chunk whose header names other records than it holds.
struct OddChunk {
  std::uint64_t offset = 0;
  std::uint64_t recorded_first = 0, recorded_last = 0;
  std::uint64_t found_first = 0, found_last = 0;
};

/// Of one unit.
struct Marks {
  std::vector<Mark> records;
  std::vector<OddChunk> odd_chunks;
  std::uint64_t empty_chunks = 0;  ///< with a header and no record
};

class HealthVisitor : public RecordVisitor {
 public:
  void begin_chunk(Bytes chunk, FileOffset at, UnitResult& out) override;
  void record(Bytes chunk, const evtx::Record& record, UnitResult& out) override;
  void begin_recovered(Bytes, FileOffset, UnitResult&) override {}
  void recovered(const recover::Rebuilt& record, UnitResult& out) override;
  void end_chunk() override;

  /// The marks of the unit that was read, which is over.
  [[nodiscard]] Marks take();

 private:
  void note_faults(const evtx::Record& record, bool readable, UnitResult& out) const;
  [[nodiscard]] std::uint32_t stream_of(const plan::SystemValues& system, bool forwarded, UnitResult& out);

  plan::DocumentReader reader_;
  Marks marks_;
  FileOffset chunk_at_{};
  bool judge_ids_ = false;  // the chunk's header and records have sound checksums
  evtx::ChunkHeader header_;
  std::uint64_t first_ = 0;
  std::uint64_t last_ = 0;
  std::uint64_t records_ = 0;
  std::string computer_;
  std::string channel_;
};

}  // namespace ntlmscan::scanning
