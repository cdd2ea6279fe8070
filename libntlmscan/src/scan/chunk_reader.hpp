// Walk the chunks of a unit and hand each live record to a visitor.
#pragma once

#include <cstdint>
#include <vector>

#include "evtx/record_walk.hpp"
#include "scan/chunk_signs.hpp"
#include "scan/unit.hpp"

namespace ntlmscan::scanning {

/// What is done with records; one per thread.
class RecordVisitor {
 public:
  virtual ~RecordVisitor() = default;
  virtual void begin_unit(UnitResult&) {}
  virtual void begin_chunk(Bytes chunk, FileOffset at, UnitResult& out) = 0;
  virtual void record(Bytes chunk, const evtx::Record& record, UnitResult& out) = 0;
  /// Ids are missing between this record and the one that was just read: it may hide them.
  virtual void ids_missing_behind(const evtx::Record&, UnitResult&) {}
  /// The chunk's bytes go away.
  virtual void end_chunk() {}
};

/// Reads the chunks of a unit one by one; one per thread.
class ChunkReader {
 public:
  explicit ChunkReader(RecordVisitor& visitor) noexcept : visitor_(visitor) {}

  /// Fills `out`, which was cleared and knows its unit.
  void run(UnitResult& out);

 private:
  void read(UnitResult& out, std::uint64_t index);
  void chunk(Bytes chunk, FileOffset at, UnitResult& out);

  RecordVisitor& visitor_;
  ChunkSigns signs_;
  std::vector<std::uint8_t> buffer_ = std::vector<std::uint8_t>(evtx::kChunkSize);
};

}  // namespace ntlmscan::scanning
