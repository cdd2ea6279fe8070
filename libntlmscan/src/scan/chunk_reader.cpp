// Reading of a unit's bytes and the loop over its chunks.
#include "scan/chunk_reader.hpp"

#include <algorithm>

#include "evtx/layout.hpp"
#include "scan/recovery.hpp"

namespace ntlmscan::scanning {
namespace {

void lose(UnitResult& out, FaultCode code, std::uint64_t at, std::uint64_t bytes, std::string message) {
  out.faults.push_back({code, Severity::kLost, at, bytes, std::move(message)});
}

}  // namespace

void UnitResult::clear() noexcept {
  events.clear();
  text.clear();
  faults.clear();
  streams.clear();
  found.clear();
  ids.clear();
  seen.clear();
  records = recovered = chunks = chunks_bad = bytes = dumped = templated = planned = 0;
}

// Fewer bytes than the file had when it was opened: it shrank.
void ChunkReader::read(UnitResult& out, std::uint64_t index) {
  const OpenFile& file = *out.unit.file;
  const std::uint64_t at = file.chunk_at(index);
  const std::span<std::uint8_t> room = std::span(buffer_).first(static_cast<std::size_t>(file.chunk_size(index)));
  const auto got = file.source->read_at(at, room);
  if (!got) return lose(out, got.error().code, at, room.size(), got.error().message);
  if (got.value() < room.size()) {
    lose(out, FaultCode::kInputShrank, at + got.value(), room.size() - got.value(),
         "the file became shorter while it was read");
  }
  out.bytes += got.value();
  if (got.value() > 0) chunk(Bytes(buffer_).first(got.value()), static_cast<FileOffset>(at), out);
}

void ChunkReader::run(UnitResult& out) {
  visitor_.begin_unit(out);
  if (recovery_ != nullptr) recovery_->turn_to(out.unit.file);
  const bool gaps = recovery_ != nullptr && !out.unit.file->regular() && out.unit.file->source != nullptr;
  if (gaps && out.unit.first_of_file) recovery_->gap_behind(0, true, visitor_, out);
  for (std::uint64_t k = 0; k < out.unit.chunks; ++k) {
    read(out, out.unit.first_chunk + k);
    if (gaps) recovery_->gap_behind(out.unit.first_chunk + k, false, visitor_, out);
  }
}

void ChunkReader::chunk(Bytes chunk, FileOffset at, UnitResult& out) {
  const evtx::ChunkHeader header = evtx::read_chunk_header(chunk);
  if (!header.magic) {
    if (all_zero(chunk)) return;  // not used yet
    ++out.chunks;
    ++out.chunks_bad;
    lose(out, header.cut ? FaultCode::kChunkCut : FaultCode::kChunkWithoutHeader, raw(at), chunk.size(),
         header.cut ? "the file ends in bytes that are no chunk" : "no chunk header at the start of this block");
    if (recovery_ != nullptr) recovery_->block(raw(at), chunk.size(), visitor_, out);
    return;
  }
  ++out.chunks;
  const std::size_t faults_before = out.faults.size();
  evtx::judge_chunk_header(header, at, out.faults);
  if (recovery_ != nullptr) return recovery_->chunk({chunk, header, at, faults_before}, signs_, visitor_, out);
  visitor_.begin_chunk(chunk, at, out);
  evtx::RecordWalk walk(chunk, header, at, out.unit.file->header.dirty || !out.unit.file->header.ok(), out.faults);
  signs_.begin(header, at, out);
  while (const auto record = walk.next()) {
    visitor_.record(chunk, *record, out);
    if (signs_.see(*record, out)) visitor_.ids_missing_behind(signs_.before(), out);
  }
  visitor_.end_chunk();
  signs_.end(out, faults_before);
  const auto of_chunk = [](const Fault& fault) { return fault.code != FaultCode::kLogCleared; };  // told by a record
  if (std::any_of(out.faults.begin() + static_cast<std::ptrdiff_t>(faults_before), out.faults.end(), of_chunk)) {
    ++out.chunks_bad;
  }
}

}  // namespace ntlmscan::scanning
