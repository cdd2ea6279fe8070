// Payloads of planned records into a run of rows, column by column, without a list of fields in between.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "columns/event_words.hpp"
#include "columns/extra.hpp"
#include "columns/field_writer.hpp"
#include "plan/compile.hpp"
#include "plan/logon.hpp"
#include "plan/run.hpp"

namespace ntlmscan::columns {

class DirectFields {
 public:
  DirectFields(BlockWriter& writer, FieldWriter& fields, EventWords& words)
      : writer_(writer), fields_(fields), words_(words), programs_(kPrograms) {}

  /// Remembers the payload of row `row` of the next run; x.direct.plan must be set. The chunk and the plan must stay
  /// until write(), and all payloads up to then lie in one chunk. False: there is no room, write() comes first.
  [[nodiscard]] bool add(std::uint32_t row, const plan::Extraction& x);
  /// Sets the payload columns, `extra` and the event's words of the rows that were added, in the writer's run.
  void write();

 private:
  static constexpr std::size_t kPrograms = 256;
  static constexpr std::size_t kMostStarts = std::size_t{1} << 15;

  /// Where the values of a payload lie, and its row.
  struct Payload {
    Bytes values;                           // from the descriptors on
    const std::uint32_t* starts = nullptr;  // where in `values` each begins, and what follows the last one; in starts_
    std::uint32_t row = 0;
  };
  /// As plan::value_of(), of a payload that waited. The instance was opened: its values lie in it.
  [[nodiscard, gnu::always_inline]] static binxml::Value value_at(const plan::Take& take,
                                                                  const Payload& payload) noexcept {
    if (take.slot == plan::kNoSlot) return {binxml::ValueType::kUtf16, take.literal};
    const auto type = static_cast<binxml::ValueType>(payload.values.u8_unchecked(std::size_t{4} * take.slot + 2));
    if (type == binxml::ValueType::kNull) {
      return {take.optional ? binxml::ValueType::kNull : binxml::ValueType::kUtf16, {}};
    }
    const std::uint32_t* const start = payload.starts + take.slot;
    return {type, payload.values.slice_unchecked(start[0], start[1] - start[0])};
  }
  struct Step {
    bool has_column = false;
    ColumnType type = ColumnType::kText;
    Memo memo;
  };
  /// The rows of one plan, and what is remembered of it: per field the dictionary entry of the row before.
  struct Program {
    std::uint64_t serial = 0;
    const plan::PayloadPlan* plan = nullptr;
    const catalogue::EventDef* event = nullptr;
    std::vector<Step> steps;  // one for each field
    std::size_t words = 0;    // 64-bit words with a bit for each field
    std::vector<std::uint64_t> always_extra;
    Memo extra;
    std::vector<Payload> payloads;
  };

  [[nodiscard]] Program& program_of(const plan::PayloadPlan& plan, const catalogue::EventDef& event);
  void write(Program& program);
  // Not inlined: each of these loops needs all registers.
  [[gnu::noinline]] void write_texts(const Program& program, std::size_t field, Step& step);
  void write_literal(const Program& program, std::size_t field);
  [[gnu::noinline]] void write_numbers(const Program& program, std::size_t field, const Step& step);
  /// A value that is no plain number, and what it became.
  struct OtherNumber {
    binxml::Value value{};
    Normal normal = Normal::kNull;
    std::int64_t number = 0;
  };
  [[gnu::noinline]] void write_number(const Program& program, std::size_t field, std::size_t k, binxml::Value value,
                                      OtherNumber& before);
  void note_other(const Program& program, std::size_t field);
  void mark(const Program& program, std::size_t k, std::size_t field) noexcept {
    marks_[k * program.words + field / 64] |= std::uint64_t{1} << field % 64;
  }

  // `extra` of the k-th row of a program.
  void write_extras(Program& program);
  void find_repeated_extras(const Program& program);
  void make_key(const Program& program, std::size_t k);
  void note_key(std::size_t field, const binxml::Value& value);
  [[nodiscard]] Normal build_extra(const Program& program, std::size_t k, std::string& json);

  void find_logons(const Program& program);
  [[nodiscard]] plan::Logon logon_of(const Program& program, const Payload& payload) const;
  void compare_neighbours(const Program& program, std::size_t field, const std::int32_t* codes);

  BlockWriter& writer_;
  FieldWriter& fields_;
  EventWords& words_;
  std::vector<std::unique_ptr<Program>> programs_;  // by serial; a plan in the place of another one begins anew
  std::vector<Program*> touched_;                   // those that have rows
  std::vector<std::uint32_t> starts_;               // of the values of all payloads; never grows beyond its first room
  std::vector<std::uint64_t> in_any_;               // of `extra`: fields that belong into it in some row
  std::vector<std::uint64_t> marks_;   // of the program at hand: by row and field, what belongs into `extra`
  std::vector<std::uint32_t> rows_;    // of the program at hand
  std::vector<plan::Logon> logons_;    // of those rows
  std::vector<std::uint8_t> repeats_;  // 1 where a row has the values of the one before
  // What goes into `extra`: the plan, then number, type, size and bytes of each value. Rows with equal keys have equal
  // texts, which is known before the text is made.
  std::vector<std::uint8_t> key_ = std::vector<std::uint8_t>(256);
  std::size_t key_size_ = 0;  // what is in use of it
  Extra extra_;
  std::string text_;
};

}  // namespace ntlmscan::columns
