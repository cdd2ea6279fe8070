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
  place_ = {raw(in_file(chunk_at_, record.at)), record.size, record.id, nullptr};
  const Written written = write(record, out);
  if (by_program_) ++out.planned;
  if (by_program_ || reader_.expansion().templated) ++out.templated;
  if (written == Written::kDamaged) {
    out.faults.push_back(damaged_record(reader_.expansion(), static_cast<FileOffset>(place_.at), record.size));
    return;
  }
  ++out.records;
  if (written == Written::kYes) ++out.dumped;
  if (written != Written::kNoRoom) return;
  out.faults.push_back({FaultCode::kBinxmlLimit, Severity::kLost, place_.at, record.size,
                        "the records of this chunk expand beyond the bound"});
}

void DumpVisitor::recovered(const recover::Rebuilt& record, UnitResult& out) {
  place_ = {record.byte_offset, record.size, record.record.id, &record.from};
  const Written written = write(record.record, out);
  const bool refused = written == Written::kDamaged || written == Written::kNoRoom;
  if (refused) return out.faults.push_back(recover::beyond_bounds(record));
  ++out.recovered;
  if (written == Written::kYes) ++out.dumped;
}

DumpVisitor::Written DumpVisitor::write(const evtx::Record& record, UnitResult& out) {
  begin_ = raw(record.at) + evtx::kRecordHeaderSize;
  end_ = raw(record.at) + record.size - evtx::kRecordTrailerSize;
  expanded_ = by_program_ = false;
  const bool room = out.text.size() - chunk_text_ <= kMostChunkText;
  if (compiled_ && room && records_.open(begin_, end_)) {
    const Written written = write_by_program(out);
    by_program_ = written != Written::kDamaged;
    if (by_program_) return written;
  }
  const bool has_system = expand();
  if (reader_.expansion().error != binxml::ParseError::kNone || reader_.document().empty()) return Written::kDamaged;
  if (has_system ? !wanted(x_.system) : !selection_.all) return Written::kUnwanted;
  return room ? write_document(out) : Written::kNoRoom;
}

DumpVisitor::Written DumpVisitor::write_document(UnitResult& out) {
  line_.clear();
  if (format_ == DumpFormat::kNdjson) {
    write_head(plan::to_number(x_.system[SystemField::kRecordId]).value_or(place_.id), out.text);
    json_.append_members(reader_.document(), line_);
    line_.push_back('}');
    out.text.append(line_);
  } else {
    xml_.append(reader_.document(), line_);
    out.text.append(line_);
    write_origin(out.text);
  }
  out.text.push_back('\n');
  return Written::kYes;
}

// kDamaged, and nothing done, for a record that has to be expanded. Filtered only when it is written, so that what
// cannot be read is told of unwanted records too.
DumpVisitor::Written DumpVisitor::write_by_program(UnitResult& out) {
  const std::size_t before = out.text.size();
  write_head(plan::to_number(records_.system(SystemField::kRecordId)).value_or(place_.id), out.text);
  if (!records_.append(out.text)) {
    out.text.shrink(before);
    return Written::kDamaged;
  }
  out.text.shrink(out.text.size() - 1);  // the comma behind the last member
  out.text.append("}\n");
  if (wants_everything_ || wanted_by_program()) return Written::kYes;
  out.text.shrink(before);
  return Written::kUnwanted;
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

void DumpVisitor::write_head(std::uint64_t record_id, binxml::TextBuffer& out) const {
  const auto put_number = [&](std::uint64_t number) {
    constexpr std::size_t kDigits = 20;
    char* const to = out.room(kDigits);
    out.advance_to(std::to_chars(to, to + kDigits, number).ptr);
  };
  out.append(head_);
  put_number(place_.at);
  out.append(",\"record_id\":");
  put_number(record_id);
  if (place_.recovered != nullptr) return write_origin(out);
  out.append(",\"origin\":\"live\",");
}

// Members of a line of NDJSON; in XML a comment behind the document. A live record of XML has none.
void DumpVisitor::write_origin(binxml::TextBuffer& out) const {
  if (place_.recovered == nullptr) return;
  const recover::Provenance& from = *place_.recovered;
  const std::string_view origin = recover::kOriginTexts[static_cast<std::size_t>(from.origin)];
  const std::string_view names = plan::kNamesTexts[static_cast<std::size_t>(from.names)];
  const std::string_view inferred = recover::inferred_text(from);
  const bool json = format_ == DumpFormat::kNdjson;
  const auto put = [&](std::string_view name, std::string_view value) {
    out.append(json ? "\"" : " ");
    out.append(name);
    out.append(json ? "\":\"" : "=\"");
    out.append(value);
    out.append(json ? "\"," : "\"");
  };
  out.append(json ? "," : "<!--");
  put("origin", origin);
  put("decoded_by", names);
  if (!inferred.empty()) put("inferred", inferred);
  if (!json) out.append(" -->");
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
