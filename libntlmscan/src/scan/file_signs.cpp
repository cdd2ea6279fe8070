// Gaps between ids, and what a closed file's header says against its content.
#include "scan/file_signs.hpp"

#include <algorithm>
#include <string>

#include "scan/coverage.hpp"
#include "scan/signs.hpp"

namespace ntlmscan::scanning {
namespace {

bool any_lost(const std::vector<Fault>& faults) {
  return std::any_of(faults.begin(), faults.end(), [](const Fault& f) { return f.severity == Severity::kLost; });
}

}  // namespace

void FileSigns::add(const UnitResult& result) {
  if (result.unit.first_of_file) lost_ = any_lost(result.unit.file->faults);
  lost_ = lost_ || any_lost(result.faults);
  chunks_ += result.chunks;
  for (const IdRun& run : result.ids) ids_.add(run.first, run.last, run.offset);
}

std::vector<Fault> FileSigns::finish(const OpenFile& file) {
  std::vector<Fault> out;
  find_gaps(file, out);
  const bool closed = file.header.ok() && !file.header.dirty && !lost_;
  if (closed && chunks_ > 0 && file.header.chunk_count != (chunks_ & 0xFFFF)) {
    out.push_back(sign_fault(FaultCode::kChunkCount, 0, 0,
                             "the header names " + std::to_string(file.header.chunk_count) + " chunks, " +
                                 std::to_string(chunks_) + " were found"));
  }
  if (closed && !ids_.empty() && file.header.next_record - ids_.last() != 1) {
    out.push_back(sign_fault(FaultCode::kNextRecord, 0, 0,
                             "the header numbers the next record " + std::to_string(file.header.next_record) +
                                 ", and the last one has " + std::to_string(ids_.last())));
  }
  *this = {};
  return out;
}

// What the file lost explains what is missing. A collector numbers by arrival, and its log is cut by quota.
void FileSigns::find_gaps(const OpenFile& file, std::vector<Fault>& out) const {
  if (lost_ || channel_of_file(file.name) == "forwardedevents") return;
  const IdRanges::Gaps gaps = ids_.gaps();
  if (gaps.count == 0) return;
  out.push_back(sign_fault(FaultCode::kIdGap, gaps.first.offset, 0,
                           std::to_string(gaps.ids) + (gaps.ids == 1 ? " record id is" : " record ids are") +
                               " missing" + (gaps.count > 1 ? " in " + std::to_string(gaps.count) + " places" : "") +
                               ", the first behind " + std::to_string(gaps.first.before) + " (next is " +
                               std::to_string(gaps.first.behind) + ")"));
}

}  // namespace ntlmscan::scanning
