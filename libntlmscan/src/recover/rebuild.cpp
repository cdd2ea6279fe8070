// Values and templates of an old record, written anew.
#include "recover/rebuild.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "bytes/utf16.hpp"
#include "catalogue/lookup.hpp"
#include "plan/numbers.hpp"
#include "plan/position.hpp"
#include "recover/mend.hpp"
#include "recover/overwritten.hpp"

namespace ntlmscan::recover {
namespace {

using binxml::Instance;
using binxml::ItemKind;
using binxml::Value;
using binxml::ValueTable;
using binxml::ValueType;
using plan::Names;

constexpr std::size_t kMostMadeUp = 1024;  // templates kept; beyond, they are made anew

// From the nearest to the farthest that a name can come.
constexpr std::array<Names, plan::kNamesCount> kByDistance = {Names::kLiteral,    Names::kTemplate, Names::kFile,
                                                              Names::kCollection, Names::kLibrary,  Names::kCatalogue,
                                                              Names::kNone};

bool farther(Names one, Names other) noexcept {
  return std::find(kByDistance.begin(), kByDistance.end(), one) >
         std::find(kByDistance.begin(), kByDistance.end(), other);
}

void put_u32(std::vector<std::uint8_t>& out, std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}

void put(std::vector<std::uint8_t>& out, Bytes bytes) {
  out.insert(out.end(), bytes.data(), bytes.data() + bytes.size());
}

// Appends `inner`, whose offsets count from its own beginning.
void append(const Relocatable& inner, Relocatable& out) {
  const auto shift = static_cast<std::uint32_t>(out.bytes.size());
  put(out.bytes, Bytes(inner.bytes));
  for (const std::uint32_t field : inner.offsets) {
    const std::uint32_t offset = Bytes(out.bytes).u32_unchecked(shift + field) + shift;
    for (std::size_t i = 0; i < 4; ++i) out.bytes[shift + field + i] = static_cast<std::uint8_t>(offset >> (8 * i));
    out.offsets.push_back(shift + field);
  }
}

// The descriptor at `at`.
void describe(std::vector<std::uint8_t>& out, std::size_t at, std::size_t size, ValueType type) noexcept {
  out[at] = static_cast<std::uint8_t>(size);
  out[at + 1] = static_cast<std::uint8_t>(size >> 8);
  out[at + 2] = static_cast<std::uint8_t>(type);
}

bool is_instance(const binxml::Stream& stream) noexcept {
  return stream.tape.size() == 1 && stream.tape[0].kind == ItemKind::kInstance;
}

bool is_limit(binxml::ParseError error) noexcept {
  return error == binxml::ParseError::kTooDeep || error == binxml::ParseError::kTooLarge;
}

std::string text_of(const Value& value) {
  std::string text;
  if (value.type == ValueType::kUtf16) append_utf8(text, trim_end(value.bytes));
  return text;
}

bool names_match(const catalogue::EventDef& event, std::uint64_t version, const ValueTable& values) noexcept {
  if (version != event.version && !event.names_by_position) return false;  // another version may have other places
  if (values.count() == 0 || values.count() != event.fields.size()) return false;
  for (std::uint32_t i = 0; i < values.count(); ++i) {
    if (!plan::may_be(Value{values.type_unchecked(i), {}}, event.fields[i])) return false;
  }
  return true;
}

}  // namespace

Fault beyond_bounds(const Rebuilt& record) {
  return {FaultCode::kRecoveryLimit, Severity::kRecovery, record.byte_offset, record.size,
          "an old record that expands beyond the bound"};
}

void Rebuilder::begin(Bytes home, std::uint64_t base, Neighbourhood* around) {
  home_ = home;
  base_ = base;
  around_ = around;
  vouched_up_to_ = 0;
  heads_.begin(home, evtx::kChunkHeaderSize);
  copy_.clear();
  records_.clear();
  passed_over_ = 0;
  scratch_.clear_records();
  definitions_.begin_chunk(home);
  if (definitions_.generation() != generation_ || made_up_.size() > kMostMadeUp) {
    generation_ = definitions_.generation();
    shapes_.clear();
    made_up_.clear();
    scratch_.clear_templates();
  }
}

Flaw Rebuilder::add(const Candidate& candidate, Origin origin, std::size_t& content_end) {
  Flaw flaw = Flaw::kNone;
  if (wanted_ != nullptr && pass_over(candidate, content_end, flaw)) return flaw;
  may_be_overwritten_ = origin != Origin::kLive && candidate.end() > vouched_up_to_;
  Descriptors mended;
  switch (mend_descriptors(home_, candidate, heads_in(candidate.begin(), candidate.end()), mended)) {
    case Mended::kNothing:
      return put_together(candidate, origin, content_end);
    case Mended::kWhole:
      return put_together_with(mended, candidate, origin, content_end);
    case Mended::kHopeless:
      break;
  }
  return Flaw::kContent;
}

// In a copy of the chunk, where the descriptors are what they were.
Flaw Rebuilder::put_together_with(const Descriptors& mended, const Candidate& candidate, Origin origin,
                                  std::size_t& content_end) {
  const Bytes home = home_;
  if (copy_.empty()) copy_.assign(home.data(), home.data() + home.size());
  std::memcpy(copy_.data() + mended.at, mended.bytes.data(), mended.size);
  home_ = Bytes(copy_);
  const Flaw flaw = put_together(candidate, origin, content_end);
  home_ = home;
  std::memcpy(copy_.data() + mended.at, home.data() + mended.at, mended.size);
  return flaw;
}

Flaw Rebuilder::put_together(const Candidate& candidate, Origin origin, std::size_t& content_end) {
  if (levels_[0] == nullptr) levels_[0] = std::make_unique<Level>();
  Level& level = *levels_[0];
  depth_ = 0;
  from_ = {};
  from_.origin = origin;
  from_.names = Names::kLiteral;
  channel_.reset();
  too_much_ = false;
  binxml::parse_stream(home_, candidate.begin(), candidate.end(), binxml::Dialect::kStream, level.stream);
  if (is_limit(level.stream.error)) return Flaw::kLimit;
  if (!level.stream.ended || level.stream.tape.empty()) return Flaw::kContent;
  if (const Flaw flaw = judge(level, candidate); flaw != Flaw::kNone) return flaw;
  content_end = level.stream.end;
  if (!write_level(level)) return too_much_ ? Flaw::kLimit : Flaw::kContent;
  const evtx::Record record = scratch_.append(level.content, candidate.id, candidate.written);
  if (record.size == 0) return Flaw::kLimit;
  records_.push_back({record, base_ + candidate.at, candidate.size, from_});
  return Flaw::kNone;
}

void Rebuilder::sort() {
  const auto before = [](const Rebuilt& a, const Rebuilt& b) { return a.byte_offset < b.byte_offset; };
  if (!std::is_sorted(records_.begin(), records_.end(), before)) std::sort(records_.begin(), records_.end(), before);
}

// A parsed stream into its level's content.
bool Rebuilder::write_level(Level& level) {
  level.content.clear();
  if (!is_instance(level.stream) && !is_sound(level.stream)) return false;
  return level.stream.error == binxml::ParseError::kNone &&
         write_stream(level.stream, binxml::Dialect::kStream, this, level.content);
}

// The definition lies in the scratch memory, at an offset that is final.
bool Rebuilder::write(const Instance& instance, Relocatable& out) {
  if (instance.values.count() > kMostValues) too_much_ = true;
  // Sizes that were written over lead astray; those of the outer instance are as they were.
  if (depth_ > 0 && written_over(instance.values.descriptors())) return false;
  const Shape* shape = too_much_ ? nullptr : shape_of(instance);
  if (shape == nullptr) return false;
  if (depth_ == 0) {
    outer_ = instance.values;
    outer_shape_ = shape;
    check_provider();
    check_channel();
  }
  const std::uint32_t at = scratch_.place(*shape);
  if (at == 0) too_much_ = true;
  if (at == 0) return false;
  out.bytes.push_back(static_cast<std::uint8_t>(binxml::Token::kTemplateInstance));
  out.bytes.push_back(1);
  put_u32(out.bytes, shape->id());
  put_u32(out.bytes, at);
  return write_values(instance.values, out);
}

bool Rebuilder::write_values(const ValueTable& values, Relocatable& out) {
  const bool in_chunk = around_ != nullptr && may_be_overwritten_;
  const std::vector<std::size_t> foreign = in_chunk ? foreign_words(home_, values) : std::vector<std::size_t>();
  put_u32(out.bytes, values.count());
  const std::size_t table = out.bytes.size();
  std::size_t at = values.values_at();
  for (std::uint32_t i = 0; i < values.count(); ++i) {
    put_u32(out.bytes,
            values.size_unchecked(i) | std::uint32_t{static_cast<std::uint8_t>(values.type_unchecked(i))} << 16);
  }
  for (std::uint32_t i = 0; i < values.count(); ++i) {
    const Bytes value = values.bytes_unchecked(at, values.size_unchecked(i));
    at += value.size();
    const bool is_nested = values.type_unchecked(i) == ValueType::kBinXml;
    const auto other = is_nested ? std::nullopt : instead_of(i, value, foreign);
    if (other) {
      const ValueType type = other->empty() ? ValueType::kNull : ValueType::kUtf16;
      describe(out.bytes, table + std::size_t{4} * i, other->size(), type);
    }
    if (!is_nested) {
      put(out.bytes, other.value_or(value));
      continue;
    }
    // Nested Binary XML: as long as it turns out to be; absent where it is not sound.
    const bool sound = write_nested(value);
    const Relocatable* nested = sound ? &levels_[depth_ + 1]->content : nullptr;
    const std::size_t size = sound ? nested->bytes.size() : 0;
    if (too_much_ || size > 0xFFFF) return false;
    describe(out.bytes, table + std::size_t{4} * i, size, sound ? ValueType::kBinXml : ValueType::kNull);
    if (sound) append(*nested, out);
  }
  return true;
}

// Into the next level's content. False where it is damaged; its own record is not for that.
bool Rebuilder::write_nested(Bytes value) {
  if (depth_ + 1 == kMostNested) {
    too_much_ = true;
    return false;
  }
  std::unique_ptr<Level>& level = levels_[depth_ + 1];
  if (level == nullptr) level = std::make_unique<Level>();
  const std::size_t begin = value.offset_in(home_);
  binxml::parse_stream(home_, begin, begin + value.size(), binxml::Dialect::kStream, level->stream);
  ++depth_;
  const bool written = !level->stream.tape.empty() && write_level(*level);
  --depth_;
  if (!written) learned_from(Names::kNone);
  return written;
}

void Rebuilder::learned_from(Names names) {
  if (farther(names, from_.names)) from_.names = names;
}

const Shape* Rebuilder::shape_of(const Instance& instance) {
  Names from = Names::kNone;
  const Shape* shape = found(instance, from);
  if (shape == nullptr) return made_up(instance.values);
  learned_from(from);
  return shape;
}

// The template that it names, here or elsewhere.
const Shape* Rebuilder::found(const Instance& instance, Names& from) {
  from = Names::kTemplate;
  const Shape* shape = shape_in_chunk(instance);
  if (shape != nullptr || lender_ == nullptr) return shape;
  return lender_->borrow(instance.id, instance.values, from);
}

// At the offset that the record gives. A definition that does not fit the values is another one than the record had.
const Shape* Rebuilder::shape_in_chunk(const Instance& instance) {
  plan::Template* found = definitions_.get(instance.definition, instance.id);
  if (found == nullptr) return nullptr;
  const std::size_t size = binxml::kDefinitionGuid + found->header_and_body.size();
  if (!heads_in(instance.definition, instance.definition + size).empty()) return nullptr;
  auto known = shapes_.find(found);
  if (known == shapes_.end()) known = shapes_.emplace(found, recover::shape_of(*found)).first;
  const bool fits = known->second && known->second->fits(instance.values);
  return fits ? &*known->second : nullptr;
}

template <class Make>
const Shape* Rebuilder::keep(std::string key, const Make& make) {
  auto known = made_up_.find(key);
  if (known == made_up_.end()) known = made_up_.emplace(std::move(key), make()).first;
  return known->second ? &*known->second : nullptr;
}

// A provider that the catalogue knows by its GUID has one name. Another one was overwritten.
void Rebuilder::check_provider() {
  if (system_form(outer_) != SystemForm::kManifest) return;
  const auto guid = plan::to_guid(outer_.value(kProviderGuidSlot));
  const std::string_view known = guid ? catalogue::provider_of_guid(*guid) : std::string_view();
  from_.inferred_provider = !known.empty() && known != text_of(outer_.value(kProviderSlot));
  provider_.clear();
  if (from_.inferred_provider) append_utf16(provider_, known);
}

// Others say what the rest of it belongs to; a part that is not known leaves nothing.
void Rebuilder::check_channel() {
  if (!may_be_overwritten_ || system_form(outer_) != SystemForm::kManifest) return;
  const Bytes channel = outer_.value(kChannelSlot).bytes;
  if (!has_control_character(channel) && !written_over(channel)) return;
  const Bytes guid = outer_.value(kProviderGuidSlot).bytes;
  const Bytes agreed = around_ == nullptr ? Bytes() : around_->agreed_channel(guid, channel.size());
  from_.inferred_channel = same_but_for_one_word(home_, channel, agreed);
  channel_ = from_.inferred_channel ? agreed : Bytes();
}

// Nothing instead of a value that something was written into.
std::optional<Bytes> Rebuilder::instead_of(std::uint32_t slot, Bytes value, std::span<const std::size_t> foreign) {
  if (depth_ == 0 && slot == kProviderSlot && from_.inferred_provider) return Bytes::of(provider_);
  if (depth_ == 0 && slot == kChannelSlot && channel_) return channel_;
  const bool lost = (depth_ > 0 || slot >= kFirstOptional) && overlaps(home_, value, foreign);
  return lost || written_over(value) ? std::optional(Bytes()) : std::nullopt;
}

std::string Rebuilder::provider() const {
  if (from_.inferred_provider) return text_of({ValueType::kUtf16, Bytes::of(provider_)});
  return system_form(outer_) == SystemForm::kManifest ? text_of(outer_.value(kProviderSlot)) : outer_shape_->provider;
}

// The event that the payload belongs to, if its values are those of that event's fields.
const catalogue::EventDef* Rebuilder::event_of(const ValueTable& payload) const {
  const SystemForm form = system_form(outer_);
  if (depth_ != 1 || form == SystemForm::kUnknown) return nullptr;
  const auto id = plan::to_number(outer_.value(kEventIdSlot)).value_or(0);
  const auto version = plan::to_number(outer_.value(kVersionSlot)).value_or(0);
  const catalogue::EventDef* event =
      catalogue::find_event(provider(), static_cast<std::uint16_t>(id), static_cast<std::uint32_t>(version));
  return event != nullptr && names_match(*event, version, payload) ? event : nullptr;
}

const Shape* Rebuilder::made_up(const ValueTable& values) {
  return depth_ == 0 ? made_up_system(values) : made_up_payload(values);
}

const Shape* Rebuilder::made_up_system(const ValueTable& values) {
  SystemDesign design = system_design(values);
  if (design.form == SystemForm::kUnknown) return nullptr;
  if (around_ != nullptr) design.computer = around_->agreed_computer();
  design.user_data = payload_is_user_data(values, design.form);
  learned_from(Names::kCatalogue);
  from_.inferred_computer = !design.computer.empty();
  return keep(design.key(), [&] { return system_shape(design); });
}

// A root of another name than EventData stands in UserData.
bool Rebuilder::payload_is_user_data(const ValueTable& values, SystemForm form) {
  const Value payload = values.value(payload_slot(form));
  if (payload.type != ValueType::kBinXml) return false;
  binxml::Stream stream;
  const std::size_t begin = payload.bytes.offset_in(home_);
  binxml::parse_stream(home_, begin, begin + payload.bytes.size(), binxml::Dialect::kStream, stream);
  if (stream.tape.empty()) return false;
  std::string root;
  Names from = Names::kNone;
  if (stream.tape[0].kind == ItemKind::kElement) append_utf8(root, stream.tape[0].bytes);
  if (is_instance(stream)) {
    const Shape* shape = found(stream.instances[0], from);
    if (shape != nullptr) root = shape->root;
  }
  return !root.empty() && root != "EventData" && root != "ProcessingErrorData";
}

const Shape* Rebuilder::made_up_payload(const ValueTable& values) {
  const catalogue::EventDef* event = event_of(values);
  const catalogue::EventDef* named = event != nullptr && !event->names_by_position ? event : nullptr;
  learned_from(event != nullptr ? Names::kCatalogue : Names::kNone);
  std::string key = std::to_string(values.count());
  if (named != nullptr) key = named->symbol;
  if (named != nullptr) key += '\n' + std::to_string(named->version);
  return keep(std::move(key), [&] { return payload_shape(values.count(), named); });
}

}  // namespace ntlmscan::recover
