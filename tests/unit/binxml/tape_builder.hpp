// Builds finished documents by hand, for tests of what reads them.
#pragma once

#include <cstdint>
#include <deque>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "binxml/tape.hpp"

namespace ntlmscan::binxml {

/// Keeps the bytes its items refer to. Calls chain: `TapeBuilder().open("Event").text("x").close()`.
class TapeBuilder {
 public:
  TapeBuilder& open(std::u16string_view name) { return start(ItemKind::kElement, name); }
  TapeBuilder& attribute(std::u16string_view name) { return start(ItemKind::kAttribute, name); }
  /// An attribute that is one text.
  TapeBuilder& attribute(std::u16string_view name, std::u16string_view text) {
    return attribute(name).text(text).close();
  }
  /// An element that is one text.
  TapeBuilder& leaf(std::u16string_view name, std::u16string_view text) { return open(name).text(text).close(); }
  /// A `Data` element with a name that is one text.
  TapeBuilder& data(std::u16string_view name, std::u16string_view text) {
    return open(u"Data").attribute(u"Name", name).text(text).close();
  }
  TapeBuilder& text(std::u16string_view text) { return add({.kind = ItemKind::kText, .bytes = keep(text)}); }
  TapeBuilder& piece(ItemKind kind, std::u16string_view text) { return add({.kind = kind, .bytes = keep(text)}); }
  TapeBuilder& char_ref(std::uint32_t code) { return add({.kind = ItemKind::kCharRef, .number = code, .bytes = {}}); }
  TapeBuilder& value(ValueType type, std::string_view bytes) {
    return add({.kind = ItemKind::kValue, .type = type, .bytes = keep_bytes(bytes)});
  }
  TapeBuilder& value(std::u16string_view text) {
    return add({.kind = ItemKind::kValue, .type = ValueType::kUtf16, .bytes = keep(text)});
  }
  TapeBuilder& close() {
    tape_.push_back({.kind = ItemKind::kEnd, .bytes = {}});
    tape_[open_.back()].number = static_cast<std::uint32_t>(tape_.size());
    open_.pop_back();
    return *this;
  }
  /// Closes the innermost element as `<X/>`.
  TapeBuilder& close_empty() {
    tape_[open_.back()].closed_empty = true;
    return close();
  }
  [[nodiscard]] const Tape& tape() const { return tape_; }

 private:
  TapeBuilder& start(ItemKind kind, std::u16string_view name) {
    open_.push_back(tape_.size());
    return add({.kind = kind, .bytes = keep(name)});
  }
  TapeBuilder& add(const Item& item) {
    tape_.push_back(item);
    return *this;
  }
  Bytes keep(std::u16string_view text) {
    std::string bytes;
    for (const char16_t unit : text) {
      bytes.push_back(static_cast<char>(unit & 0xFF));
      bytes.push_back(static_cast<char>(unit >> 8));
    }
    return keep_bytes(bytes);
  }
  Bytes keep_bytes(std::string_view bytes) {
    // A block of its own, exactly as large, so that a read behind it is seen by the address sanitizer.
    const auto& kept = bytes_.emplace_back(bytes.begin(), bytes.end());
    return {kept.data(), kept.size()};
  }

  Tape tape_;
  std::vector<std::size_t> open_;
  std::deque<std::vector<std::uint8_t>> bytes_;
};

}  // namespace ntlmscan::binxml
