// The worker's store of compiled templates.
#include "plan/cache.hpp"

#include <algorithm>
#include <cstring>

namespace ntlmscan::plan {
namespace {

using binxml::Item;
using binxml::Stream;

// A copy of `from` whose items refer to `texts` instead of a chunk.
void copy_definition(const Stream& from, Template& to) {
  to.texts.reserve(texts_of(from));  // no growth below: the items keep pointing into it
  to.definition = from;
  for (Item& item : to.definition.tape) {
    if (item.bytes.data() == nullptr) continue;
    const std::size_t at = to.texts.size();
    to.texts.insert(to.texts.end(), item.bytes.data(), item.bytes.data() + item.bytes.size());
    item.bytes = Bytes(to.texts.data() + at, item.bytes.size());
  }
}

// False where the definition begins as all real ones do and the name of its outermost element is not what its hash says: so
// it is with most that were overwritten, and nothing more of them need be parsed.
bool root_may_hold(Bytes chunk, std::size_t definition) noexcept {
  constexpr std::size_t kName = 4 + 1 + 2 + 4;  // behind the fragment header, token, dependency and size
  constexpr std::size_t kLongest = 256;         // units; a longer name is left to the parser
  const std::size_t body = definition + binxml::kDefinitionHeader;
  const std::uint32_t size = chunk.load<std::uint32_t>(definition + binxml::kDefinitionBodySize).value_or(0);
  const auto token = chunk.load<std::uint8_t>(body + 4).value_or(0) & ~binxml::kMoreFollows;
  const bool usual = chunk.load<std::uint32_t>(body) == kFragmentHeader &&
                     token == static_cast<int>(binxml::Token::kOpenStart) && size >= kName + 4;
  if (!usual) return true;
  const auto name = chunk.load<std::uint32_t>(body + kName);
  const auto hash = name ? chunk.load<std::uint16_t>(*name + binxml::kNameHash) : std::nullopt;
  const auto count = name ? chunk.load<std::uint16_t>(*name + std::size_t{6}) : std::nullopt;
  if (!hash || !count) return false;
  if (*count > kLongest) return true;
  const auto units = chunk.slice(*name + binxml::kNameUnits, std::size_t{2} * *count);
  if (!units) return false;
  return binxml::name_hash(*units) == *hash;
}

}  // namespace

std::size_t texts_of(const Stream& definition) noexcept {
  std::size_t size = 0;
  for (const Item& item : definition.tape) size += item.bytes.size();
  return size;
}

void PlanCache::begin_chunk(Bytes chunk) noexcept {
  chunk_ = chunk;
  in_chunk_.clear();
  recent_ = {};
  if (!full()) return;
  templates_.clear();
  ++generation_;
  items_ = bytes_ = 0;
}

Template* PlanCache::find(std::uint32_t at, std::uint32_t id) {
  InChunk& last = recent_[at / 8 % recent_.size()];
  for (const InChunk& known : in_chunk_) {
    if (known.at != at || known.id != id) continue;
    last = known;
    return known.found;
  }
  if (in_chunk_.size() == kMostInChunk) return nullptr;
  in_chunk_.push_back({at, id, resolve(at, id)});
  last = in_chunk_.back();
  return last.found;
}

Template* PlanCache::resolve(std::uint32_t at, std::uint32_t id) {
  const auto guid = chunk_.slice(at + binxml::kDefinitionGuid, 16);
  if (!guid || guid->u32_unchecked(0) != id || at < binxml::kFirstOffset) return nullptr;
  const auto [first, last] = templates_.equal_range(id);
  for (auto known = first; known != last; ++known) {
    if (same(*known->second, *guid, at)) return known->second.get();
  }
  if (full() || !root_may_hold(chunk_, at)) return nullptr;
  binxml::parse_definition(chunk_, at, id, parsed_);
  const bool sound = parsed_.error == binxml::ParseError::kNone && !parsed_.name_damaged;
  return sound && texts_of(parsed_) <= kMostTexts ? add(at, parsed_) : nullptr;
}

bool PlanCache::same(const Template& known, Bytes guid, std::uint32_t at) const noexcept {
  if (!guid.equals(Bytes(known.guid))) return false;
  if (known.self_contained && known.at == at) {
    const auto here = chunk_.slice(at + binxml::kDefinitionGuid, known.header_and_body.size());
    if (here && here->equals(Bytes(known.header_and_body))) return true;
  }
  const auto body = chunk_.load<std::uint32_t>(at + binxml::kDefinitionBodySize);
  if (!body || !chunk_.fits(at + binxml::kDefinitionHeader, *body)) return false;
  const std::size_t begin = at + binxml::kDefinitionHeader;
  return known.pattern.matches(chunk_, begin, begin + *body);
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
  made->self_contained = std::all_of(definition.names.begin(), definition.names.end(),
                                     [&](const binxml::NameUse& use) { return use.name >= at; });
  made->pattern = DefinitionPattern(chunk_, at + binxml::kDefinitionHeader, definition);
  copy_definition(definition, *made);
  items_ += definition.tape.size();
  bytes_ += made->header_and_body.size() + 2 * made->texts.size();
  return templates_.emplace(bytes.u32_unchecked(0), std::move(made))->second.get();
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
    if (known.first == &event) return *known.second;
  }
  static const PayloadPlan kIrregular;
  if (full()) return kIrregular;
  auto made = std::make_unique<PayloadPlan>(compile_payload(found.definition, event));
  items_ += made->takes.size();
  made->serial = ++plans_made_;
  found.payloads.emplace_back(&event, std::move(made));
  return *found.payloads.back().second;
}

}  // namespace ntlmscan::plan
