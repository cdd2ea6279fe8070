// Binary XML written token by token, for what no log writer makes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "binxml/stream.hpp"
#include "evtx_writer/bytes_out.hpp"
#include "evtx_writer/hashes.hpp"
#include "support/exact_buffer.hpp"
#include "support/tape_check.hpp"

namespace ntlmscan::binxml {

/// Appends behind 512 bytes that stand for the chunk header.
class StreamBytes {
 public:
  StreamBytes() {
    for (int i = 0; i < 512; ++i) out_.u8(0);
  }
  StreamBytes& raw(std::initializer_list<int> bytes) {
    for (const int byte : bytes) out_.u8(static_cast<std::uint8_t>(byte));
    return *this;
  }
  StreamBytes& u16(std::uint16_t v) { return out_.u16(v), *this; }
  StreamBytes& u32(std::uint32_t v) { return out_.u32(v), *this; }
  /// Offset and, right behind, the name.
  StreamBytes& name(std::u16string_view text) {
    out_.u32(here() + 4);
    out_.u32(0);
    out_.u16(fixtures::name_hash(text));
    out_.u16(static_cast<std::uint16_t>(text.size()));
    out_.units(text);
    out_.u16(0);
    return *this;
  }
  /// Start tag without attributes, as a stream has it.
  StreamBytes& open(std::u16string_view text) { return raw({1}).u32(0).name(text); }
  StreamBytes& text(std::u16string_view units) {
    raw({5, 1}).u16(static_cast<std::uint16_t>(units.size()));
    out_.units(units);
    return *this;
  }
  [[nodiscard]] std::uint32_t here() const { return static_cast<std::uint32_t>(out_.size()); }
  [[nodiscard]] const std::vector<std::uint8_t>& bytes() const { return out_.bytes(); }

 private:
  fixtures::BytesOut out_;
};

/// The tape in short: `<Name`, `@Name`, `'text'`, `>`, `#` for a hole, `&` references, `?` instructions, `!` an instance.
[[nodiscard]] inline std::string shape(const Tape& tape) {
  const auto latin = [](Bytes units) {
    std::string out;
    for (std::size_t i = 0; i + 1 < units.size(); i += 2) out.push_back(static_cast<char>(units.u8_unchecked(i)));
    return out;
  };
  std::string out;
  for (const Item& item : tape) {
    switch (item.kind) {
      case ItemKind::kElement:
        out += "<" + latin(item.bytes);
        break;
      case ItemKind::kAttribute:
        out += "@" + latin(item.bytes);
        break;
      case ItemKind::kEnd:
        out += ">";
        break;
      case ItemKind::kText:
      case ItemKind::kCdata:
        out += "'" + latin(item.bytes) + "'";
        break;
      case ItemKind::kCharRef:
        out += "&" + std::to_string(item.number);
        break;
      case ItemKind::kEntityRef:
        out += "&" + latin(item.bytes);
        break;
      case ItemKind::kPiTarget:
      case ItemKind::kPiData:
        out += "?" + latin(item.bytes);
        break;
      case ItemKind::kHole:
        out += "#" + std::to_string(item.number);
        break;
      case ItemKind::kInstance:
        out += "!";
        break;
      case ItemKind::kValue:
        out += "=";
        break;
    }
  }
  return out;
}

}  // namespace ntlmscan::binxml
