// The loop over a program's instructions, each of which asks once for the room that it may need.
#include "binxml/json_print.hpp"

#include <cstring>
#include <string_view>

#include "binxml/values.hpp"

namespace ntlmscan::binxml {
namespace {

// What the items of a record's arrays may add to the expanded record. Definitions add less than kMaxRecordText / 4 and
// their single values less than twice that (json_compile.cpp), so that the bound itself is out of reach.
constexpr std::size_t kArrayBudget = kMaxRecordText / 4;

// Besides texts and values: quotes, brackets, `null`, and what is written behind the end of a text.
constexpr std::size_t kSlack = JsonValues::kMostFixed + 2 * JsonProgram::kPadding;

// More than the texts and single values of a part can take.
std::size_t most_text(const JsonPart& part) noexcept {
  if (part.program == nullptr) return 0;
  const JsonProgram& program = *part.program;
  return program.text.size() + program.instructions.size() * kSlack +
         program.most_uses * JsonValues::kMostPerByte * part.bytes;
}

constexpr std::string_view kAttributesMember = "\"#attributes\":{";
constexpr std::string_view kAttributesValue = "{\"#attributes\":{";

// In steps of the padding, which is faster than an exact copy of a text this short.
char* put_text(char* to, const JsonProgram& program, std::size_t at, std::size_t size) noexcept {
  const char* from = program.text.data() + at;
  for (std::size_t i = 0; i < size; i += JsonProgram::kPadding) std::memcpy(to + i, from + i, JsonProgram::kPadding);
  return to + size;
}

char* put_empty(char* to, const JsonInstruction& now) noexcept {
  const std::string_view text = now.quotes_if_empty ? "\"\"" : "null";
  std::memcpy(to, text.data(), text.size());
  return to + text.size();
}

char* close_object(char* to, const JsonInstruction& now) noexcept {
  if (to[-1] != ',') return put_empty(to - 1, now);
  to[-1] = '}';
  return to;
}

char* close_attributes(char* to) noexcept {
  if (to[-1] != ',') return to - kAttributesMember.size();
  to[-1] = '}';
  *to = ',';
  return to + 1;
}

}  // namespace

bool JsonPrinter::append(const JsonPart& outer, const JsonPart& payload, TextBuffer& out) {
  const std::size_t before = out.size();
  out_ = &out;
  array_budget_ = kArrayBudget;
  room_ = most_text(outer) + most_text(payload);
  char* const end = run(outer, payload, out.room(room_));
  if (end != nullptr) {
    out.advance_to(end);
  } else {
    out.shrink(before);
  }
  return end != nullptr;
}

// Returns where the writing ended, nullptr if the record is not for programs. There is room but for arrays and
// literal payloads.
char* JsonPrinter::run(const JsonPart& part, const JsonPart& payload, char* to) {
  const JsonProgram& program = *part.program;
  const JsonInstruction* now = program.instructions.data();
  for (; to != nullptr; ++now) {
    const Value& value = part.values[now->slot];
    to = put_text(to, program, now->text_at, now->text_size);
    switch (now->step) {
      case JsonStep::kDone:
        return to;
      case JsonStep::kText:
        break;
      case JsonStep::kValue:
        to = is_single(value.type) ? put_value(to, *now, value) : put_several(to, *now, value, payload);
        break;
      case JsonStep::kMember:
        to = put_member(to, program, *now, value, payload);
        break;
      case JsonStep::kSkipIfNull:
        if (value.type == ValueType::kNull) now = program.instructions.data() + now->target - 1;
        break;
      case JsonStep::kPayload:
        if (value.type != ValueType::kNull) to = now->slot == payload.slot ? put_payload(to, payload) : nullptr;
        break;
      default:
        to = put_part(to, program, *now, value);
        break;
    }
  }
  return nullptr;
}

// Ends of objects and arrays, and what stands beside other text.
char* JsonPrinter::put_part(char* to, const JsonProgram& program, const JsonInstruction& now, const Value& value) {
  if (now.step == JsonStep::kAttributesMember) return close_attributes(to);
  if (now.step == JsonStep::kCloseObject) return close_object(to, now);
  if (now.step == JsonStep::kCloseArray) {
    to[-1] = ']';
    return to;
  }
  if (!is_single(value.type)) return nullptr;
  if (now.step == JsonStep::kAttribute) return put_attribute(to, program, now, value);
  if (now.step == JsonStep::kPiece) return texts_.put_characters(to, value);
  return put_content(to, program, now, value);
}

char* JsonPrinter::put_value(char* to, const JsonInstruction& now, const Value& value) {
  char* const end = texts_.put(to, value);
  return end != to ? end : put_empty(to, now);
}

// An element that is absent if its value is null.
char* JsonPrinter::put_member(char* to, const JsonProgram& program, const JsonInstruction& now, const Value& value,
                              const JsonPart& payload) {
  if (value.type == ValueType::kNull) return to;
  to = put_text(to, program, now.lead_at, now.lead_size);
  to = is_single(value.type) ? put_value(to, now, value) : put_several(to, now, value, payload);
  if (to == nullptr) return nullptr;
  *to = ',';
  return to + 1;
}

char* JsonPrinter::put_attribute(char* to, const JsonProgram& program, const JsonInstruction& now, const Value& value) {
  char* const at = put_text(to, program, now.lead_at, now.lead_size);
  char* const end = texts_.put(at, value);
  if (end == at) return to;
  *end = ',';
  return end + 1;
}

// The text beside attributes, which stands alone where there are none.
char* JsonPrinter::put_content(char* to, const JsonProgram& program, const JsonInstruction& now, const Value& value) {
  const bool optional_attributes = now.step == JsonStep::kAttributesValue;
  if (optional_attributes && to[-1] != ',') return put_value(to - kAttributesValue.size(), now, value);
  if (optional_attributes) to[-1] = '}';
  char* const at = put_text(to, program, now.lead_at, now.lead_size);
  char* const end = texts_.put(at, value);
  if (end != at) to = end;
  if (optional_attributes) *to++ = '}';
  return to;
}

char* JsonPrinter::put_payload(char* to, const JsonPart& payload) {
  if (payload.program != nullptr) return run(payload, {}, to);
  if (payload.literal == nullptr) return nullptr;
  const std::string_view members = literals_.members(*payload.literal);
  // What else stands in the record may come behind it.
  out_->advance_to(to);
  to = out_->room(members.size() + room_);
  std::memcpy(to, members.data(), members.size());
  to[members.size()] = ',';
  return to + members.size() + 1;
}

// An array, or an element that holds the payload and nothing else: UserData in most templates that have one.
char* JsonPrinter::put_several(char* to, const JsonInstruction& now, const Value& value, const JsonPart& payload) {
  if (value.type != ValueType::kBinXml) return put_array(to, now, value);
  if (!now.holds_payload || now.slot != payload.slot || payload.data_root) return nullptr;
  *to = '{';
  to = put_payload(to + 1, payload);
  return to != nullptr ? close_object(to, now) : nullptr;
}

// The items of an array, each of which is an element of its own in the expanded record.
char* JsonPrinter::put_array(char* to, const JsonInstruction& now, const Value& value) {
  if (now.arrays == JsonArrays::kNone || !is_array(value.type)) return nullptr;
  Value item{item_type(value.type), {}};
  if (!is_single(item.type) || item.type == ValueType::kNull) return nullptr;
  Bytes rest = value.bytes;
  bool damaged = false;  // what is left over is left out
  out_->advance_to(to);
  const std::size_t begin = out_->size();
  *to++ = '[';
  std::size_t count = 0;
  do {
    if (!rest.empty()) item.bytes = next_array_item(item.type, rest, damaged);
    const std::size_t cost = now.target + item.bytes.size();
    if (cost > array_budget_) return nullptr;
    array_budget_ -= cost;
    out_->advance_to(to);
    to = out_->room(item.bytes.size() * JsonValues::kMostPerByte + kSlack + room_);
    to = put_value(to, now, item);
    *to++ = ',';
    ++count;
  } while (!rest.empty());
  to[-1] = ']';
  if (now.arrays == JsonArrays::kBrackets && count > 1) return to;
  out_->advance_to(to - 1);  // without brackets
  return out_->remove(begin, 1);
}

}  // namespace ntlmscan::binxml
