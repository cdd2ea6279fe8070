// What the elements and attributes of a template definition can hold, as far as it decides on their form in JSON.
#pragma once

#include <cstdint>

#include "binxml/tape.hpp"

namespace ntlmscan::binxml {

/// What an element is to its parent: a member under its own name, or a `Data` of EventData and UserData.
enum class JsonPlace : std::uint8_t { kMember, kData };

/// Pieces of text in [begin, end) of a tape, without those that are always empty.
struct JsonPieces {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t texts = 0;
  std::uint32_t holes = 0;
  const Item* hole = nullptr;  ///< the last one
};

struct JsonLayout {
  std::uint32_t content = 0;     ///< first item behind the attributes
  bool text_attributes = false;  ///< there is one whatever the values are
  bool slot_attributes = false;  ///< there may be one
  bool elements = false;
  JsonPieces pieces;
};

// `tape` is a definition without errors, `at` an element of it.

[[nodiscard]] JsonLayout json_layout(const Tape& tape, std::uint32_t at, JsonPlace place);
[[nodiscard]] JsonPieces json_pieces(const Tape& tape, std::uint32_t begin, std::uint32_t end);

/// Behind the item at `at` and all that it holds.
[[nodiscard]] std::uint32_t next_sibling(const Tape& tape, std::uint32_t at) noexcept;

/// The optional value that the element is, so that it vanishes with it; nullptr if it is something else.
[[nodiscard]] const Item* optional_value(const Tape& tape, std::uint32_t at, const JsonLayout& layout) noexcept;

/// The Name attribute of a `Data`; nullptr where it is missing or empty. False if that depends on values.
[[nodiscard]] bool name_of_data(const Tape& tape, std::uint32_t at, const Item*& name);

/// The number of `Data` without a name from `at` to the end of the parent. False if that depends on values.
[[nodiscard]] bool count_unnamed_data(const Tape& tape, std::uint32_t at, std::uint32_t& count);

/// What an element adds to an expanded record each time that it is repeated: bytes, and items at sixteen bytes.
[[nodiscard]] std::uint32_t weight_of(const Tape& tape, std::uint32_t at) noexcept;

}  // namespace ntlmscan::binxml
