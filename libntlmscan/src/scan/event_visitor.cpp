// What scan() does with one live record.
#include "scan/event_visitor.hpp"

#include "bytes/utf16.hpp"
#include "columns/normalise.hpp"
#include "columns/times.hpp"
#include "evtx/layout.hpp"
#include "scan/signs.hpp"

namespace ntlmscan::scanning {
namespace {

using binxml::ParseError;
using plan::SystemField;

// The text of a System value; false where it is absent.
bool text_of(const plan::Value& value, std::string& out) {
  const columns::Normal normal = columns::normalise_text(Column::kComputer, value, out);
  if (normal == columns::Normal::kSame || normal == columns::Normal::kLossy) return true;
  out.clear();
  return false;
}

struct ErrorText {
  ParseError error;
  const char* text;
};
constexpr ErrorText kErrorTexts[] = {
    {ParseError::kCut, "its Binary XML ends too early"},
    {ParseError::kBadToken, "its Binary XML has a token that cannot stand there"},
    {ParseError::kBadName, "a name lies outside the chunk"},
    {ParseError::kTooDeep, "its Binary XML is nested deeper than the bound"},
    {ParseError::kTooLarge, "it expands beyond the bound"},
    {ParseError::kBadInstance, "a template instance has no sound definition or values"},
};

const char* text_of(ParseError error) noexcept {
  for (const ErrorText& known : kErrorTexts) {
    if (known.error == error) return known.text;
  }
  return "its System part cannot be read";
}

}  // namespace

Fault damaged_record(const binxml::Expansion& expansion, FileOffset at, std::uint32_t size) {
  const bool limit = expansion.error == ParseError::kTooDeep || expansion.error == ParseError::kTooLarge;
  const FaultCode code = limit                        ? FaultCode::kBinxmlLimit
                         : expansion.template_damaged ? FaultCode::kTemplateDamaged
                                                      : FaultCode::kBinxmlDamaged;
  return {code, Severity::kLost, raw(at), size, std::string("record: ") + text_of(expansion.error)};
}

void EventVisitor::begin_unit(UnitResult& out) {
  rows_.begin(out.events, out.unit.file->name, "live");
  known_.clear();
}

void EventVisitor::begin_chunk(Bytes chunk, FileOffset at, UnitResult&) {
  chunk_at_ = at;
  has_last_ = false;
  chunk_values_ = 0;
  reader_.begin_chunk(chunk);
  hidden_.begin_chunk(chunk, at);
}

void EventVisitor::record(Bytes, const evtx::Record& record, UnitResult& out) {
  const std::size_t begin = raw(record.at) + evtx::kRecordHeaderSize;
  const std::size_t end = raw(record.at) + record.size - evtx::kRecordTrailerSize;
  const plan::Verdict verdict = reader_.read(begin, end);
  if (reader_.planned()) ++out.planned;
  if (reader_.planned() || reader_.expansion().templated) ++out.templated;
  if (!reader_.planned()) note_damage(record, verdict, out);
  if (verdict == plan::Verdict::kDamaged) {
    has_last_ = false;
    return;
  }
  see(record, out);
  if (verdict == plan::Verdict::kRejected) return;
  const catalogue::EventDef* event = reader_.extraction().event;
  if (event != nullptr && event->group == catalogue::Group::kLog) note_cleared(*event, record, out);
  if (verdict == plan::Verdict::kKept || !hold_partial_) add_row(record, verdict == plan::Verdict::kKept, out);
}

void EventVisitor::add_row(const evtx::Record& record, bool kept, UnitResult& out) {
  const columns::Place place{
      .byte_offset = raw(in_file(chunk_at_, record.at)), .header_id = record.id, .written = record.written};
  const bool room = !kept || within_bounds();
  if (!room) {
    out.faults.push_back({FaultCode::kBinxmlLimit, Severity::kLost, place.byte_offset, record.size,
                          "payload left out, System kept: the records of this chunk expand beyond the bound"});
  }
  rows_.add(place, reader_.extraction(), kept && room);
}

// It was read before, and its faults were told.
void EventVisitor::keep_partial(const evtx::Record& record, UnitResult& out) {
  const std::size_t begin = raw(record.at) + evtx::kRecordHeaderSize;
  const plan::Verdict verdict = reader_.read(begin, raw(record.at) + record.size - evtx::kRecordTrailerSize);
  if (verdict == plan::Verdict::kPartial) add_row(record, false, out);
}

void EventVisitor::turn_to(Bytes chunk) {
  rows_.flush();
  has_last_ = false;
  reader_.begin_chunk(chunk);
}

// Nothing is counted for coverage. What was put together can be read, but for what grows beyond the bounds.
void EventVisitor::recovered(const recover::Rebuilt& record, UnitResult& out) {
  const std::size_t begin = raw(record.record.at) + evtx::kRecordHeaderSize;
  const std::size_t end = raw(record.record.at) + record.record.size - evtx::kRecordTrailerSize;
  const plan::Verdict verdict = reader_.read(begin, end);
  const bool whole = verdict != plan::Verdict::kDamaged && verdict != plan::Verdict::kPartial;
  if (!whole || (verdict == plan::Verdict::kKept && !within_bounds())) {
    return out.faults.push_back(recover::beyond_bounds(record));
  }
  ++out.recovered;
  if (verdict == plan::Verdict::kRejected) return;
  const columns::Place place{.byte_offset = record.byte_offset,
                             .header_id = record.record.id,
                             .written = record.record.written,
                             .recovered = &record.from};
  rows_.add(place, reader_.extraction(), true);
}

void EventVisitor::note_cleared(const catalogue::EventDef& event, const evtx::Record& record, UnitResult& out) const {
  if (event.provider != "Microsoft-Windows-Eventlog" || (event.event_id != 104 && event.event_id != 1102)) return;
  const std::string evidence =
      event.event_id == 104 ? "a log was cleared (104)" : "the Security log was cleared (1102)";
  out.faults.push_back(sign_fault(FaultCode::kLogCleared, raw(in_file(chunk_at_, record.at)), record.size, evidence));
}

bool EventVisitor::within_bounds() noexcept {
  std::size_t values = 0;  // those of a direct payload lie in the record, each of them once
  for (const plan::Field& field : reader_.extraction().fields) values += field.value.bytes.size();
  if (values > kMostChunkValues - chunk_values_) return false;
  chunk_values_ += values;
  return true;
}

// Only what was kept is judged beyond its System part: of rejected records nothing more was read.
void EventVisitor::note_damage(const evtx::Record& record, plan::Verdict verdict, UnitResult& out) const {
  const FileOffset at = in_file(chunk_at_, record.at);
  const binxml::Expansion& read = reader_.expansion();
  const auto note = [&](bool holds, FaultCode code, const char* message) {
    if (holds) out.faults.push_back({code, Severity::kNote, raw(at), 0, message});
  };
  if (verdict == plan::Verdict::kRejected) return;
  if (verdict == plan::Verdict::kDamaged) return out.faults.push_back(damaged_record(read, at, record.size));
  if (verdict == plan::Verdict::kPartial) {
    Fault fault = damaged_record(read, at, record.size);
    fault.code = FaultCode::kPayloadDamaged;
    fault.message = "payload left out, System kept: " + fault.message;
    out.faults.push_back(std::move(fault));
  }
  note(read.values_missing, FaultCode::kValuesMissing, "the template asks for more values than the record has; null");
  note(read.name_damaged, FaultCode::kNameDamaged, "a name does not match its stored hash; taken as it stands");
  note(read.array_damaged, FaultCode::kArrayDamaged, "an array ends with part of an item, which was left out");
}

void EventVisitor::see(const evtx::Record& record, UnitResult& out) {
  const plan::Stamp stamp = reader_.stamp();
  out.seen.add({.stream = stream_of(out),
                .has_time = stamp.has_time && stamp.filetime < columns::kTicksTo10000,
                .filetime = stamp.filetime,
                .record_id = static_cast<std::int64_t>(stamp.has_record_id ? stamp.record_id : record.id),
                .forwarded = reader_.forwarded()});
  ++out.records;
}

inline std::uint32_t EventVisitor::stream_of(UnitResult& out) {
  if (has_last_ && reader_.repeats_log()) return last_stream_;
  last_stream_ = known_stream(reader_.system(SystemField::kComputer), reader_.system(SystemField::kChannel), out);
  has_last_ = reader_.planned();
  return last_stream_;
}

std::uint32_t EventVisitor::known_stream(const plan::Value& computer, const plan::Value& channel, UnitResult& out) {
  const std::array<binxml::ValueType, 2> types = {computer.type, channel.type};
  for (const KnownStream& known : known_) {
    const bool same = known.types == types && Bytes(known.computer).equals(computer.bytes) &&
                      Bytes(known.channel).equals(channel.bytes);
    if (same) return known.stream;
  }
  const auto copy = [](Bytes bytes) { return std::vector(bytes.data(), bytes.data() + bytes.size()); };
  if (known_.size() == kMostKnown) known_.clear();
  known_.push_back({copy(computer.bytes), copy(channel.bytes), types, find_stream(computer, channel, out)});
  return known_.back().stream;
}

std::uint32_t EventVisitor::find_stream(const plan::Value& computer, const plan::Value& channel, UnitResult& out) {
  LogStream stream;
  stream.has_computer = text_of(computer, stream.computer);
  stream.has_channel = text_of(channel, stream.channel);
  for (std::size_t i = out.streams.size(); i > 0; --i) {
    const LogStream& known = out.streams[i - 1];
    if (known.computer == stream.computer && known.channel == stream.channel) return static_cast<std::uint32_t>(i - 1);
  }
  out.streams.push_back(std::move(stream));
  return static_cast<std::uint32_t>(out.streams.size() - 1);
}

}  // namespace ntlmscan::scanning
