// Walk the chunks of a unit and hand each live record to a visitor.
#pragma once

#include <cstdint>
#include <vector>

#include "bytes/read_buffer.hpp"
#include "evtx/record_walk.hpp"
#include "recover/rebuild.hpp"
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
  /// Old records follow, which were put together in `bytes`; within a chunk, between begin_chunk() and end_chunk().
  virtual void begin_recovered(Bytes) {}
  virtual void recovered(const recover::Rebuilt& record, UnitResult& out) = 0;
  /// Event ids of which old records are handed over; others are only counted. nullptr: all of them.
  [[nodiscard]] virtual const recover::EventIds* wanted_ids() const { return nullptr; }
  /// They go away; live records of `chunk` may follow.
  virtual void end_recovered(Bytes) {}
  /// Ids are missing between this record and the one that was just read: it may hide them.
  virtual void ids_missing_behind(const evtx::Record&, UnitResult&) {}
  /// From now on a record that cannot be read whole gets no row by record(), but by keep_partial() behind it, unless it
  /// was recovered.
  virtual void hold_partial() {}
  virtual void keep_partial(const evtx::Record&, UnitResult&) {}
  /// The chunk's bytes go away.
  virtual void end_chunk() {}
};

class Recovery;

/// Reads the chunks of a unit one by one; one per thread.
class ChunkReader {
 public:
  /// `recovery` is nullptr where only live records are read.
  explicit ChunkReader(RecordVisitor& visitor, Recovery* recovery = nullptr) noexcept
      : visitor_(visitor), recovery_(recovery) {}

  /// Fills `out`, which was cleared and knows its unit.
  void run(UnitResult& out);

 private:
  void read(UnitResult& out, std::uint64_t index);
  void chunk(Bytes chunk, FileOffset at, UnitResult& out);

  RecordVisitor& visitor_;
  Recovery* recovery_;
  ChunkSigns signs_;
  ReadBuffer buffer_ = ReadBuffer(evtx::kChunkSize);
};

}  // namespace ntlmscan::scanning
