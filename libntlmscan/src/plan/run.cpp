// Execution of plans over value tables.
#include "plan/run.hpp"

#include "binxml/values.hpp"
#include "bytes/utf16.hpp"

namespace ntlmscan::plan {
namespace {

using binxml::ValueType;

// Far below the bound of an expanded record: what comes near it is judged by the walker.
constexpr std::size_t kMostText = binxml::kMaxRecordText / 4;

}  // namespace

void PlanRunner::begin_chunk(Bytes chunk) noexcept {
  chunk_ = chunk;
  plans_.begin_chunk(chunk);
  rendering_info_ = Mentioned::kUnknown;
  head_ = {};
  layout_ = nullptr;
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

inline bool PlanRunner::ends_at(std::size_t behind, std::size_t end) const noexcept {
  if (behind >= end) return behind == end;
  return chunk_.u8_unchecked(behind) == static_cast<std::uint8_t>(binxml::Token::kEndOfStream);
}

// What OpenInstance::open() says, by a shorter way for an instance whose definition lies elsewhere.
inline bool PlanRunner::payload_is_instance() {
  constexpr auto kInstance = static_cast<std::uint8_t>(binxml::Token::kTemplateInstance);
  const std::size_t begin = payload_begin_;
  const std::size_t table = begin + kHead + 4;
  const bool ordinary = payload_end_ - begin >= kHead + 4 && chunk_.fits(table, kSummedBytes) &&
                        chunk_.u32_unchecked(begin) == kFragmentHeader && chunk_.u8_unchecked(begin + 4) == kInstance &&
                        chunk_.u32_unchecked(begin + kHead - 4) < begin + kHead &&
                        chunk_.u32_unchecked(begin + kHead) <= kMostSummed;
  if (!ordinary) return payload_.open(chunk_, begin, payload_end_);
  const std::size_t count = chunk_.u32_unchecked(begin + kHead);
  return ends_at(table + 4 * count + sum_sizes(chunk_, table, count), payload_end_);
}

// Opened even where the event is not wanted: RenderingInfo may stand behind the instance, and coverage must know.
// Of literal payloads (CAPI2 and others write them) nothing more is asked here, but the walker may find one damaged:
// then System must be whole to be believed.
inline bool PlanRunner::open_payload() {
  payload_kind_ = Payload::kNone;
  if (layout_->payload() == SystemLayout::Payload::kNone) return true;
  if (layout_->payload() == SystemLayout::Payload::kOdd) return false;
  payload_kind_ = Payload::kInstance;
  payload_begin_ = table_ + layout_->payload_at();
  payload_end_ = payload_begin_ + layout_->payload_size(chunk_, table_);
  if (payload_is_instance()) return true;
  payload_kind_ = Payload::kLiteral;
  return !names_rendering_info() && layout_->whole();
}

// Most records are instances of the template that the record before was one of: they begin with the same bytes.
inline Template* PlanRunner::find_template(std::size_t begin, std::size_t end) {
  const bool in_bounds = begin <= end && end - begin >= kHead + 4;
  if (in_bounds && chunk_.u64_unchecked(begin) == head_[0] && chunk_.u64_unchecked(begin + kHead - 8) == head_[1] &&
      definition_ < begin + kHead) {
    table_ = begin + kHead + 4;
    return found_;
  }
  return find_other_template(begin, end);
}

Template* PlanRunner::find_other_template(std::size_t begin, std::size_t end) {
  found_ = nullptr;
  head_ = {};
  if (!record_.find_table(chunk_, begin, end)) return nullptr;
  found_ = plans_.get(record_.definition(), record_.id());
  table_ = record_.table();
  definition_ = record_.definition();
  if (found_ == nullptr || chunk_.u32_unchecked(begin) != kFragmentHeader) return found_;
  head_ = {chunk_.u64_unchecked(begin), chunk_.u64_unchecked(begin + kHead - 8)};
  return found_;
}

bool PlanRunner::learn_layout(std::size_t begin, std::size_t end) {
  const OuterPlan& outer = PlanCache::outer(*found_);
  if (!outer.regular || !record_.find_table(chunk_, begin, end) || record_.count() < outer.slots) return false;
  record_.locate();
  before_ = nullptr;  // it may be replaced
  layout_ = &found_->layouts.learn(outer, record_);
  return true;
}

bool PlanRunner::open(std::size_t begin, std::size_t end) {
  before_ = layout_;
  table_before_ = table_;
  if (find_template(begin, end) == nullptr) return false;
  layout_ = found_->layouts.find(chunk_, table_);
  if (layout_ == nullptr && !learn_layout(begin, end)) return false;
  const std::size_t behind = table_ + layout_->size(chunk_, table_);
  if (!layout_->single_head() || !ends_at(behind, end)) return false;
  return open_payload();
}

bool PlanRunner::read_system(SystemValues& system) const {
  for (std::size_t i = 0; i < kSystemFieldCount; ++i) {
    system.values[i] = layout_->value(static_cast<SystemField>(i), chunk_, table_);
  }
  return layout_->single();
}

bool PlanRunner::read_payload(Extraction& x) {
  x.direct = {};
  x.fields.clear();
  if (payload_kind_ == Payload::kNone) return true;
  if (payload_kind_ == Payload::kLiteral) return false;
  if (!payload_.find_table(chunk_, payload_begin_, payload_end_)) return false;
  Template* found = plans_.get(payload_.definition(), payload_.id());
  if (found == nullptr) return false;
  const PayloadPlan& plan = plans_.payload(*found, *x.event);
  if (!plan.regular || payload_.count() < plan.slots) return false;
  const bool flat = payload_.locate_alike();
  if (!plan.direct || !flat) return take_all(plan, *found, x.fields);
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
