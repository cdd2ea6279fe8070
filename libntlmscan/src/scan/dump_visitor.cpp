// What dump() does with one live record.
#include "scan/dump_visitor.hpp"

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
}

void DumpVisitor::record(Bytes, const evtx::Record& record, UnitResult& out) {
  const std::size_t begin = raw(record.at) + evtx::kRecordHeaderSize;
  const std::size_t end = raw(record.at) + record.size - evtx::kRecordTrailerSize;
  const FileOffset at = in_file(chunk_at_, record.at);
  const bool has_system = reader_.read_system(begin, end, x_.system, x_.forwarded);
  const binxml::Expansion& read = reader_.expansion();
  if (read.templated) ++out.templated;
  if (read.error != binxml::ParseError::kNone || reader_.document().empty()) {
    out.faults.push_back(damaged_record(read, at, record.size));
    return;
  }
  out.seen.emplace_back();
  if (has_system ? !wanted(x_.system) : !selection_.all) return;
  if (out.text.size() - chunk_text_ > kMostChunkText) {
    out.faults.push_back({FaultCode::kBinxmlLimit, Severity::kLost, raw(at), record.size,
                          "the records of this chunk expand beyond the bound"});
    return;
  }
  const std::uint64_t id = plan::to_number(x_.system[SystemField::kRecordId]).value_or(record.id);
  if (format_ == DumpFormat::kNdjson) {
    write_json(at, id, out.unit.file->name, out.text);
  } else {
    xml_.append(reader_.document(), out.text);
  }
  out.text.push_back('\n');
  ++out.dumped;
}

void DumpVisitor::write_json(FileOffset at, std::uint64_t record_id, const std::string& source, std::string& out) {
  out.append("{\"source\":\"");
  binxml::append_json_utf8(out, source);
  out.append("\",\"byte_offset\":").append(std::to_string(raw(at)));
  out.append(",\"record_id\":").append(std::to_string(record_id));
  out.append(",\"origin\":\"live\",");
  json_.append_members(reader_.document(), out);
  out.push_back('}');
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
  reader_.read_payload(*x_.event, x_.fields);
  return plan::logon_of(x_) == plan::Logon::kNtlm;
}

}  // namespace ntlmscan::scanning
