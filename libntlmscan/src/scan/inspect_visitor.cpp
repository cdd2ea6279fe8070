// Reads every record whole and notes what judging the file needs.
#include "scan/inspect_visitor.hpp"

#include <utility>

#include "bytes/utf16.hpp"
#include "columns/normalise.hpp"
#include "evtx/layout.hpp"
#include "plan/numbers.hpp"
#include "scan/event_visitor.hpp"
#include "scan/hidden.hpp"

namespace ntlmscan::scanning {
namespace {

using plan::SystemField;

std::string text_of(const plan::Value& value) {
  std::string out;
  const columns::Normal normal = columns::normalise_text(Column::kComputer, value, out);
  if (normal != columns::Normal::kSame && normal != columns::Normal::kLossy) out.clear();
  return out;
}

// Events that tell of a log itself. 104 is of the System log and of the provider Eventlog alone.
struct LogEvent {
  std::uint16_t id;
  std::string_view provider;
  Told told;
};
constexpr std::string_view kEventlog = "Microsoft-Windows-Eventlog";
constexpr std::string_view kAuditing = "Microsoft-Windows-Security-Auditing";
constexpr std::string_view kKernel = "Microsoft-Windows-Kernel-General";
constexpr LogEvent kLogEvents[] = {
    {104, kEventlog, Told::kCleared}, {1102, kEventlog, Told::kSecurityCleared},
    {1104, kEventlog, Told::kFull},   {1100, kEventlog, Told::kClock},
    {4608, kAuditing, Told::kClock},  {4616, kAuditing, Told::kClock},
    {1, kKernel, Told::kClock},       {12, kKernel, Told::kClock},
    {6005, "EventLog", Told::kClock}, {6009, "EventLog", Told::kClock},
    {6011, "EventLog", Told::kClock},
};

Told told_by(const plan::SystemValues& system) {
  const auto id = plan::to_number(system[SystemField::kEventId]);
  for (const LogEvent& known : kLogEvents) {
    if (id == known.id && text_of(system[SystemField::kProvider]) == known.provider) return known.told;
  }
  return Told::kNothing;
}

}  // namespace

void HealthVisitor::begin_chunk(Bytes chunk, FileOffset at, UnitResult&) {
  chunk_at_ = at;
  records_ = 0;
  in_chunk_ = !chunk.empty();  // else a block, of which only old records are read
  reader_.begin_chunk(chunk);
}

void HealthVisitor::end_chunk() {
  if (records_ == 0 && in_chunk_) ++marks_.empty_chunks;
}

Marks HealthVisitor::take() { return std::exchange(marks_, {}); }

void HealthVisitor::record(Bytes chunk, const evtx::Record& record, UnitResult& out) {
  plan::SystemValues system;
  bool forwarded = false;
  const std::size_t end = raw(record.at) + record.size - evtx::kRecordTrailerSize;
  const bool readable = reader_.read_system(raw(record.at) + evtx::kRecordHeaderSize, end, system, forwarded);
  note_faults(chunk, record, readable, out);
  ++records_;
  if (!readable) return;
  Mark mark;
  mark.offset = raw(in_file(chunk_at_, record.at));
  mark.header_id = record.id;
  mark.written = record.written;
  mark.id = plan::to_number(system[SystemField::kRecordId]).value_or(record.id);
  const auto ticks = plan::to_filetime(system[SystemField::kTimeCreated]);
  mark.has_time = ticks.has_value();
  mark.filetime = ticks.value_or(0);
  mark.stream = stream_of(system, forwarded, out);
  mark.told = told_by(system);
  marks_.records.push_back(mark);
}

// Old records are counted, and judge nothing.
void HealthVisitor::recovered(const recover::Rebuilt&, UnitResult& out) { ++out.recovered; }

void HealthVisitor::note_faults(Bytes chunk, const evtx::Record& record, bool readable, UnitResult& out) const {
  const FileOffset at = in_file(chunk_at_, record.at);
  const binxml::Expansion& read = reader_.expansion();
  const auto note = [&](bool holds, FaultCode code, const char* message) {
    if (holds) out.faults.push_back({code, Severity::kNote, raw(at), 0, message});
  };
  if (!readable || read.error != binxml::ParseError::kNone) {
    Fault fault = damaged_record(read, at, record.size);
    if (readable) fault.code = FaultCode::kPayloadDamaged;
    out.faults.push_back(std::move(fault));
  }
  note(read.values_missing, FaultCode::kValuesMissing, "the template asks for more values than the record has; null");
  note(read.name_damaged, FaultCode::kNameDamaged, "a name does not match its stored hash; taken as it stands");
  note(read.array_damaged, FaultCode::kArrayDamaged, "an array ends with part of an item, which was left out");
  judge_hidden(chunk, chunk_at_, record, read, out.faults);
}

std::uint32_t HealthVisitor::stream_of(const plan::SystemValues& system, bool forwarded, UnitResult& out) {
  computer_ = text_of(system[SystemField::kComputer]);
  channel_ = text_of(system[SystemField::kChannel]);
  for (std::size_t i = out.streams.size(); i > 0; --i) {
    const LogStream& known = out.streams[i - 1];
    if (known.forwarded == forwarded && known.computer == computer_ && known.channel == channel_) {
      return static_cast<std::uint32_t>(i - 1);
    }
  }
  LogStream stream;
  stream.computer = computer_;
  stream.channel = channel_;
  stream.has_computer = !computer_.empty();
  stream.has_channel = !channel_.empty();
  stream.forwarded = forwarded;
  out.streams.push_back(std::move(stream));
  return static_cast<std::uint32_t>(out.streams.size() - 1);
}

}  // namespace ntlmscan::scanning
