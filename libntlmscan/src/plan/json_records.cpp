// Opens a record's template instances and hands their values to the programs.
#include "plan/json_records.hpp"

#include <algorithm>

namespace ntlmscan::plan {
namespace {

using binxml::JsonProgram;
using binxml::ValueType;

constexpr std::uint32_t kFragmentHeader = 0x0001010Fu;
constexpr std::size_t kInstanceHeader = 10;  // 0C, version, u32 id, u32 definition

}  // namespace

void JsonRecords::begin_chunk(Bytes chunk) noexcept {
  chunk_ = chunk;
  plans_.begin_chunk(chunk);
  printer_.begin_chunk(chunk);
}

// [fragment header] instance, and nothing but an end token behind it in [begin, end).
bool JsonRecords::open_part(std::size_t begin, std::size_t end, Part& part) {
  const Bytes window = chunk_.first(end);
  if (window.load<std::uint32_t>(begin) == kFragmentHeader) begin += 4;
  if (!window.fits(begin, kInstanceHeader)) return false;
  if (window.u8_unchecked(begin) != static_cast<std::uint8_t>(binxml::Token::kTemplateInstance)) return false;
  const std::uint32_t id = window.u32_unchecked(begin + 2);
  const std::uint32_t definition = window.u32_unchecked(begin + 6);
  std::size_t at = begin + kInstanceHeader;
  if (definition > at) return false;
  if (definition == at) {
    const auto body = window.load<std::uint32_t>(at + binxml::kDefinitionBodySize);
    if (!body || !window.fits(at + binxml::kDefinitionHeader, *body)) return false;
    at += binxml::kDefinitionHeader + *body;
  }
  const auto values = binxml::ValueTable::read(window.slice_unchecked(at, end - at));
  if (!values) return false;
  part.end = at + values->size();
  if (part.end != end && window.u8_unchecked(part.end) != static_cast<std::uint8_t>(binxml::Token::kEndOfStream)) {
    return false;
  }
  part.found = plans_.get(definition, id);
  if (part.found == nullptr || !PlanCache::json(*part.found).regular) return false;
  part.count = values->count();
  const std::size_t slots = part.found->json.slots;
  const std::size_t present = std::min(slots, part.count);
  std::size_t value_at = values->values_at();
  for (std::uint32_t i = 0; i < present; ++i) {
    const std::size_t size = values->size_unchecked(i);
    part.values[i] = {values->type_unchecked(i), values->bytes_unchecked(value_at, size)};
    value_at += size;
  }
  std::fill(part.values.begin() + static_cast<std::ptrdiff_t>(present),
            part.values.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(slots, 1)), Value{});
  return true;
}

bool JsonRecords::open(std::size_t begin, std::size_t end) {
  if (!open_part(begin, end, outer_)) return false;
  plan_ = &PlanCache::outer(*outer_.found);
  has_payload_ = false;
  if (!plan_->regular) return false;
  return plan_->payload == kNoSlot || open_payload();
}

bool JsonRecords::open_payload() {
  const Value& payload = outer_.values[plan_->payload];
  if (payload.type == ValueType::kNull) return true;
  if (payload.type != ValueType::kBinXml) return false;
  has_payload_ = true;
  const std::size_t begin = payload.bytes.offset_in(chunk_);
  if (!open_part(begin, begin + payload.bytes.size(), payload_)) return false;
  const auto& neighbours = outer_.found->json.neighbours;
  const bool numbered = std::find(neighbours.begin(), neighbours.end(), payload_.found->json.key) != neighbours.end();
  return !numbered && within_bounds();
}

// What expansion would count for the record stays below what is allowed for any, and so never matters for others.
bool JsonRecords::within_bounds() const noexcept {
  constexpr std::size_t kStreams = 16;  // their items and ends
  const std::size_t items = outer_.found->json.items + payload_.found->json.items + kStreams;
  const std::size_t values = outer_.count + payload_.count;
  return outer_.values[plan_->payload].bytes.size() + items + values <= binxml::kMuchWork;
}

Value JsonRecords::system(SystemField field) const noexcept {
  const SystemSource& source = plan_->system[static_cast<std::size_t>(field)];
  if (source.dependency != kNoSlot && outer_.values[source.dependency].type == ValueType::kNull) return {};
  if (source.slot != kNoSlot) return outer_.values[source.slot];
  return source.literal.data() != nullptr ? Value{ValueType::kUtf16, source.literal} : Value{};
}

bool JsonRecords::append(binxml::TextBuffer& out) {
  const binxml::JsonPart outer{&outer_.found->json, outer_.values.data()};
  if (!has_payload_) return printer_.append(outer, {}, out);
  return printer_.append(outer, {&payload_.found->json, payload_.values.data()}, out);
}

}  // namespace ntlmscan::plan
