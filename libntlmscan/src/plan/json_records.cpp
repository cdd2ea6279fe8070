// Opens a record's template instances and hands their values to the programs.
#include "plan/json_records.hpp"

#include <algorithm>

#include "binxml/json_text.hpp"
#include "binxml/json_words.hpp"

namespace ntlmscan::plan {
namespace {

using binxml::JsonProgram;
using binxml::ValueType;

}  // namespace

void JsonRecords::begin_chunk(Bytes chunk) noexcept {
  chunk_ = chunk;
  plans_.begin_chunk(chunk);
  printer_.begin_chunk(chunk);
}

bool JsonRecords::open_part(std::size_t begin, std::size_t end, Part& part) {
  if (!part.instance.open_located(chunk_, begin, end)) return false;
  part.found = plans_.get(part.instance.definition(), part.instance.id());
  if (part.found == nullptr || !PlanCache::json(*part.found).regular) return false;
  part.count = part.instance.count();
  const std::size_t slots = part.found->json.slots;
  const std::size_t present = std::min(slots, part.count);
  for (std::size_t i = 0; i < present; ++i) part.values[i] = part.instance.value_unchecked(i);
  std::fill(part.values.begin() + static_cast<std::ptrdiff_t>(present),
            part.values.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(slots, 1)), Value{});
  return true;
}

bool JsonRecords::open(std::size_t begin, std::size_t end) {
  if (!open_part(begin, end, outer_)) return false;
  plan_ = &PlanCache::outer(*outer_.found);
  has_payload_ = has_literal_ = false;
  if (!plan_->regular) return false;
  return plan_->payload == kNoSlot || open_payload();
}

bool JsonRecords::open_payload() {
  const Value& payload = outer_.values[plan_->payload];
  if (payload.type == ValueType::kNull) return true;
  if (payload.type != ValueType::kBinXml) return false;
  const std::size_t begin = payload.bytes.offset_in(chunk_);
  const std::size_t end = begin + payload.bytes.size();
  has_payload_ = open_part(begin, end, payload_);
  if (!has_payload_) return open_literal(begin, end);
  const JsonProgram& program = payload_.found->json;
  return !has_neighbour(program.key) && within_bounds(payload_.count, program.items);
}

// A sound payload of literal elements, as CAPI2 and others write them.
bool JsonRecords::open_literal(std::size_t begin, std::size_t end) {
  binxml::parse_stream(chunk_, begin, end, binxml::Dialect::kStream, literal_);
  const binxml::Tape& tape = literal_.tape;
  if (literal_.error != binxml::ParseError::kNone || !literal_.instances.empty() || tape.empty()) return false;
  if (tape[0].kind != binxml::ItemKind::kElement || tape[0].number != tape.size()) return false;
  std::size_t text = 0;
  for (const binxml::Item& item : tape) text += item.bytes.size();
  key_.clear();
  binxml::append_json_utf16(key_, tape[0].bytes);
  has_literal_ = !has_neighbour(key_.view()) && within_bounds(0, tape.size());
  return has_literal_ && text <= binxml::kMaxRecordText / 4;
}

// Then its key would be numbered.
bool JsonRecords::has_neighbour(std::string_view key) const noexcept {
  const auto& neighbours = outer_.found->json.neighbours;
  return std::find(neighbours.begin(), neighbours.end(), key) != neighbours.end();
}

// What expansion would count for the record stays below what is allowed for any, and so never matters for others.
bool JsonRecords::within_bounds(std::size_t values, std::size_t items) const noexcept {
  constexpr std::size_t kStreams = 16;  // their items and ends
  const std::size_t work = outer_.values[plan_->payload].bytes.size() + outer_.count + outer_.found->json.items;
  return work + values + items + kStreams <= binxml::kMuchWork;
}

Value JsonRecords::system(SystemField field) const noexcept {
  const SystemSource& source = plan_->system[static_cast<std::size_t>(field)];
  if (source.dependency != kNoSlot && outer_.values[source.dependency].type == ValueType::kNull) return {};
  if (source.slot != kNoSlot) return outer_.values[source.slot];
  return source.literal.data() != nullptr ? Value{ValueType::kUtf16, source.literal} : Value{};
}

bool JsonRecords::append(binxml::TextBuffer& out) {
  binxml::JsonPart payload;
  if (has_payload_) {
    payload = part_of(payload_);
  } else if (has_literal_) {
    payload.literal = &literal_.tape;
    payload.data_root = binxml::is_data(literal_.tape[0]);
  }
  if (has_payload_ || has_literal_) payload.slot = plan_->payload;
  return printer_.append(part_of(outer_), payload, out);
}

binxml::JsonPart JsonRecords::part_of(const Part& part) noexcept {
  const JsonProgram& program = part.found->json;
  return {.program = &program,
          .values = part.values.data(),
          .bytes = part.instance.bytes(),
          .data_root = program.data_root};
}

}  // namespace ntlmscan::plan
