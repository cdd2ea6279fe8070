// What inspect() notes of each record: times, ids, hidden bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plan/walk.hpp"
#include "scan/chunk_reader.hpp"

namespace ntlmscan::scanning {

/// What a record tells of the log that it lies in.
enum class Told : std::uint8_t {
  kNothing,
  kCleared,
  kSecurityCleared,
  kFull,
  kClock /* it was set, or the machine began */
};

inline constexpr std::size_t kToldKinds = 5;

/// One record as inspect() sees it.
struct Mark {
  std::uint64_t offset = 0;
  std::uint64_t header_id = 0;
  std::uint64_t written = 0;
  std::uint64_t id = 0;  ///< System/EventRecordID, or the header's
  std::uint64_t filetime = 0;
  std::uint32_t stream = 0;  ///< index into UnitResult::streams
  bool has_time = false;
  Told told = Told::kNothing;
};

/// Of one unit.
struct Marks {
  std::vector<Mark> records;
  std::uint64_t empty_chunks = 0;  ///< with a header and no record
};

class HealthVisitor : public RecordVisitor {
 public:
  void begin_chunk(Bytes chunk, FileOffset at, UnitResult& out) override;
  void record(Bytes chunk, const evtx::Record& record, UnitResult& out) override;
  void recovered(const recover::Rebuilt& record, UnitResult& out) override;
  [[nodiscard]] const recover::EventIds* wanted_ids() const override { return &none_; }
  void end_chunk() override;

  /// The marks of the unit that was read, which is over.
  [[nodiscard]] Marks take();

 private:
  void note_faults(Bytes chunk, const evtx::Record& record, bool readable, UnitResult& out) const;
  [[nodiscard]] std::uint32_t stream_of(const plan::SystemValues& system, bool forwarded, UnitResult& out);

  plan::DocumentReader reader_;
  Marks marks_;
  FileOffset chunk_at_{};
  recover::EventIds none_;  // old records are counted
  bool in_chunk_ = false;
  std::uint64_t records_ = 0;
  std::string computer_;
  std::string channel_;
};

}  // namespace ntlmscan::scanning
