// Look-up of a chunk's parsed template definitions by offset.
#include "binxml/template_cache.hpp"

namespace ntlmscan::binxml {

void TemplateCache::begin_chunk(Bytes chunk) noexcept {
  chunk_ = chunk;
  used_ = 0;
  if (items_ > kMostItems) entries_.clear();
  items_ = 0;
}

void TemplateCache::make_room() {
  if (used_ >= kMostDefinitions / 2 || items_ >= kMostItems / 2) begin_chunk(chunk_);
}

const Stream& TemplateCache::get(std::uint32_t at, std::uint32_t id) {
  for (std::size_t i = 0; i < used_; ++i) {
    if (entries_[i]->at == at && entries_[i]->id == id) return entries_[i]->definition;
  }
  if (used_ == kMostDefinitions || items_ > kMostItems) {
    full_.error = ParseError::kTooLarge;
    full_.error_at = at;
    return full_;
  }
  if (used_ == entries_.size()) entries_.push_back(std::make_unique<Entry>());
  Entry& entry = *entries_[used_++];
  entry.at = at;
  entry.id = id;
  parse_definition(chunk_, at, id, entry.definition);
  items_ += entry.definition.tape.size();
  return entry.definition;
}

}  // namespace ntlmscan::binxml
