// Windows of an image: their bytes, and some in front and behind for what lies across their seams.
#include "scan/carve_reader.hpp"

#include <algorithm>
#include <span>

#include "evtx/layout.hpp"
#include "scan/carved_log.hpp"
#include "scan/open_image.hpp"

namespace ntlmscan::scanning {
namespace {

constexpr std::size_t kSectors = 64 * 1024;  // read on their own where a read of more fails
constexpr const char* kShrank = "the image became shorter while it was read";

}  // namespace

void CarveReader::run(UnitResult& out) {
  out_ = &out;
  visitor_.begin_unit(out);
  if (out.unit.chunks == 0) return;  // nothing could be opened
  const std::uint64_t size = out.unit.file->size;
  const std::uint64_t from = out.unit.first_chunk * kImageWindow;
  const std::uint64_t to = std::min(size, from + out.unit.chunks * kImageWindow);
  const std::uint64_t begin = from - std::min<std::uint64_t>(from, recover::kImageFront);
  const std::uint64_t end = std::min<std::uint64_t>(size, to + recover::kImageBehind);
  // A record may stand where the front of its chunk would lie before the image's first byte: zeros take that place.
  const std::size_t pad = begin == 0 ? evtx::kChunkSize : 0;
  const std::size_t got = read(begin, pad, static_cast<std::size_t>(end - begin), from, to);
  out.bytes += to - from;
  const std::uint64_t base = begin - pad;  // may wrap; what is added to it lies behind the pad
  carve(Bytes(buffer_).first(pad + got), base, static_cast<std::size_t>(from - base),
        static_cast<std::size_t>(to - base));
}

// What cannot be read counts as zero, and is told by whoever's window it lies in.
std::size_t CarveReader::read(std::uint64_t at, std::size_t pad, std::size_t size, std::uint64_t from,
                              std::uint64_t to) {
  if (buffer_.size() < pad + size) buffer_.resize(pad + size);
  std::fill_n(buffer_.begin(), pad, std::uint8_t{0});
  const ByteSource& source = *out_->unit.file->source;
  const std::span<std::uint8_t> room = std::span(buffer_).subspan(pad, size);
  if (const auto got = source.read_at(at, room)) {
    const std::uint64_t gone = std::max(at + got.value(), from);
    const std::uint64_t end = std::min(at + size, to);
    if (gone < end) out_->faults.push_back({FaultCode::kInputShrank, Severity::kLost, gone, end - gone, kShrank});
    return got.value();
  }
  for (std::size_t done = 0; done < size; done += kSectors) {
    const auto part = room.subspan(done, std::min(kSectors, size - done));
    const auto got = source.read_at(at + done, part);
    if (got && got.value() == part.size()) continue;
    std::fill(part.begin(), part.end(), std::uint8_t{0});
    if (at + done < from || at + done >= to) continue;
    out_->faults.push_back({got ? FaultCode::kInputShrank : got.error().code, Severity::kLost, at + done, part.size(),
                            got ? kShrank : got.error().message});
  }
  return size;
}

void CarveReader::carve(Bytes bytes, std::uint64_t base, std::size_t from, std::size_t to) {
  signatures_.chunks.clear();
  signatures_.records.clear();
  recover::find_signatures(bytes, 0, bytes.size(), signatures_);
  recover::find_chunks(bytes, signatures_.chunks, chunks_);
  search_.begin(bytes, base, out_->faults);
  std::span<const std::size_t> records = signatures_.records;
  const auto loose_up_to = [&](std::size_t end) {
    const auto behind = std::lower_bound(records.begin(), records.end(), end);
    const auto count = static_cast<std::size_t>(behind - records.begin());
    search_.loose(records.first(count), from);
    records = records.subspan(count);
  };
  for (const recover::ChunkPlace& place : chunks_) {
    if (place.at >= to) break;
    loose_up_to(place.at);
    if (place.at < from) {
      search_.pass_by(place);
      continue;
    }
    ++out_->chunks;
    if (note_chunks_) note(bytes, base, place);
    search_.chunk(place);
  }
  loose_up_to(to);
  search_.finish();
}

// What cannot be read has no templates; the other pass tells of it.
void harvest_windows(const Unit& unit, recover::Harvester& harvester, ReadBuffer& buffer,
                     recover::TemplateStore& into) {
  if (unit.chunks == 0) return;
  const std::uint64_t from = unit.first_chunk * kImageWindow;
  const std::uint64_t to = std::min(unit.file->size, from + unit.chunks * kImageWindow);
  const std::uint64_t end = std::min<std::uint64_t>(unit.file->size, to + recover::kImageBehind);
  buffer.resize(static_cast<std::size_t>(end - from));
  const auto got = unit.file->source->read_at(from, buffer);
  if (!got) return;
  const Bytes bytes = Bytes(buffer).first(got.value());
  recover::Signatures signatures;
  std::vector<recover::ChunkPlace> chunks;
  recover::find_signatures(bytes, 0, bytes.size(), signatures);
  recover::find_chunks(bytes, signatures.chunks, chunks);
  for (const recover::ChunkPlace& place : chunks) {
    if (place.at < to - from) harvester.run(bytes.slice_unchecked(place.at, place.size), into);
  }
}

void CarveReader::take(const recover::Rebuilder& found) {
  const Bytes bytes = found.bytes();
  visitor_.begin_chunk(bytes, static_cast<FileOffset>(found.records().front().byte_offset), *out_);
  for (const recover::Rebuilt& record : found.records()) visitor_.recovered(record, *out_);
  visitor_.end_chunk();
}

void CarveReader::note(Bytes bytes, std::uint64_t base, const recover::ChunkPlace& place) {
  FoundChunk found;
  found.offset = base + place.at;
  found.size = static_cast<std::uint32_t>(place.size);
  if (describe_chunk(bytes.slice_unchecked(place.at, place.size), found)) out_->found.push_back(std::move(found));
}

}  // namespace ntlmscan::scanning
