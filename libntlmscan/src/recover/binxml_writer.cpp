// Tokens of Binary XML, written (binxml/stream.hpp has the grammar).
#include "recover/binxml_writer.hpp"

#include <cstring>

#include "recover/bounds.hpp"

namespace ntlmscan::recover {
namespace {

using binxml::Item;
using binxml::ItemKind;
using binxml::Token;

constexpr std::uint8_t kMore = binxml::kMoreFollows;

constexpr std::uint8_t code(Token token) noexcept { return static_cast<std::uint8_t>(token); }

}  // namespace

void Relocatable::place(std::uint8_t* to, std::uint32_t at) const noexcept {
  std::memcpy(to, bytes.data(), bytes.size());
  for (const std::uint32_t field : offsets) {
    std::uint32_t offset = 0;
    std::memcpy(&offset, to + field, sizeof offset);
    offset += at;
    std::memcpy(to + field, &offset, sizeof offset);
  }
}

void BinXmlWriter::u16(std::uint32_t value) {
  byte(static_cast<std::uint8_t>(value));
  byte(static_cast<std::uint8_t>(value >> 8));
}

void BinXmlWriter::u32(std::uint32_t value) {
  u16(value);
  u16(value >> 16);
}

void BinXmlWriter::set_u32(std::uint32_t at, std::uint32_t value) noexcept {
  std::memcpy(out_.bytes.data() + at, &value, sizeof value);
}

// The offset of the name, and the name itself where it is used first: u32 next, u16 hash, u16 count, units, u16 0.
void BinXmlWriter::name(Bytes units) {
  const std::uint16_t hash = binxml::name_hash(units);
  out_.offsets.push_back(here());
  for (const Name& known : names_) {
    if (known.hash != hash || !known.units.equals(units)) continue;
    return u32(known.at);
  }
  within_bounds_ = within_bounds_ && names_.size() < kMostNames && out_.bytes.size() <= kMostShapeBytes;
  if (within_bounds_) names_.push_back({hash, here() + 4, units});
  u32(here() + 4);
  u32(0);
  u16(hash);
  u16(static_cast<std::uint32_t>(units.size() / 2));
  out_.bytes.insert(out_.bytes.end(), units.data(), units.data() + units.size());
  u16(0);
}

void BinXmlWriter::fragment_header() {
  byte(code(Token::kFragmentHeader));
  byte(1);
  byte(1);
  byte(0);
}

void BinXmlWriter::open(Bytes units, std::uint16_t dependency) {
  begin_content();
  token_at_ = out_.bytes.size();
  byte(code(Token::kOpenStart));
  if (dialect_ == binxml::Dialect::kDefinition) u16(dependency);
  open_.push_back({here(), 0});
  u32(0);
  name(units);
  in_start_ = true;
}

// The first attribute makes room for the size of the list; the token in front says that one follows.
void BinXmlWriter::attribute(Bytes units) {
  Open& element = open_.back();
  out_.bytes[token_at_] = static_cast<std::uint8_t>(out_.bytes[token_at_] | kMore);
  if (element.list_at == 0) {
    element.list_at = here();
    u32(0);
  }
  token_at_ = out_.bytes.size();
  byte(code(Token::kAttribute));
  name(units);
}

void BinXmlWriter::end_start_tag(std::uint8_t token) {
  if (!in_start_) return;
  const Open& element = open_.back();
  if (element.list_at != 0) set_u32(element.list_at, here() - element.list_at - 4);
  byte(token);
  in_start_ = false;
}

void BinXmlWriter::begin_content() { end_start_tag(code(Token::kCloseStart)); }

void BinXmlWriter::counted(Bytes utf16) {
  u16(static_cast<std::uint32_t>(utf16.size() / 2));
  out_.bytes.insert(out_.bytes.end(), utf16.data(), utf16.data() + utf16.size() / 2 * 2);
}

void BinXmlWriter::text(Bytes utf16) {
  byte(code(Token::kText));
  byte(static_cast<std::uint8_t>(binxml::ValueType::kUtf16));
  counted(utf16);
}

void BinXmlWriter::hole(std::uint16_t index, binxml::ValueType type, bool optional) {
  byte(code(optional ? Token::kOptionalSubstitution : Token::kNormalSubstitution));
  u16(index);
  byte(static_cast<std::uint8_t>(type));
}

void BinXmlWriter::close(bool empty) {
  if (empty && in_start_) {
    end_start_tag(code(Token::kCloseEmpty));
  } else {
    begin_content();
    byte(code(Token::kEndElement));
  }
  const std::uint32_t size_at = open_.back().size_at;
  set_u32(size_at, here() - size_at - 4);
  open_.pop_back();
  within_bounds_ = within_bounds_ && out_.bytes.size() <= kMostShapeBytes;
}

void BinXmlWriter::end_of_stream() { byte(code(Token::kEndOfStream)); }

void BinXmlWriter::other(const Item& item) {
  switch (item.kind) {
    case ItemKind::kCharRef:
      byte(code(Token::kCharRef));
      return u16(item.number);
    case ItemKind::kEntityRef:
      byte(code(Token::kEntityRef));
      return name(item.bytes);
    case ItemKind::kPiTarget:
      byte(code(Token::kPiTarget));
      return name(item.bytes);
    case ItemKind::kPiData:
      byte(code(Token::kPiData));
      return counted(item.bytes);
    case ItemKind::kCdata:
      byte(code(Token::kCdata));
      return counted(item.bytes);
    default:
      within_bounds_ = false;
  }
}

namespace {

class StreamCopy {
 public:
  StreamCopy(const binxml::Stream& stream, binxml::Dialect dialect, InstanceWriter* instances, Relocatable& out)
      : stream_(stream), instances_(instances), out_(out), writer_(out, dialect) {}

  bool run() {
    writer_.fragment_header();
    for (const Item& item : stream_.tape) {
      if (!copy(item) || !writer_.within_bounds()) return false;
    }
    writer_.end_of_stream();
    return writer_.within_bounds();
  }

 private:
  bool copy(const Item& item) {
    switch (item.kind) {
      case ItemKind::kElement:
        open_.push_back(&item);
        writer_.open(item.bytes, item.dependency);
        return true;
      case ItemKind::kAttribute:
        open_.push_back(&item);
        writer_.attribute(item.bytes);
        return true;
      case ItemKind::kEnd:
        if (open_.back()->kind == ItemKind::kElement) writer_.close(open_.back()->closed_empty);
        open_.pop_back();
        return true;
      default:
        return piece(item);
    }
  }

  bool piece(const Item& item) {
    const bool in_attribute = !open_.empty() && open_.back()->kind == ItemKind::kAttribute;
    if (!in_attribute) writer_.begin_content();
    if (item.kind == ItemKind::kText) {
      writer_.text(item.bytes);
    } else if (item.kind == ItemKind::kHole) {
      writer_.hole(static_cast<std::uint16_t>(item.number), item.type, item.optional);
    } else if (item.kind == ItemKind::kInstance) {
      return instances_ != nullptr && instances_->write(stream_.instances[item.number], out_);
    } else {
      writer_.other(item);
    }
    return true;
  }

  const binxml::Stream& stream_;
  InstanceWriter* instances_;
  Relocatable& out_;
  BinXmlWriter writer_;
  std::vector<const Item*> open_;
};

}  // namespace

bool write_stream(const binxml::Stream& stream, binxml::Dialect dialect, InstanceWriter* instances, Relocatable& out) {
  return StreamCopy(stream, dialect, instances, out).run();
}

}  // namespace ntlmscan::recover
