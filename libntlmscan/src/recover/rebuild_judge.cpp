// What is judged of an old record before it is put together, and where something was written over it.
#include <algorithm>

#include "recover/overwritten.hpp"
#include "recover/rebuild.hpp"

namespace ntlmscan::recover {

using binxml::ValueTable;
using binxml::ValueType;

// Heads of heap blocks, where there can be any.
std::span<const std::size_t> Rebuilder::heads_in(std::size_t begin, std::size_t end) {
  const bool asked = around_ != nullptr && may_be_overwritten_;
  return asked ? heads_.within(begin, end) : std::span<const std::size_t>();
}

bool Rebuilder::written_over(Bytes value) {
  if (value.empty()) return false;
  const std::size_t begin = value.offset_in(home_);
  return !heads_in(begin, begin + value.size()).empty();
}

// Of a parsed record: the time and, where something was written over it, that it is known which event it is of.
Flaw Rebuilder::judge(const Level& level, const Candidate& candidate) {
  const bool is_instance = level.stream.tape.size() == 1 && level.stream.tape[0].kind == binxml::ItemKind::kInstance;
  const bool known = is_instance && system_form(level.stream.instances[0].values) != SystemForm::kUnknown;
  const bool whole = heads_in(candidate.begin(), level.stream.end).empty();
  if (!known && !whole) return Flaw::kContent;
  if (!known) return candidate.time_lost ? Flaw::kTime : Flaw::kNone;
  const ValueTable& values = level.stream.instances[0].values;
  if (whole) return judge_times(values, candidate);
  if (written_over(values.value(kEventIdSlot).bytes)) return Flaw::kContent;
  if (!written_over(values.value(kCreatedSlot).bytes)) return judge_times(values, candidate);
  return candidate.time_lost || candidate.written == 0 ? Flaw::kTime : Flaw::kNone;
}

// A record of the usual form whose event nobody wants: its frame, its times and the sum of its values are all that is
// judged. False: it has to be looked at whole.
bool Rebuilder::pass_over(const Candidate& candidate, std::size_t& content_end, Flaw& flaw) {
  if (!instance_.find_table(home_, candidate.begin(), candidate.end())) return false;
  const std::size_t table = instance_.table() - 4;
  const auto values = ValueTable::read(home_.slice_unchecked(table, candidate.end() - table));
  if (!values || form_of(*values) == SystemForm::kUnknown) return false;
  const std::size_t id_at = values->values_at() + kEventIdOffset;  // the form says where
  if ((*wanted_)[values->bytes_unchecked(id_at, 2).u16_unchecked(0)]) return false;
  flaw = judge_times(*values, candidate);
  content_end = std::min(table + values->size() + 1, candidate.end());  // and an end token
  if (flaw == Flaw::kNone) ++passed_over_;
  return true;
}

// Most records are laid out as one before them.
SystemForm Rebuilder::form_of(const ValueTable& values) noexcept {
  const Bytes types = values.descriptors();
  if (types.size() == 4 * form_types_.size()) {
    bool same = true;
    for (std::size_t i = 0; i < form_types_.size(); ++i) {
      same = same && ((types.u32_unchecked(4 * i) ^ form_types_[i]) & form_masks_[i]) == 0;
    }
    if (same) return form_;
  }
  form_ = system_form(values);
  form_types_.resize(form_ == SystemForm::kUnknown ? 0 : values.count());
  form_masks_.assign(form_types_.size(), 0xFFFFFFFFu);
  for (std::size_t i = 0; i < form_types_.size(); ++i) {
    form_types_[i] = types.u32_unchecked(4 * i);
    const auto type = static_cast<ValueType>(form_types_[i] >> 16 & 0xFF);
    const bool sized = type == ValueType::kUtf16 || type == ValueType::kSid || type == ValueType::kBinXml;
    form_masks_[i] = sized ? 0x00FF0000u : 0x00FFFFFFu;
  }
  return form_;
}

// The service fills in a record behind the newest one and gives it its header last. Where that was not finished, the
// header is old and the values are new: created later than written, which clocks set back give rise to elsewhere.
Flaw Rebuilder::judge_times(const ValueTable& values, const Candidate& candidate) noexcept {
  const std::uint64_t created = values.value(kCreatedSlot).bytes.u64_unchecked(0);  // the form says that it has 8 bytes
  if (!is_plausible_time(created)) return Flaw::kTorn;
  const bool newer = candidate.at_edge && candidate.written != 0 && created > candidate.written;
  return newer ? Flaw::kTorn : Flaw::kNone;
}

}  // namespace ntlmscan::recover
