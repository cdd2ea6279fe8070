// Bounded look-up of templates.
#include "recover/template_store.hpp"

#include <algorithm>
#include <tuple>

#include "recover/bounds.hpp"

namespace ntlmscan::recover {

// One that was seen whole somewhere is whole.
bool TemplateStore::known(OfId& of_id, const Shape& shape, Trust trust) {
  for (Entry& entry : of_id.entries) {
    if (!entry.shape->same(shape)) continue;
    entry.trust = std::max(entry.trust, trust);
    limit(of_id);
    return true;
  }
  return of_id.crowded || (of_id.mixed_crowded && trust == Trust::kMixed);
}

void TemplateStore::drop(OfId& of_id, Trust up_to) {
  std::erase_if(of_id.entries, [&](const Entry& entry) {
    if (entry.trust > up_to) return false;
    --count_;
    bytes_ -= entry.shape->size();
    return true;
  });
}

// Which were seen first must not matter, so of too many none stays.
void TemplateStore::limit(OfId& of_id) {
  const auto more_than_allowed = [&](Trust trust) {
    const auto has = [&](const Entry& entry) { return entry.trust == trust; };
    return static_cast<std::size_t>(std::count_if(of_id.entries.begin(), of_id.entries.end(), has)) > kMostShapesOfId;
  };
  of_id.crowded = of_id.crowded || more_than_allowed(Trust::kWhole);
  of_id.mixed_crowded = of_id.mixed_crowded || more_than_allowed(Trust::kMixed);
  if (of_id.mixed_crowded) drop(of_id, Trust::kMixed);
  if (of_id.crowded) drop(of_id, Trust::kWhole);
}

void TemplateStore::add(const Shape& shape, Trust trust) {
  if (overflowed_ || known(by_id_[shape.id()], shape, trust)) return;
  keep(std::make_unique<const Shape>(shape), trust);
}

void TemplateStore::keep(std::unique_ptr<const Shape> shape, Trust trust) {
  OfId& of_id = by_id_[shape->id()];
  ++count_;
  bytes_ += shape->size();
  of_id.entries.push_back({std::move(shape), trust});
  limit(of_id);
  overflowed_ = count_ > kMostShapes || bytes_ > kMostShapesBytes;
  if (overflowed_) by_id_.clear();
}

void TemplateStore::join(TemplateStore&& other) {
  overflowed_ = overflowed_ || other.overflowed_;
  for (auto& [id, theirs] : other.by_id_) {
    if (overflowed_) break;
    OfId& ours = by_id_[id];
    ours.crowded = ours.crowded || theirs.crowded;
    ours.mixed_crowded = ours.mixed_crowded || theirs.mixed_crowded;
    limit(ours);
    for (Entry& entry : theirs.entries) {
      if (overflowed_ || known(by_id_[id], *entry.shape, entry.trust)) continue;
      keep(std::move(entry.shape), entry.trust);
    }
  }
  if (overflowed_) by_id_.clear();
}

const Shape* TemplateStore::find(std::uint32_t id, const binxml::ValueTable& values) const noexcept {
  const auto of_id = by_id_.find(id);
  if (of_id == by_id_.end()) return nullptr;
  const std::vector<Entry>& entries = of_id->second.entries;
  const auto is_whole = [](const Entry& entry) { return entry.trust == Trust::kWhole; };
  const bool whole = std::any_of(entries.begin(), entries.end(), is_whole);
  const Shape* found = nullptr;
  for (const Entry& entry : entries) {
    if ((whole && !is_whole(entry)) || !entry.shape->fits(values)) continue;
    if (found != nullptr) return nullptr;
    found = entry.shape.get();
  }
  return found;
}

bool TemplateStore::has_whole(Bytes guid) const noexcept {
  const auto of_id = by_id_.find(guid.u32_unchecked(0));
  if (of_id == by_id_.end()) return false;
  return std::any_of(of_id->second.entries.begin(), of_id->second.entries.end(), [&](const Entry& entry) {
    return entry.trust == Trust::kWhole && guid.equals(Bytes(entry.shape->guid));
  });
}

std::vector<const Shape*> TemplateStore::sorted() const {
  std::vector<const Shape*> all;
  for (const auto& [id, of_id] : by_id_) {
    for (const Entry& entry : of_id.entries) {
      if (entry.trust == Trust::kWhole) all.push_back(entry.shape.get());
    }
  }
  std::sort(all.begin(), all.end(), [](const Shape* a, const Shape* b) {
    return std::tie(a->guid, a->body.bytes) < std::tie(b->guid, b->body.bytes);
  });
  return all;
}

}  // namespace ntlmscan::recover
