// One loop over the rows of a plan for each of its fields.
#include "columns/direct_fields.hpp"

#include "plan/numbers.hpp"

namespace ntlmscan::columns {
namespace {

using binxml::Value;
using binxml::ValueType;

bool belongs_to_extra(Normal normal) noexcept { return normal == Normal::kLossy || normal == Normal::kUnfit; }

}  // namespace

DirectFields::Program& DirectFields::program_of(const plan::PayloadPlan& plan, const catalogue::EventDef& event) {
  std::unique_ptr<Program>& place = programs_[plan.serial % kPrograms];
  if (place == nullptr) place = std::make_unique<Program>();
  Program& program = *place;
  if (program.serial == plan.serial || !program.payloads.empty()) return program;
  program = {};
  program.serial = plan.serial;
  program.plan = &plan;
  program.event = &event;
  program.steps.resize(plan.takes.size());
  program.words = (plan.takes.size() + 63) / 64;
  program.always_extra.resize(program.words);
  for (std::size_t i = 0; i < plan.takes.size(); ++i) {
    const plan::Take& take = plan.takes[i];
    Step& step = program.steps[i];
    step.has_column = take.def != nullptr && take.def->column != kNoColumn;
    if (step.has_column) {
      step.type = table_columns(Table::kEvents)[static_cast<std::size_t>(take.def->column)].type;
    } else if (!take.optional) {
      program.always_extra[i / 64] |= std::uint64_t{1} << i % 64;
    }
  }
  return program;
}

bool DirectFields::add(std::uint32_t row, const plan::Extraction& x) {
  if (starts_.capacity() == 0) starts_.reserve(kMostStarts);  // payloads keep pointing into it
  Program& program = program_of(*x.direct.plan, *x.event);
  const plan::OpenInstance& values = *x.direct.values;
  if (program.serial != x.direct.plan->serial || kMostStarts - starts_.size() < values.starts().size()) return false;
  if (program.payloads.empty()) {
    program.plan = x.direct.plan;  // the same in content, wherever it lies
    program.event = x.event;
    touched_.push_back(&program);
  }
  program.payloads.push_back({values.values(), starts_.data() + starts_.size(), row});
  starts_.insert(starts_.end(), values.starts().begin(), values.starts().end());
  return true;
}

void DirectFields::write() {
  for (Program* program : touched_) {
    write(*program);
    program->payloads.clear();
  }
  touched_.clear();
  starts_.clear();
}

void DirectFields::write(Program& program) {
  const std::size_t rows = program.payloads.size();
  marks_.resize(rows * program.words);
  for (std::size_t i = 0; i < marks_.size(); ++i) marks_[i] = program.always_extra[i % program.words];
  for (std::size_t i = 0; i < program.steps.size(); ++i) {
    Step& step = program.steps[i];
    if (!step.has_column) {
      if (program.plan->takes[i].optional) note_other(program, i);
    } else if (is_coded(step.type)) {
      write_texts(program, i, step);
    } else {
      write_numbers(program, i, step);
    }
  }
  write_extras(program);
  rows_.resize(rows);
  for (std::size_t k = 0; k < rows; ++k) rows_[k] = program.payloads[k].row;
  find_logons(program);
  words_.set(*program.event, rows_, logons_);
}

void DirectFields::write_texts(const Program& program, std::size_t field, Step& step) {
  const plan::Take& take = program.plan->takes[field];
  if (take.slot == plan::kNoSlot) return write_literal(program, field);
  const Column column = take.def->column;
  const std::size_t slot = take.slot;
  std::int32_t* const codes = writer_.codes(column);
  TextCache::Entry last = step.memo.dictionary == writer_.dictionary() ? step.memo.entry : TextCache::Entry{};
  const std::span payloads(program.payloads);
  for (const Payload& payload : payloads) {
    const std::uint8_t type = payload.values.u8_unchecked(std::size_t{4} * slot + 2);
    const std::uint32_t start = payload.starts[slot];
    const Bytes bytes = payload.values.slice_unchecked(start, payload.starts[slot + 1] - start);
    // Whether a null leaves the field out or is an empty text, the cell stays null.
    if (type == static_cast<std::uint8_t>(ValueType::kNull) || bytes.empty()) continue;
    if (last.tag != type || !last.raw.equals(bytes)) {
      last = writer_.entry_of(column, {static_cast<ValueType>(type), bytes});
    }
    codes[payload.row] = last.code;
    if (belongs_to_extra(last.normal)) mark(program, static_cast<std::size_t>(&payload - payloads.data()), field);
  }
  step.memo = {last, writer_.dictionary()};
}

// The same text in all rows, from the template.
void DirectFields::write_literal(const Program& program, std::size_t field) {
  const plan::Take& take = program.plan->takes[field];
  std::int32_t* const codes = writer_.codes(take.def->column);
  if (take.literal.empty()) return;
  const TextCache::Entry entry = writer_.entry_of(take.def->column, {ValueType::kUtf16, take.literal});
  for (std::size_t k = 0; k < program.payloads.size(); ++k) {
    codes[program.payloads[k].row] = entry.code;
    if (belongs_to_extra(entry.normal)) mark(program, k, field);
  }
}

void DirectFields::write_numbers(const Program& program, std::size_t field, const Step& step) {
  const plan::Take take = program.plan->takes[field];  // a copy: it stays in registers
  const NumberCells cells = writer_.numbers(take.def->column);
  const std::uint64_t most = FieldWriter::most_unsigned(take.def->column);
  const bool plain_numbers = step.type != ColumnType::kBool;
  OtherNumber before;
  const std::span payloads(program.payloads);
  for (const Payload& payload : payloads) {
    const Value value = value_at(take, payload);
    std::uint64_t plain = 0;
    if (plain_numbers && plan::read_unsigned(value, plain) && plain <= most) {
      cells.set(payload.row, static_cast<std::int64_t>(plain));
    } else if (value.type != ValueType::kNull) {
      write_number(program, field, static_cast<std::size_t>(&payload - payloads.data()), value, before);
    }
  }
}

void DirectFields::write_number(const Program& program, std::size_t field, std::size_t k, Value value,
                                OtherNumber& before) {
  const catalogue::FieldDef& def = *program.plan->takes[field].def;
  if (before.value.type != value.type || !before.value.bytes.equals(value.bytes)) {
    before.value = value;
    before.normal = fields_.number_of(program.steps[field].type, def, value, before.number);
  }
  const bool shown = before.normal == Normal::kSame || before.normal == Normal::kLossy;
  if (shown) writer_.numbers(def.column).set(program.payloads[k].row, before.number);
  if (belongs_to_extra(before.normal)) mark(program, k, field);
}

// A field without a column that a null leaves out.
void DirectFields::note_other(const Program& program, std::size_t field) {
  const plan::Take take = program.plan->takes[field];
  for (std::size_t k = 0; k < program.payloads.size(); ++k) {
    if (value_at(take, program.payloads[k]).type != ValueType::kNull) mark(program, k, field);
  }
}

// Rows with the package names of the one before tell of the same protocol.
void DirectFields::find_logons(const Program& program) {
  logons_.assign(program.payloads.size(), plan::Logon::kNone);
  if (!plan::has_logon(*program.event)) return;
  repeats_.assign(program.payloads.size(), 1);
  repeats_[0] = 0;
  for (std::size_t i = 0; i < plan::kLogonColumns.size(); ++i) {
    const std::uint16_t take = program.plan->logon[i];
    if (take != plan::kNoTake) compare_neighbours(program, take, writer_.codes(plan::kLogonColumns[i]));
  }
  for (std::size_t k = 0; k < program.payloads.size(); ++k) {
    logons_[k] = repeats_[k] != 0 ? logons_[k - 1] : logon_of(program, program.payloads[k]);
  }
}

plan::Logon DirectFields::logon_of(const Program& program, const Payload& payload) const {
  plan::Packages packages;
  for (std::size_t i = 0; i < packages.size(); ++i) {
    const std::uint16_t take = program.plan->logon[i];
    if (take != plan::kNoTake) packages[i] = value_at(program.plan->takes[take], payload);
  }
  return plan::logon_of(packages);
}

// Takes back `repeats_` where a value is not that of the payload before. Equal codes are equal values.
void DirectFields::compare_neighbours(const Program& program, std::size_t field, const std::int32_t* codes) {
  const plan::Take take = program.plan->takes[field];
  const std::span payloads(program.payloads);
  Value before = value_at(take, payloads[0]);  // or one equal to it
  for (std::size_t k = 1; k < payloads.size(); ++k) {
    const std::int32_t code = codes == nullptr ? -1 : codes[payloads[k].row];
    if (code >= 0 && code == codes[payloads[k - 1].row]) continue;
    const Value value = value_at(take, payloads[k]);
    if (value.type == before.type && value.bytes.equals(before.bytes)) continue;
    repeats_[k] = 0;
    before = value;
  }
}

}  // namespace ntlmscan::columns
