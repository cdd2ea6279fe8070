// The worker's store of compiled templates.
#include "plan/cache.hpp"

#include <algorithm>
#include <cstring>

namespace ntlmscan::plan {
namespace {

using binxml::Item;
using binxml::Stream;

bool same_item(const Item& a, const Item& b) noexcept {
  return a.kind == b.kind && a.type == b.type && a.optional == b.optional && a.dependency == b.dependency &&
         a.number == b.number && a.bytes.equals(b.bytes);
}

bool same_definition(const Stream& a, const Stream& b) noexcept {
  return std::equal(a.tape.begin(), a.tape.end(), b.tape.begin(), b.tape.end(), same_item);
}

// A copy of `from` whose items refer to `texts` instead of a chunk.
void copy_definition(const Stream& from, Template& to) {
  std::size_t size = 0;
  for (const Item& item : from.tape) size += item.bytes.size();
  to.texts.reserve(size);  // no growth below: the items keep pointing into it
  to.definition = from;
  for (Item& item : to.definition.tape) {
    if (item.bytes.data() == nullptr) continue;
    const std::size_t at = to.texts.size();
    to.texts.insert(to.texts.end(), item.bytes.data(), item.bytes.data() + item.bytes.size());
    item.bytes = Bytes(to.texts.data() + at, item.bytes.size());
  }
}

}  // namespace

void PlanCache::begin_chunk(Bytes chunk) noexcept {
  chunk_ = chunk;
  definitions_.begin_chunk(chunk);
  in_chunk_.clear();
  if (templates_.size() <= kMostTemplates && items_ <= kMostItems) return;
  templates_.clear();
  items_ = 0;
}

Template* PlanCache::get(std::uint32_t at, std::uint32_t id) {
  for (const InChunk& known : in_chunk_) {
    if (known.at == at && known.id == id) return known.found;
  }
  if (in_chunk_.size() == kMostInChunk) return nullptr;
  in_chunk_.push_back({at, id, resolve(at, id)});
  return in_chunk_.back().found;
}

Template* PlanCache::resolve(std::uint32_t at, std::uint32_t id) {
  const auto guid = chunk_.slice(at + binxml::kDefinitionGuid, 16);
  if (!guid || guid->u32_unchecked(0) != id) return nullptr;
  const auto has_guid = [&](const std::unique_ptr<Template>& known) {
    return std::memcmp(known->guid.data(), guid->data(), 16) == 0;
  };
  for (const auto& known : templates_) {
    if (has_guid(known) && same_bytes(*known, at)) return known.get();
  }
  const Stream& definition = definitions_.get(at, id);
  if (definition.error != binxml::ParseError::kNone || definition.name_damaged) return nullptr;
  for (const auto& known : templates_) {
    if (has_guid(known) && same_definition(known->definition, definition)) return known.get();
  }
  return add(at, definition);
}

bool PlanCache::same_bytes(const Template& known, std::uint32_t at) const noexcept {
  if (!known.self_contained || known.at != at) return false;
  const auto here = chunk_.slice(at + binxml::kDefinitionGuid, known.header_and_body.size());
  return here && here->equals(Bytes(known.header_and_body));
}

Template* PlanCache::add(std::uint32_t at, const Stream& definition) {
  auto made = std::make_unique<Template>();
  // Behind the link to the next definition of the bucket, which differs from chunk to chunk.
  // The whole body: a name may lie behind the end of the definition proper. parse_definition() proved the range.
  const std::size_t body = chunk_.u32_unchecked(at + binxml::kDefinitionBodySize);
  const Bytes bytes =
      chunk_.slice_unchecked(at + binxml::kDefinitionGuid, binxml::kDefinitionHeader - binxml::kDefinitionGuid + body);
  made->header_and_body.assign(bytes.data(), bytes.data() + bytes.size());
  std::memcpy(made->guid.data(), bytes.data(), made->guid.size());
  made->at = at;
  made->self_contained = definition.lowest_name >= at;
  copy_definition(definition, *made);
  items_ += definition.tape.size();
  templates_.push_back(std::move(made));
  return templates_.back().get();
}

const OuterPlan& PlanCache::outer(Template& found) {
  if (!found.has_outer) found.outer = compile_outer(found.definition);
  found.has_outer = true;
  return found.outer;
}

const binxml::JsonProgram& PlanCache::json(Template& found) {
  if (!found.has_json) found.json = binxml::compile_json(found.definition.tape);
  found.has_json = true;
  return found.json;
}

const PayloadPlan& PlanCache::payload(Template& found, const catalogue::EventDef& event) {
  for (const auto& known : found.payloads) {
    if (known.first == &event) return known.second;
  }
  found.payloads.emplace_back(&event, compile_payload(found.definition, event));
  return found.payloads.back().second;
}

}  // namespace ntlmscan::plan
