// Bounded look-up of templates.
#include "recover/template_store.hpp"

#include <algorithm>
#include <tuple>

#include "recover/bounds.hpp"

namespace ntlmscan::recover {

// One that was seen whole somewhere is whole.
bool TemplateStore::known(OfId& of_id, const Shape& shape, Trust trust) const noexcept {
  for (Entry& entry : of_id.entries) {
    if (!entry.shape->same(shape)) continue;
    entry.trust = std::max(entry.trust, trust);
    return true;
  }
  return of_id.crowded;
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
  if (of_id.entries.size() > kMostShapesOfId) {
    of_id.crowded = true;
    count_ -= of_id.entries.size();
    for (const Entry& entry : of_id.entries) bytes_ -= entry.shape->size();
    of_id.entries.clear();
  }
  overflowed_ = count_ > kMostShapes || bytes_ > kMostShapesBytes;
  if (overflowed_) by_id_.clear();
}

void TemplateStore::join(TemplateStore&& other) {
  overflowed_ = overflowed_ || other.overflowed_;
  for (auto& [id, theirs] : other.by_id_) {
    if (overflowed_) break;
    OfId& ours = by_id_[id];
    if (theirs.crowded && !ours.crowded) {
      count_ -= ours.entries.size();
      for (const Entry& entry : ours.entries) bytes_ -= entry.shape->size();
      ours.entries.clear();
      ours.crowded = true;
    }
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
  for (const Trust trust : {Trust::kWhole, Trust::kMixed}) {
    const Shape* found = nullptr;
    std::size_t fitting = 0;
    for (const Entry& entry : of_id->second.entries) {
      if (entry.trust != trust || !entry.shape->fits(values)) continue;
      found = entry.shape.get();
      ++fitting;
    }
    if (fitting > 0) return fitting == 1 ? found : nullptr;
  }
  return nullptr;
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
