// The payload of a planned record into its row, without a list of fields in between.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "columns/extra.hpp"
#include "columns/field_writer.hpp"
#include "plan/compile.hpp"

namespace ntlmscan::columns {

class DirectFields {
 public:
  DirectFields(BlockWriter& writer, FieldWriter& fields) : writer_(writer), fields_(fields), programs_(kPrograms) {}

  /// Sets the payload columns and `extra` of the current row. payload.plan must be set.
  void add(const plan::DirectPayload& payload);

 private:
  static constexpr std::size_t kPrograms = 256;
  struct Step {
    bool has_column = false;
    ColumnType type = ColumnType::kText;
    TextCache::Memo memo;
  };
  /// What is remembered of one plan: per field the dictionary entry of the row before, and that of `extra`.
  struct Program {
    std::uint64_t serial = 0;
    std::vector<Step> steps;  // one for each field
    TextCache::Memo extra;
  };

  [[nodiscard]] Program& program_of(const plan::PayloadPlan& plan);
  void note_extra(std::uint16_t take, const binxml::Value& value);
  [[nodiscard]] Normal build_extra(const plan::DirectPayload& payload, std::string& json);

  BlockWriter& writer_;
  FieldWriter& fields_;
  std::vector<Program> programs_;  // by serial; a plan in the place of another one begins anew
  // What goes into `extra`: the plan, then number, type, size and bytes of each value. Rows with equal keys have equal
  // texts, which is known before the text is made.
  std::vector<std::uint8_t> key_;
  std::vector<std::uint16_t> extra_takes_;
  Extra extra_;
  std::string text_;
};

}  // namespace ntlmscan::columns
