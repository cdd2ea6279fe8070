// Live and old records of a chunk, in turn.
#include "scan/recovery.hpp"

#include <algorithm>

namespace ntlmscan::scanning {

void Recovery::chunk(const HeadedChunk& chunk, ChunkSigns& signs, RecordVisitor& visitor, UnitResult& out) {
  const evtx::FileHeader& file = out.unit.file->header;
  live_.clear();
  evtx::RecordWalk walk(chunk.bytes, chunk.header, chunk.at, file.dirty || !file.ok(), out.faults);
  while (const auto record = walk.next()) live_.push_back(*record);
  search_.run(chunk.bytes, raw(chunk.at), live_, old_faults_);
  deliver(chunk, signs, visitor, out);
  if (out.faults.size() > chunk.faults_before) ++out.chunks_bad;
  out.faults.insert(out.faults.end(), old_faults_.begin(), old_faults_.end());
  old_faults_.clear();
  std::stable_sort(out.faults.begin() + static_cast<std::ptrdiff_t>(chunk.faults_before), out.faults.end(),
                   [](const Fault& a, const Fault& b) { return a.byte_offset < b.byte_offset; });
}

void Recovery::deliver(const HeadedChunk& chunk, ChunkSigns& signs, RecordVisitor& visitor, UnitResult& out) {
  next_old_ = 0;
  visitor.begin_chunk(chunk.bytes, chunk.at, out);
  signs.begin(chunk.header, chunk.at, out);
  for (const evtx::Record& record : live_) {
    deliver_old(raw(in_file(chunk.at, record.at)), chunk.bytes, visitor, out);
    visitor.record(chunk.bytes, record, out);
    if (signs.see(record, out)) visitor.ids_missing_behind(signs.before(), out);
  }
  deliver_old(~std::uint64_t{0}, chunk.bytes, visitor, out);
  visitor.end_chunk();
  signs.end(out, chunk.faults_before);
}

// Those in front of stream offset `up_to`.
void Recovery::deliver_old(std::uint64_t up_to, Bytes chunk, RecordVisitor& visitor, UnitResult& out) {
  const std::vector<recover::Rebuilt>& old = search_.found().records();
  if (next_old_ == old.size() || old[next_old_].byte_offset >= up_to) return;
  visitor.begin_recovered(search_.found().bytes());
  while (next_old_ < old.size() && old[next_old_].byte_offset < up_to) visitor.recovered(old[next_old_++], out);
  visitor.end_recovered(chunk);
}

std::unique_ptr<Recovery> recovery_of(const ScanOptions& options) {
  return options.recover ? std::make_unique<Recovery>(nullptr) : nullptr;
}

}  // namespace ntlmscan::scanning
