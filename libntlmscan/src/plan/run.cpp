// Execution of plans over value tables.
#include "plan/run.hpp"

#include "binxml/values.hpp"
#include "bytes/utf16.hpp"

namespace ntlmscan::plan {
namespace {

constexpr std::uint32_t kFragmentHeader = 0x0001010Fu;
constexpr std::size_t kInstanceHeader = 10;  // 0C, version, u32 id, u32 definition

// Far below the bound of an expanded record: what comes near it is judged by the walker.
constexpr std::size_t kMostText = binxml::kMaxRecordText / 4;

}  // namespace

void PlanRunner::begin_chunk(Bytes chunk) noexcept {
  chunk_ = chunk;
  plans_.begin_chunk(chunk);
}

// [fragment header] instance, and nothing but an end token behind it in [begin, end).
bool PlanRunner::open_instance(std::size_t begin, std::size_t end, Opened& out) const noexcept {
  const Bytes window = chunk_.first(end);
  if (window.load<std::uint32_t>(begin) == kFragmentHeader) begin += 4;
  if (!window.fits(begin, kInstanceHeader)) return false;
  if (window.u8_unchecked(begin) != static_cast<std::uint8_t>(binxml::Token::kTemplateInstance)) return false;
  out.id = window.u32_unchecked(begin + 2);
  out.definition = window.u32_unchecked(begin + 6);
  std::size_t at = begin + kInstanceHeader;
  if (out.definition > at) return false;
  if (out.definition == at) {
    const auto body = window.load<std::uint32_t>(at + binxml::kDefinitionBodySize);
    if (!body || !window.fits(at + binxml::kDefinitionHeader, *body)) return false;
    at += binxml::kDefinitionHeader + *body;
  }
  const auto values = binxml::ValueTable::read(window.slice_unchecked(at, end - at));
  if (!values) return false;
  out.values = *values;
  at += values->size();
  return at == end || window.u8_unchecked(at) == static_cast<std::uint8_t>(binxml::Token::kEndOfStream);
}

// Opened even where the event is not wanted: RenderingInfo may stand behind the instance, and coverage must know.
bool PlanRunner::open_payload(Value payload) {
  payload_kind_ = Payload::kNone;
  if (payload.type == binxml::ValueType::kNull) return true;
  if (payload.type != binxml::ValueType::kBinXml) return false;
  const std::size_t begin = payload.bytes.offset_in(chunk_);
  const std::size_t end = begin + payload.bytes.size();
  payload_kind_ = Payload::kInstance;
  if (open_instance(begin, end, payload_)) return true;
  payload_kind_ = Payload::kLiteral;
  return plain_literal(begin, end);
}

// A sound payload of literal elements (CAPI2 and others write them), none of which is RenderingInfo.
bool PlanRunner::plain_literal(std::size_t begin, std::size_t end) {
  binxml::parse_stream(chunk_, begin, end, binxml::Dialect::kStream, literal_);
  if (literal_.error != binxml::ParseError::kNone || !literal_.instances.empty()) return false;
  for (std::size_t at = 0; at < literal_.tape.size();) {
    const binxml::Item& item = literal_.tape[at];
    if (item.kind != binxml::ItemKind::kElement || equals_ascii(item.bytes, "RenderingInfo")) return false;
    at = item.number;
  }
  return true;
}

void PlanRunner::locate_values(const binxml::ValueTable& values, std::size_t count) {
  starts_.resize(count);
  std::size_t at = values.values_at();
  for (std::uint32_t i = 0; i < count; ++i) {
    starts_[i] = static_cast<std::uint32_t>(at);
    at += values.size_unchecked(i);
  }
}

Value PlanRunner::slot(const binxml::ValueTable& values, std::uint16_t slot) const noexcept {
  return {values.type_unchecked(slot), values.bytes_unchecked(starts_[slot], values.size_unchecked(slot))};
}

bool PlanRunner::read_system(std::size_t begin, std::size_t end, SystemValues& system, bool& forwarded) {
  Opened opened;
  if (!open_instance(begin, end, opened)) return false;
  Template* found = plans_.get(opened.definition, opened.id);
  if (found == nullptr) return false;
  const OuterPlan& plan = PlanCache::outer(*found);
  if (!plan.regular || opened.values.count() < plan.slots) return false;
  locate_values(opened.values, plan.slots);
  for (std::size_t field = 0; field < kSystemFieldCount; ++field) {
    const SystemSource& source = plan.system[field];
    Value& value = system.values[field];
    value = {};
    const bool dropped = source.dependency != kNoSlot && source.dependency < plan.slots &&
                         opened.values.type_unchecked(source.dependency) == binxml::ValueType::kNull;
    if (dropped) continue;
    if (source.slot != kNoSlot) {
      value = slot(opened.values, source.slot);
      if (is_array(value.type) || value.type == binxml::ValueType::kBinXml) return false;
    } else if (source.literal.data() != nullptr) {
      value = {binxml::ValueType::kUtf16, source.literal};
    }
  }
  forwarded = plan.forwarded;
  return open_payload(plan.payload == kNoSlot ? Value{} : slot(opened.values, plan.payload));
}

bool PlanRunner::read_payload(const catalogue::EventDef& event, std::vector<Field>& fields) {
  if (payload_kind_ == Payload::kNone) return true;
  if (payload_kind_ == Payload::kLiteral) return false;
  Template* found = plans_.get(payload_.definition, payload_.id);
  if (found == nullptr) return false;
  const PayloadPlan& plan = PlanCache::payload(*found, event);
  if (!plan.regular || payload_.values.count() < plan.slots) return false;
  locate_values(payload_.values, plan.slots);
  std::size_t text = found->texts.size();
  for (const Take& one : plan.takes) {
    const std::size_t before = fields.size();
    if (!take(one, payload_.values, fields)) return false;
    for (std::size_t i = before; i < fields.size(); ++i) text += fields[i].name.size() + fields[i].value.bytes.size();
    if (text > kMostText) return false;
  }
  return true;
}

// One field; an array is one field for each of its items.
bool PlanRunner::take(const Take& take, const binxml::ValueTable& values, std::vector<Field>& fields) const {
  Field field{.def = take.def, .name = take.name, .value = {binxml::ValueType::kUtf16, take.literal}};
  if (take.slot == kNoSlot) {
    fields.push_back(field);
    return true;
  }
  field.value = slot(values, take.slot);
  if (field.value.type == binxml::ValueType::kBinXml) return false;
  if (field.value.type == binxml::ValueType::kNull) {
    if (take.optional) return true;
    field.value = {binxml::ValueType::kUtf16, {}};
  }
  if (!is_array(field.value.type)) {
    fields.push_back(field);
    return true;
  }
  const binxml::ValueType type = item_type(field.value.type);
  Bytes rest = field.value.bytes;
  bool damaged = false;
  field.value = {binxml::ValueType::kUtf16, {}};
  do {
    if (!rest.empty()) field.value = {type, next_array_item(type, rest, damaged)};
    fields.push_back(field);
  } while (!rest.empty());
  return !damaged;
}

}  // namespace ntlmscan::plan
