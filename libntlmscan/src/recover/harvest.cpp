// A walk over everything in a chunk that looks like a record.
#include "recover/harvest.hpp"

#include <algorithm>

#include "evtx/chunk.hpp"
#include "recover/bounds.hpp"

namespace ntlmscan::recover {
namespace {

using binxml::ValueType;

}  // namespace

void Harvester::run(Bytes chunk, TemplateStore& into) {
  chunk_ = chunk;
  into_ = &into;
  seen_.clear();
  definitions_.begin_chunk(chunk);
  if (definitions_.generation() != generation_) added_.clear();
  generation_ = definitions_.generation();
  const bool headed = chunk.load<std::uint64_t>(0) == evtx::kChunkMagic && chunk.size() >= evtx::kChunkHeaderSize;
  newest_end_ = headed ? chunk.u32_unchecked(evtx::kChunkFreeSpace) : 0;
  CandidateScan scan(chunk, evtx::kChunkHeaderSize, chunk.size(), evtx::kRecordAlignment);
  while (const auto candidate = scan.next()) {
    if (candidate->flaw != Flaw::kNone) continue;
    record(*candidate);
    scan.go_on_at(candidate->at + candidate->size);
  }
}

// Its outer template, and that of its payload, which is its last value.
void Harvester::record(const Candidate& candidate) {
  if (!instance(candidate.begin(), candidate.end()) || open_.count() == 0) return;
  const std::size_t last = open_.count() - 1;
  if (open_.type_unchecked(last) != ValueType::kBinXml) return;
  std::size_t begin = open_.table() + std::size_t{4} * open_.count();
  if (last < plan::kMostSummed && chunk_.fits(open_.table(), plan::kSummedBytes)) {
    begin += plan::sum_sizes(chunk_, open_.table(), last);
  } else {
    for (std::size_t i = 0; i < last; ++i) begin += open_.size_unchecked(i);
  }
  const std::size_t end = begin + open_.size_unchecked(last);
  if (end <= candidate.end()) static_cast<void>(instance(begin, end));
}

bool Harvester::instance(std::size_t begin, std::size_t end) {
  if (!open_.find_table(chunk_, begin, end)) return false;
  const bool seen = std::any_of(seen_.begin(), seen_.end(), [&](const Seen& known) {
    return known.at == open_.definition() && known.id == open_.id();
  });
  if (!seen) definition(open_.definition(), open_.id());
  return true;
}

void Harvester::definition(std::uint32_t at, std::uint32_t id) {
  if (seen_.size() == kMostDefinitionsInChunk) return;
  seen_.push_back({at, id});
  const Trust trust = at < newest_end_ ? Trust::kWhole : Trust::kMixed;
  // One that may be mixed up says nothing beside a whole one, and is parsed for nothing.
  const auto guid = chunk_.slice(at + binxml::kDefinitionGuid, 16);
  if (!guid || guid->u32_unchecked(0) != id || (trust == Trust::kMixed && into_->has_whole(*guid))) return;
  plan::Template* const found = definitions_.get(at, id);
  if (found == nullptr) return;
  const auto known = added_.find(found);
  if (known != added_.end() && known->second >= trust) return;
  added_.insert_or_assign(found, trust);
  const auto shape = shape_of(*found);
  if (shape) into_->add(*shape, trust);
}

}  // namespace ntlmscan::recover
