// From notes to the health of a file, with signs of tampering.
#include "scan/inspect_judge.hpp"

#include <algorithm>

#include "scan/coverage.hpp"
#include "scan/signs.hpp"

namespace ntlmscan::scanning {
namespace {

constexpr std::uint64_t kTicksPerSecond = 10'000'000;
// Records of one moment are often written out of order; a clock that is set back jumps further.
constexpr std::uint64_t kReversalThatCounts = 60 * kTicksPerSecond;
// The time of writing went back as well, if it did by half of that.
constexpr std::uint64_t kClockReversal = kReversalThatCounts / 2;
// A record that tells of the clock or of a start of the machine stands so near (counted on real logs: within 25).
constexpr std::uint64_t kNearRecords = 25;
constexpr std::size_t kMostPending = 256;

std::string number(std::uint64_t n) { return std::to_string(n); }

std::string duration(std::uint64_t ticks) {
  constexpr std::uint64_t kDay = 86400;
  const std::uint64_t seconds = ticks / kTicksPerSecond;
  return seconds < 2 * kDay ? number(seconds) + " seconds" : number(seconds / kDay) + " days";
}

bool is_checksum(FaultCode code) noexcept {
  return code == FaultCode::kFileHeaderChecksum || code == FaultCode::kChunkHeaderChecksum ||
         code == FaultCode::kChunkRecordsChecksum;
}

// Logs in which the system notes that its clock was set.
bool told_of_clock(const std::string& channel) { return channel == "Security" || channel == "System"; }

struct ToldText {
  Told told;
  FaultCode code;
  Severity severity;
  const char* evidence;
};
constexpr ToldText kToldTexts[] = {
    {Told::kCleared, FaultCode::kLogCleared, Severity::kTamper, "a log was cleared (104)"},
    {Told::kSecurityCleared, FaultCode::kLogCleared, Severity::kTamper, "the Security log was cleared (1102)"},
    {Told::kFull, FaultCode::kLogFull, Severity::kNote, "the Security log was full (1104)"},
};

}  // namespace

void HealthJudge::add(const UnitResult& result, const Marks& marks) {
  if (result.unit.first_of_file) add_faults(result.unit.file->faults);
  add_faults(result.faults);
  health_.chunks += result.chunks;
  health_.records_recovered = health_.records_recovered.value_or(0) + result.recovered;
  health_.chunks_bad += result.chunks_bad;
  health_.chunks_unused += marks.empty_chunks + (result.unit.chunks - std::min(result.unit.chunks, result.chunks));
  signs_.add(result);
  std::vector<Stream*> streams;
  for (const LogStream& stream : result.streams) {
    streams.push_back(&stream_of(stream));
  }
  for (const Mark& mark : marks.records) {
    if (mark.told != Told::kNothing) told_[static_cast<std::size_t>(mark.told)].add(mark.offset);
    add_record(*streams[mark.stream], mark);
  }
}

HealthJudge::Stream& HealthJudge::stream_of(const LogStream& stream) {
  Stream& known = streams_[Key(stream.channel, stream.forwarded, stream.forwarded ? stream.computer : std::string())];
  known.health.channel = stream.channel;
  known.health.forwarded = stream.forwarded;
  std::vector<std::string>& names = known.health.computers;
  const bool is_new = std::find(names.begin(), names.end(), stream.computer) == names.end();
  if (is_new && !stream.computer.empty() && names.size() < StreamHealth::kMostComputers)
    names.push_back(stream.computer);
  return known;
}

void HealthJudge::add_faults(const std::vector<Fault>& faults) {
  for (const Fault& fault : faults) {
    const bool lost = fault.severity == Severity::kLost;
    ++(lost ? health_.faults_lost : health_.faults_other);
    if (lost) health_.bytes_lost += fault.bytes;
    if (is_checksum(fault.code)) ++health_.bad_checksums;
    if (fault.code == FaultCode::kChunkRecordsChecksum) bad_records_checksum_.add(fault.byte_offset);
    if (fault.severity == Severity::kTamper) add_sign(fault);
    if (health_.faults.size() < FileHealth::kMostFaults) health_.faults.push_back(fault);
  }
}

// One sign of each kind, with its first place and evidence.
void HealthJudge::add_sign(const Fault& fault) {
  const std::string_view code = fault_code_name(fault.code);
  for (TamperSign& known : health_.signs) {
    if (known.code != code) continue;
    ++known.places;
    return;
  }
  health_.signs.push_back({code, fault.byte_offset, 1, evidence_of(fault), std::string(innocent_cause(fault.code))});
}

void HealthJudge::add_record(Stream& stream, const Mark& mark) {
  ++health_.records;
  ++stream.health.records;
  header_ids_.add(mark.header_id, mark.offset);
  stream.ids.add(mark.id, mark.offset);
  last_written_ = mark.written;
  renumbered_ = renumbered_ || mark.id != mark.header_id;
  if (mark.told == Told::kClock) {
    clock_told_ = health_.records;
    settle_steps(true);
  } else if (!pending_.empty()) {
    settle_steps(false);
  }
  if (!mark.has_time) return;
  health_.first_time = std::min(health_.first_time.value_or(mark.filetime), mark.filetime);
  health_.last_time = std::max(health_.last_time.value_or(mark.filetime), mark.filetime);
  // Where the id goes down too, the log has wrapped round: no reversal.
  if (stream.any && mark.id > stream.previous.id && mark.filetime < stream.previous.filetime) {
    const std::uint64_t back = stream.previous.filetime - mark.filetime;
    ++stream.health.time_reversals;
    stream.health.largest_reversal = std::max(stream.health.largest_reversal, back);
    if (back >= kReversalThatCounts && !stream.health.forwarded) note_reversal(stream, mark);
  }
  stream.any = true;
  stream.previous = mark;
}

// Where the service's own time of writing goes back as well, it was the clock of the machine.
void HealthJudge::note_reversal(const Stream& stream, const Mark& mark) {
  const Mark& front = stream.previous;
  const std::uint64_t ticks = front.filetime - mark.filetime;
  const bool clock =
      mark.written != 0 && front.written >= mark.written && front.written - mark.written >= kClockReversal;
  if (!clock) return forged_times_.add(mark.offset, ticks);
  clock_back_.add(mark.offset, ticks);
  if (!told_of_clock(stream.health.channel)) return;
  const bool told = clock_told_ != 0 && health_.records - clock_told_ <= kNearRecords;
  if (!told && pending_.size() < kMostPending) pending_.push_back({health_.records, mark.offset, ticks});
}

// Steps that a record near them tells of are dropped; those that none can any more are kept.
void HealthJudge::settle_steps(bool clock_was_told) {
  std::size_t settled = 0;
  for (const ClockStep& step : pending_) {
    const bool far = health_.records - step.record > kNearRecords;
    if (!far && !clock_was_told) break;
    if (far) untold_steps_.add(step.offset, step.ticks);
    ++settled;
  }
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(settled));
}

FileHealth HealthJudge::finish(const OpenFile& file) {
  health_.source = file.name;
  health_.size = file.size;
  health_.readable = file.source != nullptr && !file.failed;
  if (file.header.major != 0) health_.format = number(file.header.major) + "." + number(file.header.minor);
  health_.header_ok = file.header.ok();
  health_.dirty = file.header.dirty;
  health_.chunks_recorded = file.header.chunk_count;
  if (!header_ids_.empty()) {
    health_.first_record = header_ids_.first();
    health_.last_record = header_ids_.last();
  }
  health_.exported = health_.records > 0 && (last_written_ == 0 || renumbered_);
  for (auto& [key, stream] : streams_) {
    const IdRanges::Gaps gaps = stream.ids.gaps();
    StreamHealth& out = stream.health;
    if (!stream.ids.empty()) {
      out.first_id = stream.ids.first();
      out.last_id = stream.ids.last();
    }
    out.id_gaps = gaps.count;
    out.ids_missing = gaps.ids;
    out.ids_repeated = stream.ids.repeated();
    health_.streams.push_back(out);
  }
  add_signs(file);
  FileHealth done = std::move(health_);
  *this = {};
  return done;
}

void HealthJudge::add_file_sign(FaultCode code, const Places& places, const std::string& evidence, Severity severity) {
  if (places.count == 0) return;
  const std::string more = places.count > 1 ? ", in " + number(places.count) + " places" : "";
  add_faults({sign_fault(code, places.first, 0, evidence + more, severity)});
  if (severity == Severity::kTamper) health_.signs.back().places = places.count;
}

void HealthJudge::add_signs(const OpenFile& file) {
  const bool collected = channel_of_file(file.name) == "forwardedevents";  // in the order of arrival
  const std::uint64_t places = signs_.ids().gaps().count;
  for (const Fault& fault : signs_.finish(file)) {
    add_faults({fault});
    if (fault.code == FaultCode::kIdGap) health_.signs.back().places = places;
  }
  add_time_signs(collected);
  if (file.header.ok() && !file.header.dirty) {
    add_file_sign(FaultCode::kRecordsChecksum, bad_records_checksum_,
                  "a log that was closed holds records that do not match their checksum");
  }
  for (const ToldText& text : kToldTexts) {
    add_file_sign(text.code, told_[static_cast<std::size_t>(text.told)], text.evidence, text.severity);
  }
}

// A clock that was set back is told as a note, unless the log would have told of it. In an export records of a step
// may have been left out.
void HealthJudge::add_time_signs(bool collected) {
  if (collected) return;
  for (const ClockStep& step : pending_) untold_steps_.add(step.offset, step.ticks);
  const auto back = [](const Places& places) { return "by up to " + duration(places.largest); };
  if (health_.exported) {
    if (forged_times_.count > 0) clock_back_.add(forged_times_.first, forged_times_.largest);
    forged_times_ = untold_steps_ = {};
  }
  add_file_sign(FaultCode::kTimeBack, forged_times_,
                "the time of a record lies " + back(forged_times_) +
                    " behind that of the next one, and the times of writing go on");
  add_file_sign(FaultCode::kTimeBack, untold_steps_,
                "the clock went back " + back(untold_steps_) +
                    ", and no record near by tells that it was set or the machine began");
  if (untold_steps_.count == 0) {
    add_file_sign(FaultCode::kTimeBack, clock_back_, "the time goes back " + back(clock_back_), Severity::kNote);
  }
}

}  // namespace ntlmscan::scanning
