// Runs compiled templates over the values of records.
#pragma once

#include <cstddef>

#include "binxml/json_program.hpp"
#include "binxml/json_render.hpp"
#include "binxml/json_values.hpp"
#include "binxml/text_buffer.hpp"
#include "binxml/value_table.hpp"

namespace ntlmscan::binxml {

/// A template and what a record puts into it, or a payload that was written without a template.
struct JsonPart {
  const JsonProgram* program = nullptr;
  const Value* values = nullptr;                  ///< one for each slot of the program, and a null at kNoSlot
  std::size_t bytes = 0;                          ///< of all values
  const Tape* literal = nullptr;                  ///< without a program: a finished document with one root
  std::uint16_t slot = JsonInstruction::kNoSlot;  ///< a payload: the outer value that it is
  bool data_root = false;  ///< the root is called `Data`, which some places write in their own way
};

/// Writes records whose definitions have regular programs; keeps no state of a record between calls.
class JsonPrinter {
 public:
  /// The values from now on lie in `chunk`.
  void begin_chunk(Bytes chunk) noexcept { texts_.begin_chunk(chunk); }

  /// Appends `"Event":{…},`, the bytes that JsonRenderer makes of the expanded record, and a comma. `payload` stands
  /// for one of the outer values, and has neither program nor literal if that is null. False, and nothing appended, for
  /// values that programs do not cover, such as other Binary XML. The record must be within the bounds of tokens.hpp but for
  /// arrays, which are judged here.
  [[nodiscard]] bool append(const JsonPart& outer, const JsonPart& payload, TextBuffer& out);

 private:
  [[nodiscard]] char* run(const JsonPart& part, const JsonPart& payload, char* to);
  [[nodiscard]] char* put_value(char* to, const JsonInstruction& now, const Value& value);
  [[nodiscard]] char* put_member(char* to, const JsonProgram& program, const JsonInstruction& now, const Value& value,
                                 const JsonPart& payload);
  [[nodiscard]] char* put_part(char* to, const JsonProgram& program, const JsonInstruction& now, const Value& value);
  [[nodiscard]] char* put_attribute(char* to, const JsonProgram& program, const JsonInstruction& now,
                                    const Value& value);
  [[nodiscard]] char* put_content(char* to, const JsonProgram& program, const JsonInstruction& now, const Value& value);
  [[nodiscard]] char* put_payload(char* to, const JsonPart& payload);
  [[nodiscard]] char* put_several(char* to, const JsonInstruction& now, const Value& value, const JsonPart& payload);
  [[nodiscard]] char* put_array(char* to, const JsonInstruction& now, const Value& value);

  JsonValues texts_;
  JsonRenderer literals_;
  TextBuffer* out_ = nullptr;
  std::size_t room_ = 0;  // what the record may need, but for arrays and literals
  std::size_t array_budget_ = 0;
};

}  // namespace ntlmscan::binxml
