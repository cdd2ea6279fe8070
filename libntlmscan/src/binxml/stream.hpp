// Parse one run of Binary XML into a tape: a record's content, a nested value, or the body of a template definition.
//
//   stream     = { 0F major minor flags | element | instance | PI } 00
//   element    = 01|41 [u16 dependency] u32 size u32 name [inline name] [u32 list size, attributes] (03 | 02 content 04)
//   attribute  = 06|46 u32 name [inline name] { piece }
//   content    = { element | piece | CDATA | PI | instance }
//   piece      = 05|45 01 text | 08|48 u16 | 09|49 u32 name [inline name] | 0D|0E u16 index u8 type
//   instance   = 0C u8 u32 id u32 D [definition, if D is the next byte] values
// The dependency and substitutions exist in definitions only, instances outside them only. All names and definitions
// are given by their offset in the chunk: inline where the offset is the current position, else further ahead.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "binxml/tape.hpp"
#include "binxml/value_table.hpp"
#include "bytes/byte_view.hpp"

namespace ntlmscan::binxml {

enum class Dialect : std::uint8_t { kStream, kDefinition };

/// One template instance met in a stream.
struct Instance {
  std::uint32_t definition = 0;  ///< chunk offset D of the definition
  std::uint32_t id = 0;          ///< must equal the first four bytes of its GUID
  ValueTable values;
};

enum class ParseError : std::uint8_t { kNone, kCut, kBadToken, kBadName, kTooDeep, kTooLarge, kBadInstance };

/// One use of a name. Offsets are chunk offsets.
struct NameUse {
  std::uint32_t at = 0;       ///< of the field that gives the name's offset
  std::uint32_t name = 0;     ///< the name: directly behind that field, or earlier in the chunk
  bool of_element = false;    ///< the element's size stands in the four bytes in front of the field
  bool lists_behind = false;  ///< the size of an attribute list stands in the four bytes behind the name
};

/// The result: what was read up to the end or up to the error. Reused from parse to parse.
struct Stream {
  Tape tape;
  std::vector<Instance> instances;
  std::vector<NameUse> names;  ///< in the order of the items that they name
  ParseError error = ParseError::kNone;
  std::size_t error_at = 0;     ///< chunk offset of the error
  bool name_damaged = false;    ///< a name's characters do not match its stored hash
  std::uint32_t max_index = 0;  ///< kDefinition: highest substitution index + 1
  std::size_t end = 0;          ///< chunk offset behind the last byte read
  bool ended = false;           ///< by an end token, not by its last byte

  void clear() noexcept;
};

/// Parses chunk bytes [begin, end) into `out` (cleared first). On an error the tape holds what came before it, with
/// every open element closed. Requires begin <= end <= chunk.size().
void parse_stream(Bytes chunk, std::size_t begin, std::size_t end, Dialect dialect, Stream& out);

/// The same, but the reading stops behind the first child of the root that is called `child`; `ended` is set then, as it
/// is by an end token.
void parse_up_to(Bytes chunk, std::size_t begin, std::size_t end, std::string_view child, Stream& out);

/// Names and definitions lie behind the chunk's header tables.
inline constexpr std::size_t kFirstOffset = 512;
/// Layout of a name: u32 next, u16 hash, u16 count, count UTF-16 units, u16 0.
inline constexpr std::size_t kNameHash = 4;
inline constexpr std::size_t kNameUnits = 8;
/// What stands at kNameHash: of the name's UTF-16 units.
[[nodiscard]] inline std::uint16_t name_hash(Bytes units) noexcept {
  constexpr std::uint32_t kFactor = 65599;
  std::uint32_t hash = 0;
  for (std::size_t i = 0; i + 1 < units.size(); i += 2) hash = hash * kFactor + units.u16_unchecked(i);
  return static_cast<std::uint16_t>(hash);
}

/// Layout of a template definition at chunk offset D: u32 next, GUID, u32 body size, body.
inline constexpr std::size_t kDefinitionHeader = 24;
inline constexpr std::size_t kDefinitionGuid = 4;
inline constexpr std::size_t kDefinitionBodySize = 20;

/// Parses the body of the definition at `at`. Fails with kBadInstance unless it lies in the chunk behind its header
/// tables and its GUID begins with `id`.
void parse_definition(Bytes chunk, std::size_t at, std::uint32_t id, Stream& out);

}  // namespace ntlmscan::binxml
