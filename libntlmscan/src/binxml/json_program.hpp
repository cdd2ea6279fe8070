// A template definition compiled to pieces of JSON and the places of a record's values between them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "binxml/tape.hpp"

namespace ntlmscan::binxml {

/// What is done behind an instruction's text. "Empty" are null, empty texts and texts that begin with NUL.
///
/// A member of an object ends with a comma, which the end of the object turns into its brace: so nothing has to know
/// whether members came before it. A text or number never ends with a comma or brace.
enum class JsonStep : std::uint8_t {
  kText,              ///< nothing
  kValue,             ///< the value; `""` or `null` for an empty one; Binary XML as an object
  kMember,            ///< lead, value, comma; nothing for null
  kPiece,             ///< the characters of the value, inside quotes that stand already
  kAttribute,         ///< lead, value, comma; nothing for an empty value
  kContent,           ///< lead, value; nothing for an empty value
  kAttributesMember,  ///< the end of `"#attributes":{` in an object; without attributes it is taken back
  kAttributesValue,   ///< the end of `{"#attributes":{` with the value beside it, which stands alone without them
  kSkipIfNull,        ///< goes on at `target` if the value is null
  kCloseObject,       ///< the comma becomes the brace; an object without members becomes `""` or `null`
  kCloseArray,        ///< the comma becomes the bracket
  kPayload,           ///< the members of the Binary XML that the value is; nothing for null
  kDone,
};

/// What an array may be written as. Everywhere else a record with one is not for programs.
enum class JsonArrays : std::uint8_t {
  kNone,
  kBrackets,  ///< several items in brackets, a single one alone
  kItems,     ///< items, in brackets that stand already
};

struct JsonInstruction {
  /// Templates refer to values below this one, which is always null.
  static constexpr std::uint16_t kNoSlot = 256;

  std::uint32_t text_at = 0;  ///< in JsonProgram::text: written first
  std::uint32_t text_size = 0;
  std::uint32_t lead_at = 0;
  std::uint32_t lead_size = 0;
  std::uint32_t target = 0;  ///< kSkipIfNull: index; kValue with arrays: what one item adds to an expanded record
  std::uint16_t slot = 0;
  JsonStep step = JsonStep::kText;
  JsonArrays arrays = JsonArrays::kNone;
  bool quotes_if_empty = false;  ///< `""` for `null`
  bool holds_payload = false;    ///< kValue: Binary XML may stand there, as an object
};

struct JsonProgram {
  /// Bytes behind the end of `text` that may be read.
  static constexpr std::size_t kPadding = 32;

  bool data_root = false;  ///< the root element is called `Data`, which some places write in their own way
  bool regular = false;    ///< false: records with the template are expanded and rendered
  std::vector<JsonInstruction> instructions;
  std::string text;                     ///< valid UTF-8, escaped, then padding
  std::string key;                      ///< of the root element
  std::vector<std::string> neighbours;  ///< keys in the object in which kPayload stands
  std::size_t most_uses = 0;            ///< of one value
  std::size_t items = 0;                ///< of the definition
  std::size_t slots = 0;                ///< values it refers to, highest index + 1
};

/// `definition` must be free of errors. The program writes the root element as a member: `"Event":{…},`.
[[nodiscard]] JsonProgram compile_json(const Tape& definition);

}  // namespace ntlmscan::binxml
