// Live and old records of a chunk, in turn.
#include "scan/recovery.hpp"

#include <algorithm>

namespace ntlmscan::scanning {

void Recovery::chunk(Bytes chunk, const evtx::ChunkHeader& header, FileOffset at, std::size_t header_faults,
                     RecordVisitor& visitor, UnitResult& out) {
  chunk_ = chunk;
  at_ = at;
  const std::size_t faults_before = out.faults.size() - header_faults;
  live_.clear();
  evtx::RecordWalk walk(chunk, header, at, out.unit.file->header.dirty || !out.unit.file->header.ok(), out.faults);
  signs_.begin(header, at, out);
  visitor.begin_chunk(chunk, at, out);
  while (const auto record = walk.next()) {
    live_.push_back(*record);
    if (signs_.see(*record, out)) visitor.ids_missing_behind(signs_.before(), out);
  }
  signs_.end(out, faults_before);
  search_.run(chunk, raw(at), live_, old_faults_);
  deliver(visitor, out);
  if (out.faults.size() > faults_before) ++out.chunks_bad;
  out.faults.insert(out.faults.end(), old_faults_.begin(), old_faults_.end());
  old_faults_.clear();
  std::stable_sort(out.faults.begin() + static_cast<std::ptrdiff_t>(faults_before), out.faults.end(),
                   [](const Fault& a, const Fault& b) { return a.byte_offset < b.byte_offset; });
}

// Runs of live records and runs of old ones, as they follow each other.
void Recovery::deliver(RecordVisitor& visitor, UnitResult& out) {
  const std::vector<recover::Rebuilt>& old = search_.found().records();
  next_live_ = next_old_ = 0;
  do {
    const std::uint64_t next_old = next_old_ < old.size() ? old[next_old_].byte_offset : ~std::uint64_t{0};
    std::size_t count = 0;
    while (next_live_ + count < live_.size() && raw(in_file(at_, live_[next_live_ + count].at)) < next_old) ++count;
    deliver_live(count, visitor, out);
    const bool more = next_live_ < live_.size();
    const std::uint64_t next_live = more ? raw(in_file(at_, live_[next_live_].at)) : ~std::uint64_t{0};
    count = 0;
    while (next_old_ + count < old.size() && old[next_old_ + count].byte_offset < next_live) ++count;
    deliver_old(count, visitor, out);
  } while (next_live_ < live_.size() || next_old_ < old.size());
}

void Recovery::deliver_live(std::size_t count, RecordVisitor& visitor, UnitResult& out) {
  visitor.begin_chunk(chunk_, at_, out);
  for (; count > 0; --count) visitor.record(chunk_, live_[next_live_++], out);
  visitor.end_chunk();
}

void Recovery::deliver_old(std::size_t count, RecordVisitor& visitor, UnitResult& out) {
  if (count == 0) return;
  const Bytes bytes = search_.found().bytes();
  visitor.begin_recovered(bytes, at_, out);
  for (; count > 0; --count) visitor.recovered(search_.found().records()[next_old_++], out);
  visitor.end_chunk();
}

std::unique_ptr<Recovery> recovery_of(const ScanOptions& options) {
  return options.recover ? std::make_unique<Recovery>(nullptr) : nullptr;
}

}  // namespace ntlmscan::scanning
