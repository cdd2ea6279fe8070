// Compilation of template definitions to JSON: the shape that JsonRenderer gives a document, before its values are known.
#include <algorithm>

#include "binxml/distinct_names.hpp"
#include "binxml/json_layout.hpp"
#include "binxml/json_program.hpp"
#include "binxml/json_text.hpp"
#include "binxml/json_words.hpp"
#include "binxml/pieces.hpp"
#include "bytes/utf16.hpp"

namespace ntlmscan::binxml {
namespace {

// Far beyond real templates and far below the bounds of expansion (tokens.hpp), so that no record that a program
// writes could exceed those: see JsonPrinter.
constexpr std::size_t kMostItems = 4096;
constexpr std::size_t kMostText = std::size_t{1} << 17;  // of all names and texts
constexpr std::size_t kMostUses = 8;                     // of one value
constexpr int kDeepest = 16;  // elements inside each other, which the compiler descends into; real templates: 6

class JsonCompiler {
 public:
  explicit JsonCompiler(const Tape& tape) : tape_(tape) {}

  JsonProgram run() {
    program_.regular = within_bounds() && root();
    if (!program_.regular) return {};
    add({.step = JsonStep::kDone});
    program_.text.append(JsonProgram::kPadding, ' ');
    program_.items = tape_.size();
    for (const Key& key : keys_) {
      if (key.object == host_) program_.neighbours.push_back(key.text);
    }
    return std::move(program_);
  }

 private:
  struct Object {
    std::uint64_t number = 0;
    bool container = false;    // its `Data` are members under their own names
    bool conditional = false;  // a member may be absent
    bool numbered = false;     // a key came back
    bool unnamed_done = false;
    bool behind_data = false;  // the element just before is a `Data` with a name
    std::string data;          // that name
  };
  struct Key {
    std::uint64_t object;
    std::string text;
  };

  bool within_bounds() {
    std::size_t text = 0;
    std::vector<std::uint8_t> uses(JsonInstruction::kNoSlot);
    if (tape_.size() > kMostItems) return false;
    for (const Item& item : tape_) {
      text += item.bytes.size();
      if (item.kind != ItemKind::kHole) continue;
      if (item.number >= JsonInstruction::kNoSlot || ++uses[item.number] > kMostUses) return false;
      program_.most_uses = std::max<std::size_t>(program_.most_uses, uses[item.number]);
      if (item.number >= program_.slots) program_.slots = item.number + 1;
    }
    return text <= kMostText;
  }

  bool root() {
    if (tape_.empty() || tape_[0].kind != ItemKind::kElement || tape_[0].number != tape_.size()) return false;
    Object top = open_object(false);
    const JsonLayout layout = json_layout(tape_, 0, JsonPlace::kMember);
    if (!layout.elements && layout.pieces.holes != 0) return false;  // it might vanish or come several times
    program_.key = key_of_name(tape_[0].bytes, top);
    program_.data_root = is_data(tape_[0]);
    write_key(program_.key);
    if (!value(0, layout, JsonPlace::kMember, JsonArrays::kNone)) return false;
    text_.push_back(',');
    return true;
  }

  // A child of an object, which its dependency or its one optional value may leave out.
  bool child(std::uint32_t at, Object& object) {
    const Item& element = tape_[at];
    const bool data = object.container && is_data(element);
    const JsonLayout layout = json_layout(tape_, at, data ? JsonPlace::kData : JsonPlace::kMember);
    const Item* const optional = optional_value(tape_, at, layout);
    const bool depends = element.dependency != kNoDependency;
    if (depends && element.dependency >= JsonInstruction::kNoSlot) return false;
    const std::size_t first_skip = program_.instructions.size();
    if (depends) skip_if_null(element.dependency);
    if (optional != nullptr && !(depends && element.dependency == optional->number)) {
      skip_if_null(static_cast<std::uint16_t>(optional->number));
    }
    const std::size_t behind_skips = program_.instructions.size();
    if (!(data ? data_member(at, layout, object) : member(at, layout, object))) return false;
    if (behind_skips == first_skip) return true;
    object.conditional = true;
    flush();
    for (std::size_t i = first_skip; i < behind_skips; ++i) {
      program_.instructions[i].target = static_cast<std::uint32_t>(program_.instructions.size());
    }
    join(first_skip);
    return true;
  }

  // An element that is one value, left out if that is null, is the most frequent kind: one instruction for three.
  void join(std::size_t skip) {
    auto& made = program_.instructions;
    if (made.size() != skip + 3 || made[skip].slot != made[skip + 1].slot) return;
    if (made[skip + 1].step != JsonStep::kValue || made[skip + 2].text_size != 1) return;  // behind it a comma
    JsonInstruction joined = made[skip + 1];
    joined.step = JsonStep::kMember;
    joined.lead_at = joined.text_at;
    joined.lead_size = joined.text_size;
    joined.text_at = made[skip].text_at;
    joined.text_size = made[skip].text_size;
    made.resize(skip);
    made.push_back(joined);
  }

  void skip_if_null(std::uint16_t slot) {
    if (slot >= program_.slots) program_.slots = slot + std::size_t{1};
    add({.slot = slot, .step = JsonStep::kSkipIfNull});
  }

  bool member(std::uint32_t at, const JsonLayout& layout, Object& object) {
    object.behind_data = false;
    write_key(key_of_name(tape_[at].bytes, object));
    if (!value(at, layout, JsonPlace::kMember, JsonArrays::kNone)) return false;
    text_.push_back(',');
    return true;
  }

  bool data_member(std::uint32_t at, const JsonLayout& layout, Object& object) {
    const Item* name = nullptr;
    if (!name_of_data(tape_, at, name)) return false;
    if (name == nullptr) return unnamed_data(at, layout, object);
    std::string data = literal(name + 1);
    if (object.behind_data && object.data == data) return false;  // an array that the template itself spells out
    write_key(key(data, object));
    object.behind_data = true;
    object.data = std::move(data);
    if (!value(at, layout, JsonPlace::kData, JsonArrays::kBrackets)) return false;
    text_.push_back(',');
    return true;
  }

  // The values of all `Data` without a name, where the first one stands.
  bool unnamed_data(std::uint32_t at, const JsonLayout& layout, Object& object) {
    object.behind_data = false;
    if (object.unnamed_done) return true;
    object.unnamed_done = true;
    write_key(key_of_name(tape_[at].bytes, object));
    text_.append("{\"#text\":");
    std::uint32_t count = 0;
    if (!count_unnamed_data(tape_, at, count)) return false;
    if (count == 1) {
      if (!value(at, layout, JsonPlace::kData, JsonArrays::kBrackets)) return false;
      text_.append("},");
      return true;
    }
    text_.push_back('[');
    const Item* name = nullptr;
    for (; tape_[at].kind != ItemKind::kEnd; at = next_sibling(tape_, at)) {
      if (tape_[at].kind != ItemKind::kElement || !is_data(tape_[at]) || !name_of_data(tape_, at, name) ||
          name != nullptr) {
        continue;
      }
      if (!value(at, json_layout(tape_, at, JsonPlace::kData), JsonPlace::kData, JsonArrays::kItems)) return false;
      text_.push_back(',');
    }
    close(JsonStep::kCloseArray, ']', JsonPlace::kData);
    text_.append("},");
    return true;
  }

  bool value(std::uint32_t at, const JsonLayout& layout, JsonPlace place, JsonArrays arrays) {
    if (++depth_ > kDeepest) return false;
    const bool plain = !layout.text_attributes && !layout.slot_attributes;
    bool done = false;
    if (layout.elements) {
      done = object(at, layout, place);
    } else if (plain) {
      const bool alone = layout.content + 2 == tape_[at].number;
      done = scalar(layout.pieces, place, alone ? arrays : JsonArrays::kNone, at);
    } else {
      done = layout.text_attributes ? value_with_attributes(at, layout, place) : value_with_slots(at, layout, place);
    }
    --depth_;
    return done;
  }

  bool object(std::uint32_t at, const JsonLayout& layout, JsonPlace place) {
    if (layout.pieces.texts != 0) return false;
    Object object = open_object(place == JsonPlace::kMember && is_container(tape_[at].bytes));
    text_.push_back('{');
    if (layout.text_attributes || layout.slot_attributes) {
      text_.append("\"#attributes\":{");
      if (!attributes(at, place)) return false;
      if (!layout.text_attributes) add({.step = JsonStep::kAttributesMember});
      if (layout.text_attributes) close(JsonStep::kCloseObject, '}', place);
      if (layout.text_attributes) text_.push_back(',');
    }
    for (std::uint32_t next = layout.content; tape_[next].kind != ItemKind::kEnd; next = next_sibling(tape_, next)) {
      if (tape_[next].kind == ItemKind::kElement && !child(next, object)) return false;
      if (tape_[next].kind == ItemKind::kHole && !payload(tape_[next], object)) return false;
    }
    close(JsonStep::kCloseObject, '}', place);
    return !(object.numbered && object.conditional);
  }

  bool payload(const Item& hole, Object& object) {
    if (host_ != 0 || object.container) return false;
    host_ = object.number;
    object.behind_data = false;
    add({.slot = static_cast<std::uint16_t>(hole.number), .step = JsonStep::kPayload});
    return true;
  }

  // Attributes that are there whatever the values are.
  bool value_with_attributes(std::uint32_t at, const JsonLayout& layout, JsonPlace place) {
    text_.append("{\"#attributes\":{");
    if (!attributes(at, place)) return false;
    close(JsonStep::kCloseObject, '}', place);
    const JsonPieces& pieces = layout.pieces;
    if (pieces.texts == 0 && pieces.holes > 1) return false;
    if (pieces.texts != 0) {
      text_.append(kTextKey);
      if (!scalar(pieces, place, JsonArrays::kNone, at)) return false;
    } else if (pieces.holes == 1) {
      add({.slot = static_cast<std::uint16_t>(pieces.hole->number), .step = JsonStep::kContent}, kTextKey);
    }
    text_.push_back('}');
    return true;
  }

  // Attributes that may all be absent: then the value stands alone.
  bool value_with_slots(std::uint32_t at, const JsonLayout& layout, JsonPlace place) {
    const JsonPieces& pieces = layout.pieces;
    if (pieces.texts != 0 || pieces.holes > 1) return false;
    text_.append("{\"#attributes\":{");
    if (!attributes(at, place)) return false;
    const std::uint32_t slot = pieces.holes == 1 ? pieces.hole->number : JsonInstruction::kNoSlot;
    add({.slot = static_cast<std::uint16_t>(slot),
         .step = JsonStep::kAttributesValue,
         .quotes_if_empty = place == JsonPlace::kData},
        kTextKey);
    return true;
  }

  // Each with its comma.
  bool attributes(std::uint32_t at, JsonPlace place) {
    Object object = open_object(false);
    for (std::uint32_t next = at + 1; tape_[next].kind == ItemKind::kAttribute; next = tape_[next].number) {
      const JsonPieces pieces = json_pieces(tape_, next + 1, tape_[next].number - 1);
      if ((place == JsonPlace::kData && is_name(tape_[next])) || pieces.texts + pieces.holes == 0) continue;
      const std::string key = key_of_name(tape_[next].bytes, object);
      if (pieces.texts != 0) {
        write_key(key);
        if (!scalar(pieces, JsonPlace::kMember, JsonArrays::kNone, next)) return false;
        text_.push_back(',');
        continue;
      }
      if (pieces.holes > 1) return false;
      object.conditional = true;
      add({.slot = static_cast<std::uint16_t>(pieces.hole->number), .step = JsonStep::kAttribute}, '"' + key + "\":");
    }
    return !(object.numbered && object.conditional);
  }

  bool scalar(const JsonPieces& pieces, JsonPlace place, JsonArrays arrays, std::uint32_t element) {
    if (pieces.texts == 0) {
      if (pieces.holes > 1) return false;  // how it is written depends on how many of them are empty
      if (pieces.holes == 0) return append_empty(place);
      add({.target = weight_of(tape_, element),
           .slot = static_cast<std::uint16_t>(pieces.hole->number),
           .step = JsonStep::kValue,
           .arrays = arrays,
           .quotes_if_empty = place == JsonPlace::kData,
           .holds_payload = place == JsonPlace::kMember && tape_[element].kind == ItemKind::kElement});
      return true;
    }
    text_.push_back('"');
    for (std::uint32_t at = pieces.begin; at < pieces.end; at = next_sibling(tape_, at)) {
      const Item& piece = tape_[at];
      if (piece.kind == ItemKind::kHole) {
        add({.slot = static_cast<std::uint16_t>(piece.number), .step = JsonStep::kPiece});
      } else {
        append_literal(piece);
      }
    }
    text_.push_back('"');
    return true;
  }

  bool append_empty(JsonPlace place) {
    text_.append(place == JsonPlace::kData ? "\"\"" : "null");
    return true;
  }

  Object open_object(bool container) { return {.number = names_.open_object(), .container = container, .data = {}}; }

  // Numbered where the object has one like it.
  std::string key(std::string_view wanted, Object& object) {
    const std::size_t at = names_text_.size();
    names_text_.append(wanted);
    names_.settle(names_text_, at, object.number);
    std::string settled(names_text_.view().substr(at));
    object.numbered = object.numbered || settled != wanted;
    keys_.push_back({object.number, settled});
    return settled;
  }
  std::string key_of_name(Bytes name, Object& object) {
    TextBuffer text;
    append_json_utf16(text, name);
    return key(text.view(), object);
  }
  void write_key(std::string_view key) {
    text_.push_back('"');
    text_.append(key).append("\":");
  }

  void append_literal(const Item& piece) {
    TextBuffer escaped;
    std::string reference;
    if (piece.kind == ItemKind::kText || piece.kind == ItemKind::kCdata) append_json_utf16(escaped, piece.bytes);
    if (piece.kind == ItemKind::kCharRef || piece.kind == ItemKind::kEntityRef) append_reference(reference, piece);
    append_json_utf8(escaped, reference);
    text_.append(escaped.view());
  }
  // The pieces from `piece` to the end of their attribute.
  std::string literal(const Item* piece) {
    std::string before;
    before.swap(text_);
    for (; piece->kind != ItemKind::kEnd; ++piece) append_literal(*piece);
    before.swap(text_);
    return before;
  }

  void close(JsonStep step, char bracket, JsonPlace place) {
    if (!text_.empty() && text_.back() == ',') {
      text_.back() = bracket;
    } else {
      add({.step = step, .quotes_if_empty = place == JsonPlace::kData});
    }
  }

  void flush() {
    if (!text_.empty()) add({.step = JsonStep::kText});
  }
  void add(JsonInstruction instruction, std::string_view lead = {}) {
    instruction.text_at = static_cast<std::uint32_t>(program_.text.size());
    instruction.text_size = static_cast<std::uint32_t>(text_.size());
    program_.text.append(text_);
    text_.clear();
    instruction.lead_at = static_cast<std::uint32_t>(program_.text.size());
    instruction.lead_size = static_cast<std::uint32_t>(lead.size());
    program_.text.append(lead);
    program_.instructions.push_back(instruction);
  }

  static constexpr std::string_view kTextKey = ",\"#text\":";

  const Tape& tape_;
  JsonProgram program_;
  std::string text_;  // that the next instruction begins with
  DistinctNames names_;
  TextBuffer names_text_;
  std::vector<Key> keys_;
  std::uint64_t host_ = 0;  // the object in which the payload stands
  int depth_ = 0;
};

}  // namespace

JsonProgram compile_json(const Tape& definition) { return JsonCompiler(definition).run(); }

}  // namespace ntlmscan::binxml
