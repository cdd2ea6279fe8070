// Merging of unit results and the bookkeeping per file.
#include "scan/merge.hpp"

#include <algorithm>
#include <utility>

#include "columns/times.hpp"

namespace ntlmscan::scanning {
namespace {

// Columns of table `files`.
enum : std::size_t {
  kFileSource,
  kFileSize,
  kFileSha256,
  kFileFormat,
  kFileDirty,
  kFileHeaderOk,
  kFileChunks,
  kFileChunksBad,
  kFileRecords,
  kFileRecovered,
  kFileRows,
  kFileSkipped,
  kFileFirstTime,
  kFileLastTime,
  kFileFaults,
  kFileState,
};
// Columns of table `faults`.
enum : std::size_t { kFaultSource, kFaultOffset, kFaultCode, kFaultSeverity, kFaultBytes, kFaultMessage };

void set(columns::BlockWriter& block, std::size_t column, std::uint64_t number) {
  block.set_number(column, static_cast<std::int64_t>(number));
}

}  // namespace

Merger::Merger(Sink& sink, const ScanOptions& options, std::uint64_t seed)
    : sink_(sink),
      options_(options),
      events_(Table::kEvents, seed),
      files_(Table::kFiles, seed),
      coverage_(Table::kCoverage, seed),
      faults_(Table::kFaults, seed) {}

Status Merger::flush(columns::GroupBuilder& group) {
  if (group.rows() == 0) return {};
  Batch& batch = group.seal();
  Status status = group.compact() ? sink_.take(std::move(batch)) : sink_.write(batch);
  group.clear();
  return status;
}

Status Merger::append(columns::GroupBuilder& group, const columns::Block& rows) {
  group.take_texts(rows);
  for (std::size_t from = 0; from < rows.rows;) {
    const std::size_t count = std::min(group.room(), rows.rows - from);
    group.append(rows, from, count);
    from += count;
    if (group.room() > 0) continue;
    if (Status status = flush(group); !status.ok()) return status;
  }
  return {};
}

Status Merger::move(Output& output) {
  Status status = append(output.group, output.block);
  output.writer.begin(output.block);
  return status;
}

Status Merger::merge(UnitResult& result) {
  const OpenFile& file = *result.unit.file;
  if (result.unit.first_of_file) {
    if (Status status = add_faults(file, file.faults); !status.ok()) return status;
  }
  if (Status status = add_faults(file, result.faults); !status.ok()) return status;
  file_.coverage.add(result.streams, result.seen);
  file_.signs.add(result);
  const columns::Block& rows = result.events;
  file_.records += result.records;
  file_.recovered += result.recovered;
  file_.rows += rows.rows;
  file_.chunks += result.chunks;
  file_.chunks_bad += result.chunks_bad;
  summary_.records += result.records;
  summary_.records_recovered += result.recovered;
  summary_.rows += rows.rows;
  summary_.chunks += result.chunks;
  summary_.records_templated += result.templated;
  summary_.records_planned += result.planned;
  if (Status status = append(events_, rows); !status.ok()) return status;
  if (result.unit.last_of_file) {
    if (Status status = end_file(file); !status.ok()) return status;
  }
  return report_progress(result);
}

Status Merger::add_faults(const OpenFile& file, const std::vector<Fault>& faults) {
  for (const Fault& fault : faults) {
    const bool lost = fault.severity == Severity::kLost;
    columns::BlockWriter& block = faults_.writer;
    block.set_text(kFaultSource, file.name);
    set(block, kFaultOffset, fault.byte_offset);
    block.set_text(kFaultCode, fault_code_name(fault.code));
    block.set_text(kFaultSeverity, severity_name(fault.severity));
    set(block, kFaultBytes, fault.bytes);
    block.set_text(kFaultMessage, fault.message);
    block.end_row();
    ++file_.faults;
    if (lost) {
      ++file_.lost;
      file_.skipped += fault.bytes;
    }
    ++(lost ? summary_.faults_lost : summary_.faults_other);
    if (lost && options_.strict) {
      return first_lost(file, fault);
    }
  }
  return move(faults_);
}

Status Merger::end_file(const OpenFile& file) {
  if (Status status = add_faults(file, file_.signs.finish(file)); !status.ok()) return status;
  file_.coverage.write(file.name, coverage_.writer);
  add_file_row(file);
  ++summary_.files;
  summary_.bytes += file.size;
  ++progress_.files_done;
  file_ = {};
  if (Status status = move(coverage_); !status.ok()) return status;
  return move(files_);
}

void Merger::add_file_row(const OpenFile& file) {
  columns::BlockWriter& block = files_.writer;
  const bool failed = file.failed || (!file.image && file_.records + file_.recovered == 0 && file_.lost > 0);
  block.set_text(kFileSource, file.name);
  set(block, kFileSize, file.size);
  if (file.header.major != 0) {
    block.set_text(kFileFormat, std::to_string(file.header.major) + "." + std::to_string(file.header.minor));
  }
  if (file.source != nullptr && !file.image) {
    block.set_number(kFileDirty, file.header.dirty ? 1 : 0);
    block.set_number(kFileHeaderOk, file.header.ok() ? 1 : 0);
  }
  set(block, kFileChunks, file_.chunks);
  set(block, kFileChunksBad, file_.chunks_bad);
  set(block, kFileRecords, file_.records);
  set(block, kFileRecovered, file_.recovered);
  set(block, kFileRows, file_.rows);
  set(block, kFileSkipped, file_.skipped);
  const auto first = file_.coverage.has_time() ? columns::unix_micros(file_.coverage.first_time()) : std::nullopt;
  const auto last = file_.coverage.has_time() ? columns::unix_micros(file_.coverage.last_time()) : std::nullopt;
  if (first) block.set_number(kFileFirstTime, *first);
  if (last) block.set_number(kFileLastTime, *last);
  set(block, kFileFaults, file_.faults);
  block.set_text(kFileState, failed ? "failed" : file_.lost > 0 ? "partial" : "ok");
  block.end_row();
  if (failed)
    ++summary_.files_failed;
  else if (file_.lost > 0)
    ++summary_.files_partial;
}

Status Merger::report_progress(const UnitResult& result) {
  progress_.bytes_done += result.bytes;
  progress_.records = summary_.records;
  progress_.rows = summary_.rows;
  if (!options_.on_progress || options_.on_progress(progress_)) return {};
  return Error{FaultCode::kStopped, "stopped"};
}

Status Merger::finish() {
  for (columns::GroupBuilder* group : {&events_, &files_.group, &coverage_.group, &faults_.group}) {
    if (Status status = flush(*group); !status.ok()) return status;
  }
  return sink_.finish();
}

}  // namespace ntlmscan::scanning
