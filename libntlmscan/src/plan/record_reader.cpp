// The two ways of reading a record behind one call.
#include "plan/record_reader.hpp"

#include "bytes/utf16.hpp"
#include "plan/logon.hpp"
#include "plan/numbers.hpp"
#include "plan/position.hpp"

namespace ntlmscan::plan {
namespace {

constexpr std::size_t kMostMemos = 128;

}  // namespace

void RecordReader::begin_chunk(Bytes chunk) noexcept {
  runner_.begin_chunk(chunk);
  walker_.begin_chunk(chunk);
}

// By its document. System counts as read if nothing is damaged, or if the damage lies behind it.
bool RecordReader::walk(std::size_t begin, std::size_t end) {
  planned_ = false;
  if (!walker_.read_system(begin, end, x_.system, x_.forwarded)) return false;
  x_.names = walker_.expansion().templated ? Names::kTemplate : Names::kLiteral;
  if (walker_.expansion().error == binxml::ParseError::kNone) return true;
  constexpr SystemField kNeeded[] = {SystemField::kProvider, SystemField::kEventId, SystemField::kTimeCreated,
                                     SystemField::kChannel, SystemField::kComputer};
  for (const SystemField field : kNeeded) {
    if (x_.system[field].type == binxml::ValueType::kNull) return false;
  }
  return true;
}

Verdict RecordReader::read(std::size_t begin, std::size_t end) {
  x_.event = nullptr;
  x_.names = Names::kTemplate;
  planned_ = !walker_only_ && runner_.read_system(begin, end, x_.system, x_.forwarded);
  if (!planned_ && !walk(begin, end)) return Verdict::kDamaged;
  if (!wanted()) return Verdict::kRejected;
  x_.fields.clear();
  if (planned_ && !runner_.read_payload(*x_.event, x_.fields)) {
    x_.fields.clear();
    if (!walk(begin, end)) return Verdict::kDamaged;
  }
  if (!planned_) walker_.read_payload(*x_.event, x_.fields);
  name_by_position(x_);
  if (!group_wanted()) return Verdict::kRejected;
  const bool damaged = !planned_ && walker_.expansion().error != binxml::ParseError::kNone;
  return damaged ? Verdict::kPartial : Verdict::kKept;
}

bool RecordReader::wanted() {
  const auto id = to_number(x_.system[SystemField::kEventId]);
  if (!id || *id > 0xFFFF || !selection_.wants_id(static_cast<std::uint16_t>(*id))) return false;
  x_.event = event_of(static_cast<std::uint16_t>(*id));
  return x_.event != nullptr && selection_.wants_time(to_filetime(x_.system[SystemField::kTimeCreated]));
}

bool RecordReader::group_wanted() const {
  if (selection_.by_id(x_.event->event_id)) return true;
  if (x_.event->group == catalogue::Group::kByLogon) return logon_of(x_) == Logon::kNtlm;
  return x_.event->group == catalogue::Group::kNtlm;
}

const catalogue::EventDef* RecordReader::event_of(std::uint16_t id) {
  const Value& provider = x_.system[SystemField::kProvider];
  const auto version = static_cast<std::uint32_t>(to_number(x_.system[SystemField::kVersion]).value_or(0));
  for (const Memo& memo : memos_) {
    if (memo.id == id && memo.version == version && provider.type == binxml::ValueType::kUtf16 &&
        Bytes(memo.provider).equals(provider.bytes)) {
      return memo.event;
    }
  }
  std::string name;
  if (provider.type == binxml::ValueType::kUtf16) append_utf8(name, trim_end(provider.bytes));
  const auto guid = to_guid(x_.system[SystemField::kProviderGuid]);
  const bool by_name = !name.empty();
  if (!by_name && guid) name = catalogue::provider_of_guid(*guid);
  const catalogue::EventDef* event = catalogue::find_event(name, id, version);
  if (memos_.size() == kMostMemos) memos_.clear();
  if (by_name) {
    const Bytes bytes = provider.bytes;
    memos_.push_back({id, version, {bytes.data(), bytes.data() + bytes.size()}, event});
  }
  return event;
}

}  // namespace ntlmscan::plan
