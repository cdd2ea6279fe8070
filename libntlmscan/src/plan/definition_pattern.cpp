// Making and matching of definition patterns.
#include "plan/definition_pattern.hpp"

namespace ntlmscan::plan {
namespace {

constexpr std::size_t kField = 4;       // an offset or a size
constexpr std::size_t kTerminator = 2;  // behind a name's units

// Bytes of hash, count and units of the name at `at`, which was parsed.
std::size_t name_size(Bytes chunk, std::size_t at) noexcept {
  return 4 + std::size_t{2} * chunk.u16_unchecked(at + binxml::kNameHash + 2);
}

}  // namespace

void DefinitionPattern::keep(Bytes bytes) { bytes_.insert(bytes_.end(), bytes.data(), bytes.data() + bytes.size()); }

DefinitionPattern::DefinitionPattern(Bytes chunk, std::size_t body, const binxml::Stream& definition)
    : ended_(definition.ended) {
  std::size_t at = body;
  for (const binxml::NameUse& use : definition.names) {
    const std::size_t fixed_end = use.at - (use.of_element ? kField : 0);
    const std::size_t size = name_size(chunk, use.name);
    steps_.push_back({.fixed = static_cast<std::uint32_t>(fixed_end - at),
                      .name = static_cast<std::uint32_t>(size),
                      .of_element = use.of_element,
                      .lists_behind = use.lists_behind});
    keep(chunk.slice_unchecked(at, fixed_end - at));
    keep(chunk.slice_unchecked(use.name + binxml::kNameHash, size));
    at = use.at + kField;
    if (use.name == at) at += binxml::kNameHash + size + kTerminator;
    if (use.lists_behind) at += kField;
  }
  tail_ = static_cast<std::uint32_t>(definition.end - at);
  keep(chunk.slice_unchecked(at, tail_));
}

bool DefinitionPattern::matches(Bytes chunk, std::size_t begin, std::size_t end) const noexcept {
  const Bytes window = chunk.first(end);
  const Bytes wanted(bytes_);
  std::size_t at = begin;
  std::size_t known = 0;
  for (const Step& step : steps_) {
    const std::size_t in_front = step.fixed + (step.of_element ? kField : 0);
    if (!window.fits(at, in_front + kField)) return false;
    if (!window.slice_unchecked(at, step.fixed).equals(wanted.slice_unchecked(known, step.fixed))) return false;
    at += in_front;
    known += step.fixed;
    const std::size_t name = window.u32_unchecked(at);
    at += kField;
    const std::size_t whole = binxml::kNameHash + step.name + kTerminator;
    if (name < binxml::kFirstOffset || name > at || !window.fits(name, whole)) return false;
    const Bytes text = window.slice_unchecked(name + binxml::kNameHash, step.name);
    if (!text.equals(wanted.slice_unchecked(known, step.name))) return false;
    known += step.name;
    if (name == at) at += whole;
    if (step.lists_behind) at += kField;
    if (at > window.size()) return false;
  }
  if (!window.fits(at, tail_) || !window.slice_unchecked(at, tail_).equals(wanted.slice_unchecked(known, tail_))) {
    return false;
  }
  return ended_ || at + tail_ == end;
}

}  // namespace ntlmscan::plan
