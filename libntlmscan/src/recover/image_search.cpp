// The search for signatures, and what makes a chunk of one.
#include "recover/image_search.hpp"

#include <algorithm>
#include <optional>

#include "binxml/stream.hpp"
#include "evtx/chunk.hpp"

namespace ntlmscan::recover {
namespace {

constexpr std::size_t kBlock = 256;
constexpr std::size_t kSeen = 3;  // bytes of a signature that the first test looks at

// Some signature's first bytes stand in the block. Without branches, so that compilers make it of vector compares.
bool may_begin_in(Bytes bytes, std::size_t at) noexcept {
  unsigned hit = 0;
  for (std::size_t i = at; i < at + kBlock; ++i) {
    const std::uint8_t a = bytes.u8_unchecked(i);
    const std::uint8_t b = bytes.u8_unchecked(i + 1);
    const std::uint8_t c = bytes.u8_unchecked(i + 2);
    const bool record = (a == 0x2A) & (b == 0x2A) & (c == 0);
    const bool chunk = (a == 0x45) & (b == 0x6C) & (c == 0x66);
    hit |= static_cast<unsigned>(record) | static_cast<unsigned>(chunk);
  }
  return hit != 0;
}

void look(Bytes bytes, std::size_t from, std::size_t to, Signatures& out) {
  for (std::size_t at = from; at < to; ++at) {
    const std::uint8_t first = bytes.u8_unchecked(at);
    if (first == 0x2A && bytes.load<std::uint32_t>(at) == evtx::kRecordMagic) out.records.push_back(at);
    if (first == 0x45 && bytes.load<std::uint64_t>(at) == evtx::kChunkMagic) out.chunks.push_back(at);
  }
}

enum class Certainty : std::uint8_t { kNone, kProbable, kSure };

constexpr std::size_t kTablesAt = 40;  // u32, always 128
constexpr std::uint32_t kTables = 128;

Certainty judge(Bytes bytes, std::size_t at) noexcept {
  constexpr std::size_t kNeeded = evtx::kChunkHeaderSize + evtx::kRecordMinSize;
  if (!bytes.fits(at, kNeeded)) return Certainty::kNone;
  // The records' checksum is of no use here, so only the header is read; `cut` follows from that.
  const Bytes front = bytes.slice_unchecked(at, kNeeded);
  const evtx::ChunkHeader header = evtx::read_chunk_header(front);
  const bool record = front.u32_unchecked(evtx::kChunkHeaderSize) == evtx::kRecordMagic;
  const bool structure = front.u32_unchecked(kTablesAt) == kTables && header.bounds_ok;
  if (structure && header.checksummed && header.header_ok) return Certainty::kSure;
  return record ? Certainty::kProbable : Certainty::kNone;
}

// The definition of template `id` lies at `at`.
bool defines(Bytes bytes, std::size_t at, std::uint32_t id) noexcept {
  return bytes.load<std::uint32_t>(at + binxml::kDefinitionGuid) == id;
}

}  // namespace

void find_signatures(Bytes bytes, std::size_t from, std::size_t to, Signatures& out) {
  std::size_t at = from;
  while (at < to && to - at >= kBlock && bytes.fits(at, kBlock + kSeen)) {
    if (may_begin_in(bytes, at)) look(bytes, at, at + kBlock, out);
    at += kBlock;
  }
  look(bytes, at, std::min(to, bytes.size()), out);
}

void find_chunks(Bytes bytes, const std::vector<std::size_t>& signatures, std::vector<ChunkPlace>& out) {
  out.clear();
  std::optional<std::size_t> sure;
  for (const std::size_t at : signatures) {
    const Certainty certainty = judge(bytes, at);
    const bool inside = sure && at - *sure < evtx::kChunkSize;
    if (certainty == Certainty::kNone || (certainty == Certainty::kProbable && inside)) continue;
    if (certainty == Certainty::kSure) sure = at;
    if (!out.empty()) out.back().size = std::min(out.back().size, at - out.back().at);
    out.push_back({at, std::min(evtx::kChunkSize, bytes.size() - at)});
  }
}

// 24 bytes of header, 0F 01 01 00, then 0C 01, id, offset D of the definition. An inline definition follows at once and
// so tells where D counts from; else every beginning at the record's own alignment is tried, the nearest first.
std::size_t home_of(Bytes bytes, std::size_t at) noexcept {
  constexpr std::size_t kIdAt = evtx::kRecordHeaderSize + 6;
  constexpr std::size_t kInline = kIdAt + 8;
  const std::size_t unknown = at - std::min(at, evtx::kChunkSize);  // so that any reference leads back
  if (!bytes.fits(at, kInline) || bytes.u8_unchecked(at + evtx::kRecordHeaderSize + 4) != 0x0C) return unknown;
  const std::uint32_t id = bytes.u32_unchecked(at + kIdAt);
  const std::size_t definition = bytes.u32_unchecked(at + kIdAt + 4);
  if (definition < evtx::kChunkHeaderSize || definition >= evtx::kChunkSize) return unknown;
  const auto possible = [&](std::size_t home) { return home <= at && at - home < evtx::kChunkSize; };
  if (defines(bytes, at + kInline, id) && at + kInline >= definition && possible(at + kInline - definition)) {
    return at + kInline - definition;
  }
  for (std::size_t back = evtx::kChunkHeaderSize; back < evtx::kChunkSize && back <= at; back += 8) {
    if (definition < back && defines(bytes, at - back + definition, id)) return at - back;
  }
  return unknown;
}

}  // namespace ntlmscan::recover
