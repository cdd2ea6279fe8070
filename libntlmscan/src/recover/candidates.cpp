// The search for record signatures, and the checks of a record's frame.
#include "recover/candidates.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "recover/bounds.hpp"
#include "recover/signature.hpp"

namespace ntlmscan::recover {
namespace {

constexpr std::uint32_t kFragmentHeader = 0x0001010Fu;  // 0F 01 01 00
constexpr std::size_t kSmallestFrame = evtx::kRecordHeaderSize + evtx::kRecordTrailerSize;

constexpr std::array<const char*, 9> kTexts = {
    "a record",
    "its size is no size of a record",
    "the copy of its size at its end differs",
    "it was written at a time that no log has",
    "its record id is none that a log reaches",
    "its content does not begin as an event",
    "its content is not well formed",
    "values of a newer record lie in it",
    "its content needs more than a bound allows",
};

bool begins_as_event(Bytes bytes, std::size_t at) noexcept {
  if (bytes.u32_unchecked(at) != kFragmentHeader) return false;
  const std::uint8_t token = bytes.u8_unchecked(at + 4);
  return token == 0x0C || token == 0x01 || token == 0x41;
}

Flaw flaw_of(Bytes bytes, const Candidate& found, SizeCopy copy) noexcept {
  const std::size_t size = found.size;
  const bool possible = size >= kSmallestRecord && size <= kLargestRecord && size % evtx::kRecordAlignment == 0;
  if (!possible || !bytes.fits(found.at, size)) return Flaw::kSize;
  const bool same = bytes.u32_unchecked(found.at + size - evtx::kRecordTrailerSize) == size;
  if (copy == SizeCopy::kRequired && !same) return Flaw::kSizeCopy;
  if (found.id > kHighestId) return Flaw::kId;
  if (!begins_as_event(bytes, found.begin())) return Flaw::kNoEvent;
  return is_plausible_time(found.written) ? Flaw::kNone : Flaw::kTime;
}

}  // namespace

const char* flaw_text(Flaw flaw) noexcept { return kTexts[static_cast<std::size_t>(flaw)]; }

Candidate judge_frame(Bytes bytes, std::size_t at, SizeCopy copy) noexcept {
  Candidate found;
  found.at = at;
  found.size = bytes.u32_unchecked(at + evtx::kRecordSize);
  found.id = bytes.u64_unchecked(at + evtx::kRecordId);
  found.written = bytes.u64_unchecked(at + evtx::kRecordWritten);
  found.flaw = flaw_of(bytes, found, copy);
  return found;
}

Fault refused(const Candidate& candidate, std::uint64_t base) {
  const bool sized = candidate.flaw != Flaw::kSize;
  const FaultCode code = candidate.flaw == Flaw::kLimit ? FaultCode::kRecoveryLimit : FaultCode::kRecoveryCandidate;
  return {code, Severity::kRecovery, base + candidate.at, sized ? candidate.size : evtx::kRecordHeaderSize,
          std::string("what looks like a record is none: ") + flaw_text(candidate.flaw)};
}

// Position of the next signature with room for a frame behind it; to_ if there is none.
std::size_t CandidateScan::find(std::size_t from) const noexcept {
  const std::size_t last = bytes_.size() < kSmallestFrame ? 0 : bytes_.size() - kSmallestFrame + 1;
  const std::size_t end = std::min(to_, last);
  if (step_ == 1) {
    while (from < end) {
      const void* hit = std::memchr(bytes_.data() + from, 0x2A, end - from);
      if (hit == nullptr) return to_;
      from = static_cast<std::size_t>(static_cast<const std::uint8_t*>(hit) - bytes_.data());
      if (bytes_.u32_unchecked(from) == evtx::kRecordMagic) return from;
      ++from;
    }
    return to_;
  }
  const std::size_t at = find_signature(bytes_, from, end);
  return at < end ? at : to_;
}

std::optional<Candidate> CandidateScan::next() noexcept {
  at_ = find(at_);
  if (at_ >= to_) return std::nullopt;
  const Candidate found = judge_frame(bytes_, at_);
  at_ += step_;
  return found;
}

void CandidateScan::go_on_at(std::size_t at) noexcept { at_ = step_ == 1 ? at : (at + step_ - 1) / step_ * step_; }

}  // namespace ntlmscan::recover
