// Iterate the live records of a chunk; report what had to be skipped and why.
//
// Live are (product contract): records before the free-space offset, the tail of a dirty chunk whose ids go on,
// and records after a break inside a chunk. Everything else behind the free-space offset is slack and no fault.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bytes/byte_view.hpp"
#include "bytes/offsets.hpp"
#include "evtx/chunk.hpp"
#include "evtx/layout.hpp"
#include "ntlmscan/result.hpp"

namespace ntlmscan::evtx {

struct Record {
  ChunkOffset at{};
  std::uint32_t size = 0;     ///< header and trailer included; lies inside the chunk
  std::uint64_t id = 0;       ///< of the record header; renumbered in exports
  std::uint64_t written = 0;  ///< FILETIME; 0 on the last record of an export
};

class RecordWalk {
 public:
  /// `chunk` must outlive the walk. `file_dirty`: the file header says so, or is itself damaged.
  RecordWalk(Bytes chunk, const ChunkHeader& header, FileOffset at, bool file_dirty,
             std::vector<Fault>& faults) noexcept;

  /// The next live record, or nothing at the end of the live area.
  [[nodiscard]] std::optional<Record> next() {
    const bool ordinary = !finished_ && position_ < trusted_end_ && plausible(position_) && !complete();
    return ordinary ? take(position_, chunk_.u32_unchecked(position_ + kRecordSize)) : next_odd();
  }

 private:
  static constexpr std::uint32_t kFragmentHeader =
      0x0001010Fu;  // 0F 01 01 00: every record's Binary XML begins with it

  [[nodiscard]] static bool size_in_bounds(std::size_t size) noexcept {
    return size >= kRecordMinSize && size <= kRecordMaxSize && size % kRecordAlignment == 0;
  }
  // Signature, size, size copy and the start of the Binary XML all agree.
  [[nodiscard]] bool plausible(std::size_t at) const noexcept {
    if (!chunk_.fits(at, kRecordMinSize) || chunk_.u32_unchecked(at) != kRecordMagic) return false;
    const std::size_t size = chunk_.u32_unchecked(at + kRecordSize);
    return size_in_bounds(size) && chunk_.fits(at, size) &&
           chunk_.u32_unchecked(at + size - kRecordTrailerSize) == size &&
           chunk_.u32_unchecked(at + kRecordHeaderSize) == kFragmentHeader;
  }
  // The last id that the chunk header names was read: what follows in front of the recorded end and does not go on is
  // old, unless the last id stands in front of that end as well: then the one that was read is a damaged one.
  [[nodiscard]] bool complete() const noexcept { return started_ && !confirmed_ && previous_id_ == last_id_; }
  [[nodiscard]] Record take(std::size_t at, std::size_t size) noexcept {
    Record record;
    record.at = static_cast<ChunkOffset>(at);
    record.size = static_cast<std::uint32_t>(size);
    record.id = chunk_.u64_unchecked(at + kRecordId);
    record.written = chunk_.u64_unchecked(at + kRecordWritten);
    previous_id_ = record.id;
    started_ = true;
    position_ = at + size;
    return record;
  }
  [[nodiscard]] std::optional<Record> next_odd();
  [[nodiscard]] bool follows(std::size_t at, std::uint64_t most) const noexcept;
  [[nodiscard]] std::optional<std::uint64_t> tail_id(std::size_t at) const noexcept;
  [[nodiscard]] bool end_confirmed(const ChunkHeader& header) const noexcept;
  [[nodiscard]] std::size_t find_plausible(std::size_t from, std::size_t end) const noexcept;
  [[nodiscard]] std::optional<Record> resume();
  [[nodiscard]] bool readable_up_to(std::size_t end) const noexcept;
  [[nodiscard]] bool goes_on() const noexcept;
  [[nodiscard]] bool ids_missing() const noexcept;
  void finish();
  void finish_untrusted();
  void lose(std::size_t from, std::size_t to, FaultCode code, const char* message);

  Bytes chunk_;
  FileOffset at_;
  std::vector<Fault>* faults_;
  std::size_t position_;
  std::size_t trusted_end_ = 0;  ///< records before it are live whatever their id
  std::size_t limit_;            ///< nothing behind it is looked at
  std::uint64_t first_id_;       ///< of the chunk header
  std::uint64_t last_id_;        ///< of the chunk header
  bool trusted_ = false;         ///< trusted_end_ is believed; else the ids decide
  bool confirmed_ = false;       ///< the record in front of trusted_end_ has the recorded last id
  bool cut_;
  bool dirty_;
  bool started_ = false;
  bool finished_ = false;
  std::uint64_t previous_id_ = 0;
};

}  // namespace ntlmscan::evtx
