// Execution of plans over value tables.
#include "plan/run.hpp"

#include "binxml/values.hpp"
#include "bytes/utf16.hpp"

namespace ntlmscan::plan {
namespace {

using binxml::ValueType;

// Far below the bound of an expanded record: what comes near it is judged by the walker.
constexpr std::size_t kMostText = binxml::kMaxRecordText / 4;

// What coverage and the choice of records need.
constexpr SystemField kHead[] = {SystemField::kEventId, SystemField::kTimeCreated, SystemField::kRecordId,
                                 SystemField::kChannel, SystemField::kComputer};
constexpr SystemField kRest[] = {SystemField::kProvider, SystemField::kProviderGuid, SystemField::kVersion,
                                 SystemField::kLevel,    SystemField::kKeywords,     SystemField::kActivityId};
static_assert(std::size(kHead) + std::size(kRest) == kSystemFieldCount);

}  // namespace

void PlanRunner::begin_chunk(Bytes chunk) noexcept {
  chunk_ = chunk;
  plans_.begin_chunk(chunk);
  rendering_info_ = Mentioned::kUnknown;
}

// A name is stored as its characters, wherever in the chunk: without them no element is called so.
bool PlanRunner::names_rendering_info() {
  if (rendering_info_ == Mentioned::kUnknown) {
    std::string name;
    append_utf16(name, "RenderingInfo");
    const bool found = chunk_.chars().find(name) != std::string_view::npos;
    rendering_info_ = found ? Mentioned::kYes : Mentioned::kNo;
  }
  return rendering_info_ == Mentioned::kYes;
}

// Opened even where the event is not wanted: RenderingInfo may stand behind the instance, and coverage must know.
// Of literal payloads (CAPI2 and others write them) nothing more is asked here.
bool PlanRunner::open_payload() {
  payload_kind_ = Payload::kNone;
  if (outer_->payload == kNoSlot) return true;
  const Value payload = record_.value_unchecked(outer_->payload);
  if (payload.type == ValueType::kNull) return true;
  if (payload.type != ValueType::kBinXml) return false;
  const std::size_t begin = payload.bytes.offset_in(chunk_);
  payload_kind_ = Payload::kInstance;
  if (payload_.open(chunk_, begin, begin + payload.bytes.size())) return true;
  payload_kind_ = Payload::kLiteral;
  return !names_rendering_info();
}

// Absent values are of type kNull.
inline bool PlanRunner::read_value(SystemField field, Value& value) const noexcept {
  const SystemSource& source = outer_->system[static_cast<std::size_t>(field)];
  if (source.plain) {
    value = record_.value_unchecked(source.slot);
    return is_single(value.type);
  }
  value = {};
  if (source.dependency != kNoSlot && record_.type_unchecked(source.dependency) == ValueType::kNull) return true;
  if (source.slot != kNoSlot) {
    value = record_.value_unchecked(source.slot);
    return is_single(value.type);
  }
  if (source.literal.data() != nullptr) value = {ValueType::kUtf16, source.literal};
  return true;
}

bool PlanRunner::read_head(std::size_t begin, std::size_t end, SystemValues& system, bool& forwarded) {
  if (!record_.open_located(chunk_, begin, end)) return false;
  Template* found = plans_.get(record_.definition(), record_.id());
  if (found == nullptr) return false;
  outer_ = &PlanCache::outer(*found);
  if (!outer_->regular || record_.count() < outer_->slots) return false;
  for (const SystemField field : kHead) {
    if (!read_value(field, system[field])) return false;
  }
  forwarded = outer_->forwarded;
  if (!open_payload()) return false;
  // The walker may find such a payload damaged: then System must be whole to be believed.
  if (payload_kind_ != Payload::kLiteral) return true;
  return read_value(SystemField::kProvider, system[SystemField::kProvider]) && is_whole(system);
}

bool PlanRunner::read_rest(SystemValues& system) const {
  for (const SystemField field : kRest) {
    if (!read_value(field, system[field])) return false;
  }
  return true;
}

bool PlanRunner::read_payload(Extraction& x) {
  x.direct = {};
  x.fields.clear();
  if (payload_kind_ == Payload::kNone) return true;
  if (payload_kind_ == Payload::kLiteral) return false;
  Template* found = plans_.get(payload_.definition(), payload_.id());
  if (found == nullptr) return false;
  const PayloadPlan& plan = plans_.payload(*found, *x.event);
  if (!plan.regular || payload_.count() < plan.slots) return false;
  payload_.locate();
  if (!plan.direct || !payload_.flat()) return take_all(plan, *found, x.fields);
  x.direct = {&plan, &payload_};
  return true;
}

bool PlanRunner::take_all(const PayloadPlan& plan, const Template& found, std::vector<Field>& fields) const {
  std::size_t text = found.texts.size();
  for (const Take& one : plan.takes) {
    const std::size_t before = fields.size();
    if (!take_field(one, payload_, fields)) return false;
    for (std::size_t i = before; i < fields.size(); ++i) text += fields[i].name.size() + fields[i].value.bytes.size();
    if (text > kMostText) return false;
  }
  return true;
}

bool take_field(const Take& take, const OpenInstance& values, std::vector<Field>& fields) {
  Field field{.def = take.def, .name = take.name, .value = value_of(take, values)};
  if (field.value.type == ValueType::kBinXml) return false;
  if (field.value.type == ValueType::kNull) return true;
  if (!is_array(field.value.type)) {
    fields.push_back(field);
    return true;
  }
  const ValueType type = item_type(field.value.type);
  Bytes rest = field.value.bytes;
  bool damaged = false;
  field.value = {ValueType::kUtf16, {}};
  do {
    if (!rest.empty()) field.value = {type, next_array_item(type, rest, damaged)};
    fields.push_back(field);
  } while (!rest.empty());
  return !damaged;
}

}  // namespace ntlmscan::plan
