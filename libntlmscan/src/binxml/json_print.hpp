// Runs compiled templates over the values of records.
#pragma once

#include <cstddef>

#include "binxml/json_program.hpp"
#include "binxml/json_values.hpp"
#include "binxml/text_buffer.hpp"
#include "binxml/value_table.hpp"

namespace ntlmscan::binxml {

/// A template and what a record puts into it: `values` has one for each slot of the program, and a null at kNoSlot.
struct JsonPart {
  const JsonProgram* program = nullptr;
  const Value* values = nullptr;
};

/// Writes records whose definitions have regular programs; keeps no state of a record between calls.
class JsonPrinter {
 public:
  /// The values from now on lie in `chunk`.
  void begin_chunk(Bytes chunk) noexcept { texts_.begin_chunk(chunk); }

  /// Appends `"Event":{…},`, the bytes that JsonRenderer makes of the expanded record, and a comma. `payload` stands
  /// where `outer` has Binary XML that is not null; its program is nullptr if there is none. False, and nothing
  /// appended, for values that programs do not cover. The record must be within the bounds of tokens.hpp but for
  /// arrays, which are judged here.
  [[nodiscard]] bool append(const JsonPart& outer, const JsonPart& payload, TextBuffer& out);

 private:
  [[nodiscard]] char* run(const JsonPart& part, const JsonPart& payload, char* to);
  [[nodiscard]] char* put_value(char* to, const JsonInstruction& now, const Value& value);
  [[nodiscard]] char* put_part(char* to, const JsonProgram& program, const JsonInstruction& now, const Value& value);
  [[nodiscard]] char* put_array(char* to, const JsonInstruction& now, const Value& value);
  [[nodiscard]] char* reserve(char* to, std::size_t bytes);

  JsonValues texts_;
  TextBuffer* out_ = nullptr;
  std::size_t array_budget_ = 0;
};

}  // namespace ntlmscan::binxml
