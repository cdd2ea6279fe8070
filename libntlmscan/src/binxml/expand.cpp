// Expansion of streams and template instances into one document, with an explicit stack.
#include "binxml/expand.hpp"

#include "binxml/values.hpp"

namespace ntlmscan::binxml {
namespace {

// The content of the element or attribute at `at` that is one single substitution: its index; 0 if there is none.
std::size_t single_hole(const Tape& tape, std::size_t at) noexcept {
  std::size_t content = at + 1;
  while (tape[content].kind == ItemKind::kAttribute) content = tape[content].number;
  const bool single = tape[content].kind == ItemKind::kHole && content + 2 == tape[at].number;
  return single ? content : 0;
}

}  // namespace

void Expander::begin_chunk(Bytes chunk) noexcept {
  chunk_ = chunk;
  chunk_work_ = 0;
  templates_.begin_chunk(chunk);
}

Expansion Expander::expand(std::size_t begin, std::size_t end, Tape& document) {
  document.clear();
  templates_.make_room();
  document_ = &document;
  result_ = {};
  open_.clear();
  depth_ = 0;
  text_ = 0;
  work_ = 0;
  push_stream(begin, end);
  result_.end = levels_[0]->stream.end;
  result_.templated = !levels_[0]->stream.tape.empty() && levels_[0]->stream.tape[0].kind == ItemKind::kInstance;
  while (depth_ > 0) {
    Level& level = *levels_[depth_ - 1];
    if (!may_work(1, begin)) break;
    if (level.position < level.source->tape.size() && document.size() < kMaxTapeItems) {
      step(level);
    } else {
      --depth_;
    }
  }
  if (document.size() >= kMaxTapeItems) fail(ParseError::kTooLarge, begin, false);
  while (!open_.empty()) close();
  if (work_ > kMuchWork) chunk_work_ += work_;
  return result_;
}

// A value that is Binary XML may be used, and so parsed, many times over without adding to the document.
bool Expander::may_work(std::size_t amount, std::size_t at) {
  work_ += amount;
  if (work_ <= (chunk_work_ < kMaxChunkWork ? kMaxRecordWork : kMuchWork)) return true;
  fail(ParseError::kTooLarge, at, false);
  return false;
}

Expander::Level* Expander::push_level() {
  if (depth_ == kMaxStreamDepth) return nullptr;
  if (depth_ == levels_.size()) levels_.push_back(std::make_unique<Level>());
  Level& level = *levels_[depth_++];
  level.position = 0;
  return &level;
}

void Expander::push_stream(std::size_t begin, std::size_t end) {
  if (depth_ > 0 && !may_work(end - begin, begin)) return;
  Level* level = push_level();
  if (level == nullptr) return fail(ParseError::kTooDeep, begin, false);
  parse_stream(chunk_, begin, end, Dialect::kStream, level->stream);
  level->source = &level->stream;
  level->definition = false;
  note(level->stream, false);
}

void Expander::push_definition(const Instance& instance) {
  if (!may_work(instance.values.count(), instance.definition)) return;
  const Stream& definition = templates_.get(instance.definition, instance.id);
  note(definition, true);
  Level* level = push_level();
  if (level == nullptr) return fail(ParseError::kTooDeep, instance.definition, true);
  level->source = &definition;
  level->definition = true;
  level->values.clear();
  std::size_t at = instance.values.values_at();
  for (std::uint32_t i = 0; i < instance.values.count(); ++i) {
    const std::size_t size = instance.values.size_unchecked(i);
    level->values.push_back({instance.values.type_unchecked(i), instance.values.bytes_unchecked(at, size)});
    at += size;
  }
}

void Expander::note(const Stream& stream, bool in_template) {
  if (stream.name_damaged) result_.name_damaged = true;
  if (stream.error != ParseError::kNone) fail(stream.error, stream.error_at, in_template);
}

void Expander::fail(ParseError error, std::size_t at, bool in_template) {
  if (result_.error != ParseError::kNone) return;  // the first one explains the others
  result_.error = error;
  result_.error_at = at;
  result_.template_damaged = in_template;
}

// Copies one item of the level on top; a level pushed by it is copied before the level goes on.
void Expander::step(Level& level) {
  const std::size_t at = level.position++;
  const Item& item = level.source->tape[at];
  switch (item.kind) {
    case ItemKind::kElement:
    case ItemKind::kAttribute:
      if (level.definition && (omitted(level, at) || repeated(level, at))) {
        level.position = item.number;
      } else {
        open_.push_back(static_cast<std::uint32_t>(document_->size()));
        emit(item);
      }
      return;
    case ItemKind::kEnd:
      return close();
    case ItemKind::kHole:
      return hole(level, item);
    case ItemKind::kInstance:
      return push_definition(level.source->instances[item.number]);
    default:
      return emit(item);
  }
}

// An element whose dependency is null, and an element or attribute that is one optional substitution of null, is absent.
// But for the dependency of a definition's root: Event depends on its payload in nearly every real template, and a
// record without payload must not vanish with its System part.
bool Expander::omitted(const Level& level, std::size_t at) {
  const Item& item = level.source->tape[at];
  const bool depends = item.dependency != kNoDependency && at != 0;
  if (depends && value_of(level, item.dependency).type == ValueType::kNull) return true;
  const std::size_t content = single_hole(level.source->tape, at);
  if (content == 0 || !level.source->tape[content].optional) return false;
  return value_of(level, level.source->tape[content].number).type == ValueType::kNull;
}

// An element that is one array value stands once for each item.
bool Expander::repeated(Level& level, std::size_t at) {
  const std::size_t content = single_hole(level.source->tape, at);
  if (content == 0 || level.source->tape[at].kind != ItemKind::kElement) return false;
  const Value value = value_of(level, level.source->tape[content].number);
  if (!is_array(value.type)) return false;
  repeat(level, at, content, value);
  return true;
}

void Expander::repeat(const Level& level, std::size_t at, std::size_t content, Value array) {
  const Tape& tape = level.source->tape;
  do {
    open_.push_back(static_cast<std::uint32_t>(document_->size()));
    emit(tape[at]);
    for (std::size_t i = at + 1; i < content; ++i) {  // attributes: they hold pieces and substitutions only
      if (tape[i].kind == ItemKind::kAttribute && omitted(level, i)) {
        i = tape[i].number - 1;
      } else if (tape[i].kind == ItemKind::kAttribute) {
        open_.push_back(static_cast<std::uint32_t>(document_->size()));
        emit(tape[i]);
      } else if (tape[i].kind == ItemKind::kEnd) {
        close();
      } else if (tape[i].kind == ItemKind::kHole) {
        hole(level, tape[i]);
      } else {
        emit(tape[i]);
      }
    }
    if (!array.bytes.empty()) {
      const Bytes item = next_array_item(item_type(array.type), array.bytes, result_.array_damaged);
      emit({.kind = ItemKind::kValue, .type = item_type(array.type), .bytes = item});
    }
    close();
  } while (!array.bytes.empty() && document_->size() < kMaxTapeItems);
}

void Expander::hole(const Level& level, const Item& item) {
  Value value = value_of(level, item.number);
  if (value.type == ValueType::kNull) return;
  if (value.type == ValueType::kBinXml) {
    const bool in_attribute = !open_.empty() && (*document_)[open_.back()].kind == ItemKind::kAttribute;
    const std::size_t begin = value.bytes.offset_in(chunk_);
    if (in_attribute) return fail(ParseError::kBadToken, begin, false);
    return push_stream(begin, begin + value.bytes.size());
  }
  if (!is_array(value.type)) return emit({.kind = ItemKind::kValue, .type = value.type, .bytes = value.bytes});
  while (!value.bytes.empty() && document_->size() < kMaxTapeItems) {
    const Bytes one = next_array_item(item_type(value.type), value.bytes, result_.array_damaged);
    emit({.kind = ItemKind::kValue, .type = item_type(value.type), .bytes = one});
  }
}

Value Expander::value_of(const Level& level, std::uint32_t index) {
  if (index < level.values.size()) return level.values[index];
  result_.values_missing = true;
  return {};
}

void Expander::emit(Item item) {
  text_ += item.bytes.size();
  if (text_ > kMaxRecordText) {
    fail(ParseError::kTooLarge, 0, false);
    item.bytes = {};
  }
  item.dependency = kNoDependency;
  document_->push_back(item);
}

void Expander::close() {
  document_->push_back({.kind = ItemKind::kEnd, .bytes = {}});
  (*document_)[open_.back()].number = static_cast<std::uint32_t>(document_->size());
  open_.pop_back();
}

}  // namespace ntlmscan::binxml
