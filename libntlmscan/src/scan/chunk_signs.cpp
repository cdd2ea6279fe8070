// Runs of ids, and what a sound header says against them.
#include "scan/chunk_signs.hpp"

#include <string>

#include "evtx/layout.hpp"
#include "scan/signs.hpp"

namespace ntlmscan::scanning {
namespace {

std::string range(std::uint64_t first, std::uint64_t last) {
  return std::to_string(first) + " to " + std::to_string(last);
}

}  // namespace

void ChunkSigns::begin(const evtx::ChunkHeader& header, FileOffset at, UnitResult& out) {
  header_ = header;
  at_ = at;
  runs_before_ = out.ids.size();
  records_ = 0;
  last_ = before_ = {};
}

bool ChunkSigns::begin_run(const evtx::Record& record, UnitResult& out) {
  out.ids.push_back({record.id, record.id, raw(in_file(at_, record.at))});
  return records_ > 1;
}

// A wrong checksum means that the header lags behind or is damaged: then nothing in it contradicts anything. Nor does it
// contradict a record that was lost, but then its checksum does.
void ChunkSigns::end(UnitResult& out, std::size_t faults_before) const {
  if (!header_.ok() || header_.cut) return;
  const auto broken = [&](const Fault& fault) {
    const bool no_record = fault.code == FaultCode::kRecordDamaged || fault.code == FaultCode::kRecordSizeCopy;
    return no_record && fault.byte_offset < raw(at_) + header_.free_space;
  };
  const auto found =
      std::find_if(out.faults.begin() + static_cast<std::ptrdiff_t>(faults_before), out.faults.end(), broken);
  if (found == out.faults.end()) return judge_header(out);
  if (!header_.checksummed) return;
  out.faults.push_back(sign_fault(FaultCode::kChecksumOverGap, found->byte_offset, found->bytes,
                                  "the checksum over the records holds, and yet no sound record lies here"));
}

void ChunkSigns::judge_header(UnitResult& out) const {
  const bool lags_behind = raw(last_.at) + last_.size > header_.free_space;  // of a log that was open
  if (records_ == 0 || lags_behind) return;
  std::uint64_t first = ~std::uint64_t{0};
  std::uint64_t last = 0;
  for (std::size_t i = runs_before_; i < out.ids.size(); ++i) {
    first = std::min(first, out.ids[i].first);
    last = std::max(last, out.ids[i].last);
  }
  std::string evidence;
  if (first != header_.first_id || last != header_.last_id) {
    evidence = "names records " + range(header_.first_id, header_.last_id) + " and has " + range(first, last);
  } else if (header_.last_number - header_.first_number + 1 != records_) {
    evidence =
        "counts records " + range(header_.first_number, header_.last_number) + " and has " + std::to_string(records_);
  } else if (header_.last_record != raw(last_.at)) {
    evidence = "puts its last record at " + std::to_string(header_.last_record) + ", and it lies at " +
               std::to_string(raw(last_.at));
  }
  if (evidence.empty()) return;
  out.faults.push_back(sign_fault(FaultCode::kChunkIds, raw(at_), 0, "a chunk whose checksums hold " + evidence));
}

}  // namespace ntlmscan::scanning
