// One step for each field of a plan.
#include "columns/direct_fields.hpp"

#include <cstring>

#include "plan/run.hpp"

namespace ntlmscan::columns {
namespace {

constexpr std::uint8_t kKeyTag = 0xFD;

}  // namespace

DirectFields::Program& DirectFields::program_of(const plan::PayloadPlan& plan) {
  Program& program = programs_[plan.serial % kPrograms];
  if (program.serial == plan.serial) return program;
  program = {};
  program.serial = plan.serial;
  program.steps.resize(plan.takes.size());
  for (std::size_t i = 0; i < plan.takes.size(); ++i) {
    const catalogue::FieldDef* def = plan.takes[i].def;
    program.steps[i].has_column = def != nullptr && def->column != kNoColumn;
    if (!program.steps[i].has_column) continue;
    program.steps[i].type = table_columns(Table::kEvents)[static_cast<std::size_t>(def->column)].type;
  }
  return program;
}

void DirectFields::note_extra(std::uint16_t take, const binxml::Value& value) {
  struct Head {
    std::uint16_t take;
    std::uint16_t type;
    std::uint32_t size;
  };
  const Head head{take, static_cast<std::uint16_t>(value.type), static_cast<std::uint32_t>(value.bytes.size())};
  const std::size_t behind = key_size_ + sizeof head + value.bytes.size();
  if (key_.size() < behind) key_.resize(2 * behind);
  std::memcpy(key_.data() + key_size_, &head, sizeof head);
  if (!value.bytes.empty()) std::memcpy(key_.data() + key_size_ + sizeof head, value.bytes.data(), value.bytes.size());
  key_size_ = behind;
  extra_takes_.push_back(take);
}

Normal DirectFields::build_extra(const plan::DirectPayload& payload, std::string& json) {
  extra_.clear();
  for (const std::uint16_t i : extra_takes_) {
    const plan::Take& take = payload.plan->takes[i];
    text_.clear();
    append_recorded_text(text_, value_of(take, *payload.values));
    extra_.add(take.name, 1, text_);
  }
  json = extra_.finish();
  return Normal::kSame;
}

// Rows with the package names of the one before tell of the same protocol.
plan::Logon DirectFields::logon_of(const plan::Extraction& x, Program& program) const {
  if (!plan::has_logon(*x.event)) return plan::Logon::kNone;
  std::array<const std::uint8_t*, plan::kLogonColumns.size()> packages{};
  for (std::size_t i = 0; i < packages.size(); ++i) {
    const std::uint16_t take = x.direct.plan->logon[i];
    if (take != plan::kNoTake) packages[i] = program.steps[take].raw;
  }
  if (program.dictionary != writer_.dictionary() || program.packages != packages) {
    program.dictionary = writer_.dictionary();
    program.packages = packages;
    program.logon = plan::logon_of(x);
  }
  return program.logon;
}

plan::Logon DirectFields::add(const plan::Extraction& x) {
  const plan::DirectPayload& payload = x.direct;
  Program& program = program_of(*payload.plan);
  std::memcpy(key_.data(), &payload.plan->serial, sizeof payload.plan->serial);
  key_size_ = sizeof payload.plan->serial;
  extra_takes_.clear();
  for (std::uint16_t i = 0; i < payload.plan->takes.size(); ++i) {
    const plan::Take& take = payload.plan->takes[i];
    const binxml::Value value = value_of(take, *payload.values);
    Step& step = program.steps[i];
    step.raw = nullptr;
    if (value.type == binxml::ValueType::kNull) continue;  // the field is absent
    const Normal normal = step.has_column ? fields_.store(step.type, *take.def, value, step.memo) : Normal::kUnfit;
    if (!value.bytes.empty()) step.raw = step.memo.entry.raw.data();
    if (normal == Normal::kLossy || normal == Normal::kUnfit) note_extra(i, value);
  }
  if (!extra_takes_.empty()) add_extra(payload, program.extra);
  return logon_of(x, program);
}

void DirectFields::add_extra(const plan::DirectPayload& payload, Memo& memo) {
  writer_.set_decoded(static_cast<std::size_t>(Column::kExtra), kKeyTag, Bytes(key_).first(key_size_), memo,
                      [&](std::string& json) { return build_extra(payload, json); });
}

}  // namespace ntlmscan::columns
