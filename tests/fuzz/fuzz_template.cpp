// Fuzz target: a template definition parsed and compiled. Input: u16 offset of the definition, then the chunk.
#include <cstdint>

#include "binxml/stream.hpp"
#include "catalogue/lookup.hpp"
#include "fuzz/require.hpp"
#include "plan/cache.hpp"
#include "plan/compile.hpp"
#include "support/tape_check.hpp"

namespace ntlmscan::fuzz {
namespace {

void check(const binxml::Stream& definition, Bytes chunk) {
  require(support::wrong_with(definition.tape, chunk).empty(), "the tape is well-formed");
  require(definition.instances.empty(), "a definition holds no instances");
  require(definition.end <= chunk.size(), "parsing ends inside the chunk");
  for (const binxml::Item& item : definition.tape) {
    const bool hole = item.kind == binxml::ItemKind::kHole;
    require(!hole || item.number < definition.max_index, "max_index lies above every hole");
  }
}

void compile(const binxml::Stream& definition) {
  const plan::OuterPlan outer = plan::compile_outer(definition);
  for (const plan::SystemSource& source : outer.system) {
    require(!outer.regular || source.slot == plan::kNoSlot || source.slot < outer.slots, "a System slot exists");
  }
  for (const catalogue::EventDef* event : catalogue::all_events().first(8)) {
    const plan::PayloadPlan payload = plan::compile_payload(definition, *event);
    for (const plan::Take& take : payload.takes) {
      require(!payload.regular || take.slot == plan::kNoSlot || take.slot < payload.slots, "a payload slot exists");
    }
  }
}

void run(Bytes chunk, std::size_t at) {
  const std::uint32_t id = chunk.load<std::uint32_t>(at + binxml::kDefinitionGuid).value_or(0);
  binxml::Stream definition;
  binxml::parse_definition(chunk, at, id, definition);
  check(definition, chunk);
  const bool sound = definition.error == binxml::ParseError::kNone && !definition.name_damaged;
  if (sound) compile(definition);
  plan::PlanCache cache;
  cache.begin_chunk(chunk);
  plan::Template* first = cache.get(static_cast<std::uint32_t>(at), id);
  require(first == nullptr || sound, "the cache holds only what is sound");
  require(first != nullptr || !sound || plan::texts_of(definition) > plan::kMostTexts, "and all of that within bounds");
  cache.begin_chunk(chunk);
  require(cache.get(static_cast<std::uint32_t>(at), id) == first, "the same definition is found again");
}

}  // namespace
}  // namespace ntlmscan::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ntlmscan::Bytes input(data, size);
  const auto at = input.load<std::uint16_t>(0);
  if (at) ntlmscan::fuzz::run(input.slice_unchecked(2, size - 2).first(65536), *at);
  return 0;
}
