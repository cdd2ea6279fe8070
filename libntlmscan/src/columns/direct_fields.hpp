// The payload of a planned record into its row, without a list of fields in between.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "columns/extra.hpp"
#include "columns/field_writer.hpp"
#include "plan/compile.hpp"
#include "plan/logon.hpp"

namespace ntlmscan::columns {

class DirectFields {
 public:
  DirectFields(BlockWriter& writer, FieldWriter& fields) : writer_(writer), fields_(fields), programs_(kPrograms) {}

  /// Sets the payload columns and `extra` of the current row, and says which protocol it tells of. x.direct.plan must
  /// be set.
  [[nodiscard]] plan::Logon add(const plan::Extraction& x);

 private:
  static constexpr std::size_t kPrograms = 256;
  struct Step {
    bool has_column = false;
    const std::uint8_t* raw = nullptr;  // the dictionary's copy of the row's value; nullptr for an empty one
    ColumnType type = ColumnType::kText;
    Memo memo;
  };
  /// What is remembered of one plan: per field the dictionary entry of the row before, and that of `extra`.
  struct Program {
    std::uint64_t serial = 0;
    std::vector<Step> steps;  // one for each field
    // What the logon was when the package names lay there.
    std::uint64_t dictionary = 0;
    std::array<const std::uint8_t*, plan::kLogonColumns.size()> packages{};
    plan::Logon logon = plan::Logon::kNone;
    Memo extra;
  };

  [[nodiscard]] plan::Logon logon_of(const plan::Extraction& x, Program& program) const;
  [[nodiscard]] Program& program_of(const plan::PayloadPlan& plan);
  void add_extra(const plan::DirectPayload& payload, Memo& memo);
  void note_extra(std::uint16_t take, const binxml::Value& value);
  [[nodiscard]] Normal build_extra(const plan::DirectPayload& payload, std::string& json);

  BlockWriter& writer_;
  FieldWriter& fields_;
  std::vector<Program> programs_;  // by serial; a plan in the place of another one begins anew
  // What goes into `extra`: the plan, then number, type, size and bytes of each value. Rows with equal keys have equal
  // texts, which is known before the text is made.
  std::vector<std::uint8_t> key_ = std::vector<std::uint8_t>(256);
  std::size_t key_size_ = 0;  // what is in use of it
  std::vector<std::uint16_t> extra_takes_;
  Extra extra_;
  std::string text_;
};

}  // namespace ntlmscan::columns
