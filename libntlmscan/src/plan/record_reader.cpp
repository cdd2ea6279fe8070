// The two ways of reading a record behind one call.
#include "plan/record_reader.hpp"

#include "bytes/utf16.hpp"
#include "plan/logon.hpp"
#include "plan/numbers.hpp"
#include "plan/position.hpp"

namespace ntlmscan::plan {

void RecordReader::begin_chunk(Bytes chunk) noexcept {
  runner_.begin_chunk(chunk);
  walker_.begin_chunk(chunk);
}

// System counts as read if nothing is damaged, or if the damage lies behind it.
bool RecordReader::walk(std::size_t begin, std::size_t end) {
  if (!walker_.read_system(begin, end, x_.system, x_.forwarded)) return false;
  x_.names = walker_.expansion().templated ? Names::kTemplate : Names::kLiteral;
  return walker_.expansion().error == binxml::ParseError::kNone || is_whole(x_.system);
}

// A record without a template that System alone rejects: nothing behind System is parsed.
bool RecordReader::rejects_literal(std::size_t begin, std::size_t end) {
  if (walker_only_ || literal_kept_ || !walker_.read_literal_system(begin, end, x_.system)) return false;
  x_.forwarded = true;
  return !wanted();
}

Verdict RecordReader::read_document(std::size_t begin, std::size_t end) {
  planned_ = false;
  x_.direct = {};
  x_.fields.clear();
  if (rejects_literal(begin, end)) return Verdict::kRejected;
  if (!walk(begin, end)) return Verdict::kDamaged;
  literal_kept_ = wanted();
  if (!literal_kept_) return Verdict::kRejected;
  walker_.read_payload(*x_.event, x_.fields);
  return judge(walker_.expansion().error != binxml::ParseError::kNone);
}

Verdict RecordReader::judge(bool damaged) {
  if (x_.direct.plan == nullptr) name_by_position(x_);
  if (!group_wanted()) return Verdict::kRejected;
  return damaged ? Verdict::kPartial : Verdict::kKept;
}

Verdict RecordReader::read(std::size_t begin, std::size_t end) {
  x_.event = nullptr;
  planned_ = !walker_only_ && runner_.open(begin, end);
  if (!planned_) return read_document(begin, end);
  if (!wants_id_of_planned()) return Verdict::kRejected;
  return read_planned(begin, end);
}

Verdict RecordReader::read_planned(std::size_t begin, std::size_t end) {
  x_.names = Names::kTemplate;
  x_.forwarded = runner_.forwarded();
  if (!runner_.read_system(x_.system)) return read_document(begin, end);
  if (!wanted()) return Verdict::kRejected;
  return runner_.read_payload(x_) ? judge(false) : read_document(begin, end);
}

// The first question, which most records do not pass.
inline bool RecordReader::wants_id_of_planned() const noexcept {
  std::uint16_t id = 0;
  if (runner_.read_id(id)) return wanted_ids_[id];
  return wanted_id(runner_.system(SystemField::kEventId)) != kNotWanted;
}

inline std::int32_t RecordReader::wanted_id(const Value& event_id) const noexcept {
  std::uint64_t id = 0;
  const bool known = read_number(event_id, id) && id <= 0xFFFF;
  return known && wanted_ids_[static_cast<std::size_t>(id)] ? static_cast<std::int32_t>(id) : kNotWanted;
}

bool RecordReader::wanted() {
  const std::int32_t id = wanted_id(x_.system[SystemField::kEventId]);
  if (id == kNotWanted) return false;
  x_.event = event_of(static_cast<std::uint16_t>(id));
  if (x_.event == nullptr) return false;
  return !selection_.by_time() || selection_.wants_time(to_filetime(x_.system[SystemField::kTimeCreated]));
}

bool RecordReader::group_wanted() const {
  if (selection_.by_id(x_.event->event_id)) return true;
  if (x_.event->group == catalogue::Group::kByLogon) return logon_of(x_) == Logon::kNtlm;
  return x_.event->group == catalogue::Group::kNtlm;
}

const catalogue::EventDef* RecordReader::event_of(std::uint16_t id) {
  const Value& provider = x_.system[SystemField::kProvider];
  std::uint64_t number = 0;
  const auto version = static_cast<std::uint32_t>(read_number(x_.system[SystemField::kVersion], number) ? number : 0);
  const bool by_name = provider.type == binxml::ValueType::kUtf16;
  std::unique_ptr<Memo>& memo = memos_[id % memos_.size()];
  if (by_name && memo != nullptr && memo->id == id && memo->version == version &&
      Bytes(memo->provider).equals(provider.bytes)) {
    return memo->event;
  }
  std::string name;
  if (by_name) append_utf8(name, trim_end(provider.bytes));
  if (name.empty()) {
    const auto guid = to_guid(x_.system[SystemField::kProviderGuid]);
    return guid ? catalogue::find_event(catalogue::provider_of_guid(*guid), id, version) : nullptr;
  }
  const Bytes bytes = provider.bytes;
  memo = std::make_unique<Memo>(
      Memo{id, version, {bytes.data(), bytes.data() + bytes.size()}, catalogue::find_event(name, id, version)});
  return memo->event;
}

RecordReader::RecordReader(const Selection& selection, bool walker_only)
    : selection_(selection), walker_only_(walker_only) {
  for (const catalogue::EventDef* event : catalogue::all_events()) {
    wanted_ids_[event->event_id] = selection.wants_id(event->event_id);
  }
}

}  // namespace ntlmscan::plan
