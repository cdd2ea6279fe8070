// From notes to the health of a file, with signs of tampering.
#include "scan/inspect_judge.hpp"

#include <algorithm>

#include "scan/coverage.hpp"

namespace ntlmscan::scanning {
namespace {

constexpr std::uint64_t kTicksPerSecond = 10'000'000;
// Records of one moment are often written out of order; a clock that is set back jumps further.
constexpr std::uint64_t kReversalThatCounts = 60 * kTicksPerSecond;

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

struct LogEventText {
  std::uint16_t id;
  std::string_view code;
  std::string_view evidence;
  std::string_view innocent;
};
constexpr LogEventText kLogEventTexts[] = {
    {104, "log_cleared", "a log was cleared (104)", "an administrator may empty a log for good reasons"},
    {1102, "log_cleared", "the Security log was cleared (1102)", "an administrator may empty a log for good reasons"},
    {1104, "log_full", "the Security log was full (1104)", "a log that is neither archived nor overwritten fills up"},
};

}  // namespace

void HealthJudge::add(const UnitResult& result, const Marks& marks) {
  if (result.unit.first_of_file) add_faults(result.unit.file->faults);
  add_faults(result.faults);
  health_.chunks += result.chunks;
  health_.chunks_bad += result.chunks_bad;
  health_.chunks_unused += marks.empty_chunks + (result.unit.chunks - std::min(result.unit.chunks, result.chunks));
  odd_chunks_.insert(odd_chunks_.end(), marks.odd_chunks.begin(), marks.odd_chunks.end());
  std::vector<Stream*> streams;
  for (const LogStream& stream : result.streams) {
    streams.push_back(&stream_of(stream));
  }
  for (const Mark& mark : marks.records) {
    add_record(*streams[mark.stream], mark);
    if (mark.log_event != 0) log_events_[mark.log_event].add(mark.offset);
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
    if (fault.code == FaultCode::kHiddenBytes) {
      hidden_.add(fault.byte_offset);
      hidden_total_ += fault.bytes;
    }
    if (health_.faults.size() < FileHealth::kMostFaults) health_.faults.push_back(fault);
  }
}

void HealthJudge::add_record(Stream& stream, const Mark& mark) {
  ++health_.records;
  ++stream.health.records;
  header_ids_.add(mark.header_id, mark.offset);
  stream.ids.add(mark.id, mark.offset);
  last_written_ = mark.written;
  renumbered_ = renumbered_ || mark.id != mark.header_id;
  if (!mark.has_time) return;
  health_.first_time = std::min(health_.first_time.value_or(mark.filetime), mark.filetime);
  health_.last_time = std::max(health_.last_time.value_or(mark.filetime), mark.filetime);
  // Where the id goes down too, the log has wrapped round: no reversal.
  if (stream.any && mark.id > stream.previous_id && mark.filetime < stream.previous_time) {
    ++stream.health.time_reversals;
    const std::uint64_t back = stream.previous_time - mark.filetime;
    if (back > stream.health.largest_reversal) stream.reversal_at = mark.offset;
    stream.health.largest_reversal = std::max(stream.health.largest_reversal, back);
  }
  stream.any = true;
  stream.previous_id = mark.id;
  stream.previous_time = mark.filetime;
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

void HealthJudge::sign(std::string_view code, const Places& places, std::string evidence, std::string innocent) {
  if (places.count > 0)
    health_.signs.push_back({code, places.first, places.count, std::move(evidence), std::move(innocent)});
}

void HealthJudge::add_signs(const OpenFile& file) {
  sign("hidden_bytes", hidden_,
       number(hidden_total_) + " bytes lie between the end of a record's content and its size copy",
       "none known: Windows pads with at most 7 bytes; a record can be hidden this way");
  if (channel_of_file(file.name) != "forwardedevents") {  // a collector gets what was sent, in the order of arrival
    for (const auto& [key, stream] : streams_) sign_stream(stream);
  }
  const bool closed = file.header.ok() && !file.header.dirty;
  if (closed) {
    sign("records_checksum", bad_records_checksum_,
         "a log that was closed holds records that do not match their checksum", "a fault of the disk or of the copy");
  }
  if (closed && health_.chunks_recorded != (health_.chunks & 0xFFFF) && health_.chunks > 0) {
    sign("chunk_count", {1, 0, {}},
         "the header names " + number(health_.chunks_recorded) + " chunks, " + number(health_.chunks) + " were found",
         "the file was copied while the service wrote to it, or the copy was cut");
  }
  if (!odd_chunks_.empty()) {
    const OddChunk& odd = odd_chunks_.front();
    sign("chunk_ids", {odd_chunks_.size(), odd.offset, {}},
         "a chunk whose checksums hold names records " + number(odd.recorded_first) + " to " +
             number(odd.recorded_last) + " and has " + number(odd.found_first) + " to " + number(odd.found_last),
         "");
  }
  for (const LogEventText& text : kLogEventTexts) {
    const auto found = log_events_.find(text.id);
    if (found != log_events_.end())
      sign(text.code, found->second, std::string(text.evidence), std::string(text.innocent));
  }
}

void HealthJudge::sign_stream(const Stream& stream) {
  if (stream.health.forwarded) return;
  const IdRanges::Gaps gaps = stream.ids.gaps();
  const std::string whose = stream.health.channel.empty() ? "records without a channel" : stream.health.channel;
  if (gaps.count > 0) {
    std::string innocent = "the service dropped records under load, or the file was put together from several";
    if (health_.faults_lost > 0) innocent = "the bytes that could not be read";
    if (health_.exported) innocent = "an export of chosen records leaves the others out";
    sign("id_gap", {gaps.count, gaps.first.offset, {}},
         whose + ": " + number(gaps.ids) + (gaps.ids == 1 ? " record id is" : " record ids are") +
             " missing, the first behind " + number(gaps.first.before) + " (next is " + number(gaps.first.behind) + ")",
         std::move(innocent));
  }
  if (stream.health.largest_reversal >= kReversalThatCounts) {
    sign("time_back", {stream.health.time_reversals, stream.reversal_at, {}},
         whose + ": the time goes back by up to " + duration(stream.health.largest_reversal),
         "the clock was set or synchronised (4616, Kernel-General 1), a virtual machine went on from a snapshot");
  }
}

}  // namespace ntlmscan::scanning
