// Live and old records of a chunk, in turn.
#include "scan/recovery.hpp"

#include <algorithm>

namespace ntlmscan::scanning {

// Templates of the file before go away with it.
void Recovery::turn_to(const std::shared_ptr<OpenFile>& file) {
  if (file == file_) return;
  search_.rebuilder().forget_borrowed();
  rescuer_.forget_borrowed();
  lending_.turn_to(file);
  file_ = file;
}

void Recovery::chunk(const HeadedChunk& chunk, ChunkSigns& signs, RecordVisitor& visitor, UnitResult& out) {
  const evtx::FileHeader& file = out.unit.file->header;
  live_.clear();
  evtx::RecordWalk walk(chunk.bytes, chunk.header, chunk.at, file.dirty || !file.ok(), out.faults);
  while (const auto record = walk.next()) live_.push_back(*record);
  search_.rebuilder().want(visitor.wanted_ids());
  search_.run(chunk.bytes, raw(chunk.at), live_, old_faults_);
  out.recovered += search_.found().passed_over();
  deliver(chunk, signs, visitor, out);
  if (out.faults.size() > chunk.faults_before) ++out.chunks_bad;
  out.faults.insert(out.faults.end(), old_faults_.begin(), old_faults_.end());
  old_faults_.clear();
  std::stable_sort(out.faults.begin() + static_cast<std::ptrdiff_t>(chunk.faults_before), out.faults.end(),
                   [](const Fault& a, const Fault& b) { return a.byte_offset < b.byte_offset; });
}

void Recovery::deliver(const HeadedChunk& chunk, ChunkSigns& signs, RecordVisitor& visitor, UnitResult& out) {
  next_old_ = 0;
  visitor.hold_partial();
  visitor.begin_chunk(chunk.bytes, chunk.at, out);
  signs.begin(chunk.header, chunk.at, out);
  for (const evtx::Record& record : live_) {
    deliver_old(raw(in_file(chunk.at, record.at)), chunk.bytes, visitor, out);
    const std::size_t faults_before = out.faults.size();
    visitor.record(chunk.bytes, record, out);
    if (!rescue(record, faults_before, chunk, visitor, out)) visitor.keep_partial(record, out);
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

/// Bytes of the file around a block.
struct Recovery::Window {
  Bytes bytes;
  std::uint64_t at = 0;  // in the file
  std::size_t from = 0;  // the block in the bytes
  std::size_t to = 0;
  bool block_of_chunks = false;  // the block lies where a chunk should
};

// [at, at + size) and a chunk's length on either side, but not beyond [least, most).
Recovery::Window Recovery::window_around(std::uint64_t at, std::size_t size, std::uint64_t least, std::uint64_t most) {
  const std::uint64_t before = std::min<std::uint64_t>(at - least, evtx::kChunkSize);
  const std::uint64_t behind = std::min<std::uint64_t>(most - at - size, evtx::kChunkSize);
  window_.resize(static_cast<std::size_t>(before + size + behind));
  const auto got = file_->source->read_at(at - before, window_);
  const std::size_t there = got ? got.value() : 0;
  const auto from = std::min(static_cast<std::size_t>(before), there);
  return {Bytes(window_).first(there), at - before, from, std::min(from + size, there), false};
}

bool Recovery::headed(std::uint64_t at) const {
  std::uint8_t magic[8];
  const auto got = file_->source->read_at(at, magic);
  return got && Bytes(magic, got.value()).load<std::uint64_t>(0) == evtx::kChunkMagic;
}

// A block of a regular file. Its neighbours are looked at where they have no header either: what was shifted lies in two.
void Recovery::block(std::uint64_t at, std::size_t size, RecordVisitor& visitor, UnitResult& out) {
  const bool first = at < evtx::kFileHeaderSize + evtx::kChunkSize;
  const std::uint64_t least = first || headed(at - evtx::kChunkSize) ? at : at - evtx::kChunkSize;
  const std::uint64_t end = at + size;
  const std::uint64_t most =
      end >= file_->size || headed(end) ? end : std::min<std::uint64_t>(file_->size, end + evtx::kChunkSize);
  Window window = window_around(at, size, least, most);
  window.block_of_chunks = true;
  search_window(window, visitor, out);
}

void Recovery::gap_behind(std::uint64_t k, bool before_first, RecordVisitor& visitor, UnitResult& out) {
  const OpenFile& file = *file_;
  const std::uint64_t next = before_first ? 0 : k + 1;
  const std::uint64_t from = before_first ? 0 : file.chunk_at(k) + file.chunk_size(k);
  search_gap(from, next < file.chunk_count ? file.chunk_at(next) : file.size, visitor, out);
}

void Recovery::search_gap(std::uint64_t from, std::uint64_t to, RecordVisitor& visitor, UnitResult& out) {
  for (std::uint64_t at = from; at < to; at += evtx::kChunkSize) {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(evtx::kChunkSize, to - at));
    search_window(window_around(at, size, from, to), visitor, out);
  }
}

// Chunks at places of their own, and what lies between them.
void Recovery::search_window(const Window& window, RecordVisitor& visitor, UnitResult& out) {
  if (all_zero(window.bytes.slice_unchecked(window.from, window.to - window.from))) return;
  const recover::LooseSearch::Deliver deliver = [&](const recover::Rebuilder& found) {
    deliver_all(found, visitor, out);
  };
  const auto loose = [&](std::size_t from, std::size_t to) {
    const auto chunk = window.block_of_chunks ? std::optional(window.from) : std::nullopt;
    if (from < to) loose_.run({window.bytes, window.at, from, to, chunk}, old_faults_, deliver);
  };
  search_.rebuilder().want(nullptr);
  visitor.begin_chunk({}, static_cast<FileOffset>(window.at), out);
  std::size_t at = window.from;  // what is searched up to here
  for (std::size_t chunk = recover::find_chunk(window.bytes, 0, window.to); chunk < window.to;) {
    const std::size_t end = std::min(chunk + evtx::kChunkSize, window.bytes.size());
    const std::size_t cut = recover::find_chunk(window.bytes, chunk + 8, end);  // by the next one
    if (chunk >= window.from) {
      loose(at, chunk);
      search_.run_displaced(window.bytes.slice_unchecked(chunk, cut - chunk), window.at + chunk, old_faults_);
      out.recovered += search_.found().passed_over();
      deliver_all(search_.found(), visitor, out);
    }
    at = std::max(at, std::min(cut, window.to));
    chunk = cut < window.to ? recover::find_chunk(window.bytes, cut, window.to) : window.to;
  }
  loose(at, window.to);
  visitor.end_chunk();
  out.faults.insert(out.faults.end(), old_faults_.begin(), old_faults_.end());
  old_faults_.clear();
}

void Recovery::deliver_all(const recover::Rebuilder& found, RecordVisitor& visitor, UnitResult& out) {
  if (found.records().empty()) return;
  visitor.begin_recovered(found.bytes());
  for (const recover::Rebuilt& record : found.records()) visitor.recovered(record, out);
  visitor.end_recovered({});
}

// A live record that could not be read whole: perhaps its template is damaged and another chunk has it.
bool Recovery::rescue(const evtx::Record& record, std::size_t faults_before, const HeadedChunk& chunk,
                      RecordVisitor& visitor, UnitResult& out) {
  const auto lost = [&](const Fault& fault) {
    return fault.severity == Severity::kLost && fault.code != FaultCode::kBinxmlLimit;
  };
  if (std::none_of(out.faults.begin() + static_cast<std::ptrdiff_t>(faults_before), out.faults.end(), lost))
    return true;
  recover::Candidate candidate;
  candidate.at = raw(record.at);
  candidate.size = record.size;
  candidate.id = record.id;
  candidate.written = record.written;
  std::size_t content_end = 0;
  rescuer_.begin(chunk.bytes, raw(chunk.at), nullptr);
  if (rescuer_.add(candidate, recover::Origin::kLive, content_end) != recover::Flaw::kNone) return false;
  const std::size_t faults = out.faults.size();
  visitor.begin_recovered(rescuer_.bytes());
  visitor.recovered(rescuer_.records().front(), out);
  visitor.end_recovered(chunk.bytes);
  return out.faults.size() == faults;  // else it grew beyond a bound, and what could be read stays
}

std::unique_ptr<Recovery> recovery_of(const ScanOptions& options, const std::shared_ptr<const Templates>& templates) {
  return options.recover ? std::make_unique<Recovery>(templates) : nullptr;
}

}  // namespace ntlmscan::scanning
