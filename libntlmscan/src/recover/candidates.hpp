// Find what may be old records in any bytes: slack, padding, blocks without a header, a piece of a disk.
//
// Nothing about the bytes is believed: neither that they are a chunk, nor where one begins. A signature makes a
// candidate; the checks of its frame say whether it is worth reading. Whether its content is sound is for whoever reads
// it (rebuild.hpp), who also says where the search goes on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "bytes/byte_view.hpp"
#include "evtx/layout.hpp"
#include "ntlmscan/result.hpp"

namespace ntlmscan::recover {

/// Why a candidate is no record.
enum class Flaw : std::uint8_t {
  kNone,
  kSize,      ///< the size is no size of a record, or leads out of the bytes
  kSizeCopy,  ///< the copy of the size at its end differs
  kTime,      ///< written at a time that no log has; all else of its frame holds
  kId,        ///< a record id that no log reaches
  kNoEvent,   ///< its content does not begin as an event
  kContent,   ///< its content is not well formed, or does not end where the record does
  kTorn,      ///< newer values lie in it
  kLimit,     ///< it needs more than a bound allows
};

/// One line for people.
[[nodiscard]] const char* flaw_text(Flaw flaw) noexcept;

struct Candidate {
  std::size_t at = 0;      ///< in the bytes that were searched
  std::uint32_t size = 0;  ///< header and trailer included; within the bytes unless the flaw is kSize
  std::uint64_t id = 0;
  std::uint64_t written = 0;  ///< FILETIME; 0 on the last record of an export
  Flaw flaw = Flaw::kNone;    ///< what its frame says
  bool time_lost = false;     ///< it was written at a time that no log has, and `written` is 0 instead
  bool at_edge = false;       ///< it begins where newer records end: one more may have been begun over it

  /// Its Binary XML. Requires another flaw than kSize.
  [[nodiscard]] std::size_t begin() const noexcept { return at + evtx::kRecordHeaderSize; }
  [[nodiscard]] std::size_t end() const noexcept { return at + size - evtx::kRecordTrailerSize; }
};

/// The fault of a candidate that was refused. `base`: where the searched bytes begin in their stream.
[[nodiscard]] Fault refused(const Candidate& candidate, std::uint64_t base);

/// Whether a record must end with a copy of its size. Not where the record around it ends in the same place.
enum class SizeCopy : bool { kOptional, kRequired };

/// Judges the frame of what begins with a signature at `at` (28 bytes must be there).
[[nodiscard]] Candidate judge_frame(Bytes bytes, std::size_t at, SizeCopy copy = SizeCopy::kRequired) noexcept;

class CandidateScan {
 public:
  /// Records that begin in [from, to) of `bytes` and end inside `bytes`. `step`: 8 where records are aligned as in a
  /// chunk that begins at bytes 0, else 1.
  CandidateScan(Bytes bytes, std::size_t from, std::size_t to, std::size_t step) noexcept
      : bytes_(bytes), at_(from), to_(to), step_(step) {}

  /// The next candidate, sound or not; nothing at the end. The search goes on one step behind its beginning ...
  [[nodiscard]] std::optional<Candidate> next() noexcept;
  /// ... or here, where the last one turned out to be a record.
  void go_on_at(std::size_t at) noexcept;

 private:
  [[nodiscard]] std::size_t find(std::size_t from) const noexcept;

  Bytes bytes_;
  std::size_t at_;
  std::size_t to_;
  std::size_t step_;
};

}  // namespace ntlmscan::recover
