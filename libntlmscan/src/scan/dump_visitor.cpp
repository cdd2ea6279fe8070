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
  records_.begin_chunk(chunk);
  head_.assign("{\"source\":\"");
  binxml::append_json_utf8(head_, out.unit.file->name);
  head_.append("\",\"byte_offset\":");
}

void DumpVisitor::record(Bytes, const evtx::Record& record, UnitResult& out) {
  const std::size_t begin = raw(record.at) + evtx::kRecordHeaderSize;
  const std::size_t end = raw(record.at) + record.size - evtx::kRecordTrailerSize;
  const FileOffset at = in_file(chunk_at_, record.at);
  if (compiled_ && out.text.size() - chunk_text_ <= kMostChunkText && records_.open(begin, end)) {
    const auto id = plan::to_number(records_.system(SystemField::kRecordId)).value_or(record.id);
    if (write_compiled(at, id, out.text)) {
      ++out.templated;
      ++out.planned;
      ++out.dumped;
      out.seen.emplace_back();
      return;
    }
  }
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
  line_.clear();
  if (format_ == DumpFormat::kNdjson) {
    write_head(at, id, out.text);
    json_.append_members(reader_.document(), line_);
    line_.push_back('}');
  } else {
    xml_.append(reader_.document(), line_);
  }
  line_.push_back('\n');
  out.text.append(line_);
  ++out.dumped;
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

// False, and nothing written, for a record that has to be expanded.
bool DumpVisitor::write_compiled(FileOffset at, std::uint64_t record_id, binxml::TextBuffer& out) {
  const std::size_t before = out.size();
  write_head(at, record_id, out);
  if (!records_.append(out)) {
    out.shrink(before);
    return false;
  }
  out.shrink(out.size() - 1);  // the comma behind the last member
  out.append("}\n");
  return true;
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
