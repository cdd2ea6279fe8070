// The `extra` cells of directly written payloads: made once for each distinct set of values.
#include <algorithm>
#include <bit>
#include <cstring>

#include "columns/direct_fields.hpp"

namespace ntlmscan::columns {
namespace {

constexpr std::uint8_t kKeyTag = 0xFD;

// Calls visit(number) for each bit that is set, in order.
template <class Visit>
void each_bit(const std::uint64_t* words, std::size_t count, Visit visit) {
  for (std::size_t word = 0; word < count; ++word) {
    for (std::uint64_t rest = words[word]; rest != 0; rest &= rest - 1) {
      visit(64 * word + static_cast<std::size_t>(std::countr_zero(rest)));
    }
  }
}

}  // namespace

void DirectFields::write_extras(Program& program) {
  if (std::all_of(marks_.begin(), marks_.end(), [](std::uint64_t word) { return word == 0; })) return;
  constexpr auto kColumn = static_cast<std::size_t>(Column::kExtra);
  find_repeated_extras(program);
  std::int32_t* const codes = writer_.codes(Column::kExtra);
  std::int32_t code = -1;
  for (std::size_t k = 0; k < program.payloads.size(); ++k) {
    if (repeats_[k] == 0) {
      make_key(program, k);
      const auto build = [&](std::string& json) { return build_extra(program, k, json); };
      code = key_size_ == sizeof program.serial
                 ? -1
                 : writer_.entry_of(kColumn, kKeyTag, Bytes(key_).first(key_size_), program.extra, build).code;
    }
    if (code >= 0) codes[program.payloads[k].row] = code;
  }
}

// A row repeats the one before if the same fields belong into `extra` and have the same values.
void DirectFields::find_repeated_extras(const Program& program) {
  const std::size_t words = program.words;
  repeats_.assign(program.payloads.size(), 1);
  repeats_[0] = 0;
  in_any_.assign(marks_.begin(), marks_.begin() + static_cast<std::ptrdiff_t>(words));
  for (std::size_t i = words; i < marks_.size(); ++i) {
    in_any_[i % words] |= marks_[i];
    if (marks_[i] != marks_[i - words]) repeats_[i / words] = 0;
  }
  each_bit(in_any_.data(), words, [&](std::size_t field) { compare_neighbours(program, field, nullptr); });
}

void DirectFields::make_key(const Program& program, std::size_t k) {
  std::memcpy(key_.data(), &program.serial, sizeof program.serial);
  key_size_ = sizeof program.serial;
  each_bit(marks_.data() + k * program.words, program.words,
           [&](std::size_t field) { note_key(field, value_at(program.plan->takes[field], program.payloads[k])); });
}

void DirectFields::note_key(std::size_t field, const binxml::Value& value) {
  struct Head {
    std::uint16_t field;
    std::uint16_t type;
    std::uint32_t size;
  };
  const Head head{static_cast<std::uint16_t>(field), static_cast<std::uint16_t>(value.type),
                  static_cast<std::uint32_t>(value.bytes.size())};
  const std::size_t behind = key_size_ + sizeof head + value.bytes.size();
  if (key_.size() < behind) key_.resize(2 * behind);
  std::memcpy(key_.data() + key_size_, &head, sizeof head);
  if (!value.bytes.empty()) std::memcpy(key_.data() + key_size_ + sizeof head, value.bytes.data(), value.bytes.size());
  key_size_ = behind;
}

Normal DirectFields::build_extra(const Program& program, std::size_t k, std::string& json) {
  extra_.clear();
  each_bit(marks_.data() + k * program.words, program.words, [&](std::size_t field) {
    const plan::Take& take = program.plan->takes[field];
    text_.clear();
    append_recorded_text(text_, value_at(take, program.payloads[k]));
    extra_.add(take.name, 1, text_);
  });
  json = extra_.finish();
  return Normal::kSame;
}

}  // namespace ntlmscan::columns
