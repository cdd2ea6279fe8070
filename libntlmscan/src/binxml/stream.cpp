// The grammar of Binary XML, read once, with an explicit stack.
#include "binxml/stream.hpp"

#include <array>
#include <optional>

#include "bytes/utf16.hpp"

namespace ntlmscan::binxml {
namespace {

class Parser {
 public:
  Parser(Bytes chunk, std::size_t begin, std::size_t end, Dialect dialect, Stream& out)
      : chunk_(chunk.first(end)), at_(begin), dialect_(dialect), out_(out) {}

  /// Ends behind the first child of the root with that name.
  void stop_behind(std::string_view child) noexcept { last_child_ = child; }

  void run();

 private:
  struct Open {
    std::uint32_t item;
    bool is_attribute;
  };

  bool step();
  bool content(Token token, std::uint8_t byte);
  bool open_element(bool has_attributes);
  bool start_attribute();
  bool close_start();
  bool close_empty();
  bool end_element();
  bool text(ItemKind kind);
  bool value_text();
  bool char_ref();
  bool named(ItemKind kind);
  bool substitution(bool optional);
  bool instance();
  bool fragment_header();

  bool name(Bytes& units);
  bool push(Item item, bool opens);
  void pop();
  void close_element();
  void pop_attribute();
  bool fail(ParseError error);
  template <class T>
  bool take(T& value);

  Bytes chunk_;
  std::size_t at_;
  Dialect dialect_;
  Stream& out_;
  std::array<Open, kMaxElementDepth + 1> open_{};
  std::size_t depth_ = 0;
  bool in_start_ = false;  // between an open-start token and its close: attributes may come
  bool done_ = false;
  std::string_view last_child_;  // empty: read to the end
};

template <class T>
bool Parser::take(T& value) {
  const auto loaded = chunk_.load<T>(at_);
  if (!loaded) return fail(ParseError::kCut);
  value = *loaded;
  at_ += sizeof(T);
  return true;
}

bool Parser::fail(ParseError error) {
  out_.error = error;
  out_.error_at = at_;
  return false;
}

bool Parser::push(Item item, bool opens) {
  if (out_.tape.size() >= kMaxTapeItems) return fail(ParseError::kTooLarge);
  if (opens) {
    if (depth_ == open_.size()) return fail(ParseError::kTooDeep);
    open_[depth_++] = {static_cast<std::uint32_t>(out_.tape.size()), item.kind == ItemKind::kAttribute};
  }
  out_.tape.push_back(item);
  return true;
}

void Parser::pop() {
  out_.tape.push_back({.kind = ItemKind::kEnd, .bytes = {}});
  out_.tape[open_[--depth_].item].number = static_cast<std::uint32_t>(out_.tape.size());
}

void Parser::close_element() {
  const std::uint32_t item = open_[depth_ - 1].item;
  pop();
  if (!last_child_.empty() && depth_ == 1) done_ = equals_ascii(out_.tape[item].bytes, last_child_);
}

void Parser::pop_attribute() {
  if (depth_ > 0 && open_[depth_ - 1].is_attribute) pop();
}

// A name lies inline at the current position, or further ahead in the chunk; never behind.
bool Parser::name(Bytes& units) {
  std::uint32_t offset = 0;
  const auto field = static_cast<std::uint32_t>(at_);
  if (!take(offset)) return false;
  const bool inline_name = offset == at_;
  if (offset < kFirstOffset || offset > at_ || !chunk_.fits(offset, kNameUnits)) return fail(ParseError::kBadName);
  const std::uint16_t hash = chunk_.u16_unchecked(offset + kNameHash);
  const std::size_t size = std::size_t{2} * chunk_.u16_unchecked(offset + 6);
  if (!chunk_.fits(offset + kNameUnits, size + 2)) return fail(ParseError::kBadName);
  units = chunk_.slice_unchecked(offset + kNameUnits, size);
  if (name_hash(units) != hash) out_.name_damaged = true;
  out_.names.push_back({.at = field, .name = offset});
  if (inline_name) at_ += kNameUnits + size + 2;
  return true;
}

bool Parser::open_element(bool has_attributes) {
  if (in_start_) return fail(ParseError::kBadToken);
  Item item{.kind = ItemKind::kElement, .bytes = {}};
  if (dialect_ == Dialect::kDefinition && !take(item.dependency)) return false;
  std::uint32_t size = 0;  // redundant with the tokens, which are believed
  if (!take(size)) return false;
  if (!name(item.bytes)) return false;
  std::uint32_t list = 0;
  if (has_attributes && !take(list)) return false;
  out_.names.back().of_element = true;
  out_.names.back().lists_behind = has_attributes;
  in_start_ = true;
  return push(item, true);
}

bool Parser::start_attribute() {
  if (!in_start_) return fail(ParseError::kBadToken);
  pop_attribute();
  Item item{.kind = ItemKind::kAttribute, .bytes = {}};
  return name(item.bytes) && push(item, true);
}

bool Parser::close_start() {
  if (!in_start_) return fail(ParseError::kBadToken);
  pop_attribute();
  in_start_ = false;
  return true;
}

bool Parser::close_empty() {
  if (!close_start()) return false;
  out_.tape[open_[depth_ - 1].item].closed_empty = true;
  close_element();
  return true;
}

bool Parser::end_element() {
  if (in_start_ || depth_ == 0) return fail(ParseError::kBadToken);
  close_element();
  return true;
}

bool Parser::text(ItemKind kind) {
  std::uint16_t count = 0;
  if (!take(count)) return false;
  const auto units = chunk_.slice(at_, std::size_t{2} * count);
  if (!units) return fail(ParseError::kCut);
  at_ += units->size();
  return push({.kind = kind, .bytes = *units}, false);
}

bool Parser::value_text() {
  std::uint8_t type = 0;
  if (!take(type)) return false;
  if (static_cast<ValueType>(type) != ValueType::kUtf16) return fail(ParseError::kBadToken);
  return text(ItemKind::kText);
}

bool Parser::char_ref() {
  std::uint16_t code = 0;
  return take(code) && push({.kind = ItemKind::kCharRef, .number = code, .bytes = {}}, false);
}

bool Parser::named(ItemKind kind) {
  Item item{.kind = kind, .bytes = {}};
  return name(item.bytes) && push(item, false);
}

bool Parser::substitution(bool optional) {
  std::uint16_t index = 0;
  std::uint8_t type = 0;
  if (dialect_ != Dialect::kDefinition || depth_ == 0) return fail(ParseError::kBadToken);
  if (!take(index) || !take(type)) return false;
  if (index >= out_.max_index) out_.max_index = index + 1u;
  return push({.kind = ItemKind::kHole,
               .type = static_cast<ValueType>(type),
               .optional = optional,
               .number = index,
               .bytes = {}},
              false);
}

bool Parser::instance() {
  if (dialect_ == Dialect::kDefinition || in_start_) return fail(ParseError::kBadInstance);
  std::uint8_t version = 0;
  Instance made;
  if (!take(version) || !take(made.id) || !take(made.definition)) return false;
  if (made.definition > at_) return fail(ParseError::kBadInstance);
  if (made.definition == at_) {
    const auto body = chunk_.load<std::uint32_t>(at_ + kDefinitionBodySize);
    if (!body || !chunk_.fits(at_ + kDefinitionHeader, *body)) return fail(ParseError::kBadInstance);
    at_ += kDefinitionHeader + *body;
  }
  const auto values = ValueTable::read(chunk_.slice_unchecked(at_, chunk_.size() - at_));
  if (!values) return fail(ParseError::kBadInstance);
  at_ += values->size();
  made.values = *values;
  out_.instances.push_back(made);
  return push(
      {.kind = ItemKind::kInstance, .number = static_cast<std::uint32_t>(out_.instances.size() - 1), .bytes = {}},
      false);
}

bool Parser::fragment_header() {
  if (in_start_ || !chunk_.fits(at_, 3)) return fail(ParseError::kBadToken);
  at_ += 3;
  return true;
}

// A token that may stand in content or, for the pieces, in an attribute.
bool Parser::content(Token token, std::uint8_t byte) {
  const bool attribute = depth_ > 0 && open_[depth_ - 1].is_attribute;
  if (in_start_ && !attribute) return fail(ParseError::kBadToken);
  switch (token) {
    case Token::kText:
      return value_text();
    case Token::kCharRef:
      return char_ref();
    case Token::kEntityRef:
      return named(ItemKind::kEntityRef);
    case Token::kNormalSubstitution:
      return substitution(false);
    case Token::kOptionalSubstitution:
      return substitution(true);
    default:
      break;
  }
  if (attribute) return fail(ParseError::kBadToken);
  switch (token) {
    case Token::kOpenStart:
      return open_element((byte & kMoreFollows) != 0);
    case Token::kEndElement:
      return end_element();
    case Token::kCdata:
      return text(ItemKind::kCdata);
    case Token::kPiTarget:
      return named(ItemKind::kPiTarget);
    case Token::kPiData:
      return text(ItemKind::kPiData);
    case Token::kTemplateInstance:
      return instance();
    case Token::kFragmentHeader:
      return fragment_header();
    default:
      return fail(ParseError::kBadToken);
  }
}

// The "more follows" bit exists only on 01, 05, 06, 07, 08 and 09.
constexpr bool may_have_more(Token token) noexcept {
  return token == Token::kOpenStart || (token >= Token::kText && token <= Token::kEntityRef);
}

bool Parser::step() {
  std::uint8_t byte = 0;
  if (!take(byte)) return false;
  const auto token = static_cast<Token>(byte & ~kMoreFollows);
  if ((byte & kMoreFollows) != 0 && !may_have_more(token)) return fail(ParseError::kBadToken);
  switch (token) {
    case Token::kAttribute:
      return start_attribute();
    case Token::kCloseStart:
      return close_start();
    case Token::kCloseEmpty:
      return close_empty();
    case Token::kEndOfStream:
      done_ = depth_ == 0;
      return done_ || fail(ParseError::kBadToken);
    default:
      return content(token, byte);
  }
}

void Parser::run() {
  // A stream ends with its end token or with its last byte (nested values have both or either).
  while (!done_ && (at_ < chunk_.size() || depth_ > 0)) {
    if (!step()) break;
  }
  while (depth_ > 0) pop();
  out_.end = at_;
  out_.ended = done_;
}

}  // namespace

void Stream::clear() noexcept {
  tape.clear();
  instances.clear();
  names.clear();
  error = ParseError::kNone;
  error_at = 0;
  name_damaged = false;
  max_index = 0;
  end = 0;
  ended = false;
}

void parse_stream(Bytes chunk, std::size_t begin, std::size_t end, Dialect dialect, Stream& out) {
  out.clear();
  Parser(chunk, begin, end, dialect, out).run();
}

void parse_up_to(Bytes chunk, std::size_t begin, std::size_t end, std::string_view child, Stream& out) {
  out.clear();
  Parser parser(chunk, begin, end, Dialect::kStream, out);
  parser.stop_behind(child);
  parser.run();
}

void parse_definition(Bytes chunk, std::size_t at, std::uint32_t id, Stream& out) {
  out.clear();
  const bool in_range = at >= kFirstOffset && chunk.fits(at, kDefinitionHeader);
  if (!in_range || chunk.u32_unchecked(at + kDefinitionGuid) != id ||
      !chunk.fits(at + kDefinitionHeader, chunk.u32_unchecked(at + kDefinitionBodySize))) {
    out.error = ParseError::kBadInstance;
    out.error_at = at;
    return;
  }
  const std::size_t body = at + kDefinitionHeader;
  parse_stream(chunk, body, body + chunk.u32_unchecked(at + kDefinitionBodySize), Dialect::kDefinition, out);
}

}  // namespace ntlmscan::binxml
