// What dump() does with one live record.
#include "scan/dump_visitor.hpp"

#include <charconv>

#include "binxml/json_text.hpp"
#include "bytes/utf16.hpp"
#include "evtx/layout.hpp"
#include "plan/logon.hpp"
#include "plan/numbers.hpp"
#include "scan/event_visitor.hpp"

namespace ntlmscan::scanning {

using plan::SystemField;

void DumpVisitor::begin_chunk(Bytes chunk, FileOffset at, UnitResult& out) {
  chunk_text_ = out.text.size();
  chunk_at_ = at;
  reader_.begin_chunk(chunk);
  hidden_.begin_chunk(chunk, at);
  records_.begin_chunk(chunk);
  head_.assign("{\"source\":\"");
  binxml::append_json_utf8(head_, out.unit.file->name);
  head_.append("\",\"byte_offset\":");
}

void DumpVisitor::record(Bytes, const evtx::Record& record, UnitResult& out) {
  begin_ = raw(record.at) + evtx::kRecordHeaderSize;
  end_ = raw(record.at) + record.size - evtx::kRecordTrailerSize;
  expanded_ = false;
  const bool room = out.text.size() - chunk_text_ <= kMostChunkText;
  if (compiled_ && room && record_by_program(record, out)) return;
  const FileOffset at = in_file(chunk_at_, record.at);
  const bool has_system = expand();
  const binxml::Expansion& read = reader_.expansion();
  if (read.templated) ++out.templated;
  if (read.error != binxml::ParseError::kNone || reader_.document().empty()) {
    out.faults.push_back(damaged_record(read, at, record.size));
    return;
  }
  ++out.records;
  if (has_system ? !wanted(x_.system) : !selection_.all) return;
  if (!room) {
    out.faults.push_back({FaultCode::kBinxmlLimit, Severity::kLost, raw(at), record.size,
                          "the records of this chunk expand beyond the bound"});
    return;
  }
  line_.clear();
  if (format_ == DumpFormat::kNdjson) {
    write_head(at, plan::to_number(x_.system[SystemField::kRecordId]).value_or(record.id), out.text);
    json_.append_members(reader_.document(), line_);
    line_.push_back('}');
  } else {
    xml_.append(reader_.document(), line_);
  }
  line_.push_back('\n');
  out.text.append(line_);
  ++out.dumped;
}

// False, and nothing done, for a record that has to be expanded. Filtered only when it is written, so that what cannot
// be read is told of unwanted records too.
bool DumpVisitor::record_by_program(const evtx::Record& record, UnitResult& out) {
  if (!records_.open(begin_, end_)) return false;
  const std::size_t before = out.text.size();
  const auto id = plan::to_number(records_.system(SystemField::kRecordId)).value_or(record.id);
  write_head(in_file(chunk_at_, record.at), id, out.text);
  if (!records_.append(out.text)) {
    out.text.shrink(before);
    return false;
  }
  out.text.shrink(out.text.size() - 1);  // the comma behind the last member
  out.text.append("}\n");
  ++out.templated;
  ++out.planned;
  ++out.records;
  if (wants_everything_ || wanted_by_program()) {
    ++out.dumped;
  } else {
    out.text.shrink(before);
  }
  return true;
}

bool DumpVisitor::wanted_by_program() {
  for (std::size_t field = 0; field < plan::kSystemFieldCount; ++field) {
    x_.system.values[field] = records_.system(static_cast<SystemField>(field));
  }
  return wanted(x_.system);
}

bool DumpVisitor::expand() {
  expanded_ = true;
  return reader_.read_system(begin_, end_, x_.system, x_.forwarded);
}

void DumpVisitor::write_head(FileOffset at, std::uint64_t record_id, binxml::TextBuffer& out) const {
  const auto put_number = [&](std::uint64_t number) {
    constexpr std::size_t kDigits = 20;
    char* const to = out.room(kDigits);
    out.advance_to(std::to_chars(to, to + kDigits, number).ptr);
  };
  out.append(head_);
  put_number(raw(at));
  out.append(",\"record_id\":");
  put_number(record_id);
  out.append(",\"origin\":\"live\",");
}

bool DumpVisitor::wanted(const plan::SystemValues& system) {
  if (!selection_.wants_time(plan::to_filetime(system[SystemField::kTimeCreated]))) return false;
  if (selection_.all) return true;
  const auto id = plan::to_number(system[SystemField::kEventId]);
  if (!id || *id > 0xFFFF) return false;
  const auto event_id = static_cast<std::uint16_t>(*id);
  return selection_.ids[event_id] || (selection_.ntlm_group && ntlm_event(system, event_id));
}

bool DumpVisitor::ntlm_event(const plan::SystemValues& system, std::uint16_t id) {
  std::string provider;
  append_utf8(provider, trim_end(system[SystemField::kProvider].bytes));
  const auto version = static_cast<std::uint32_t>(plan::to_number(system[SystemField::kVersion]).value_or(0));
  x_.event = catalogue::find_event(provider, id, version);
  if (x_.event == nullptr) return false;
  if (x_.event->group != catalogue::Group::kByLogon) return x_.event->group == catalogue::Group::kNtlm;
  x_.fields.clear();
  if (!expanded_ && !expand()) return false;
  reader_.read_payload(*x_.event, x_.fields);
  return plan::logon_of(x_) == plan::Logon::kNtlm;
}

}  // namespace ntlmscan::scanning
