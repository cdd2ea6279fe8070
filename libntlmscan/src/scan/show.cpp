// Finds one record by its offset and takes it apart.
#include <algorithm>

#include "binxml/xml_render.hpp"
#include "columns/event_rows.hpp"
#include "columns/group_builder.hpp"
#include "evtx/layout.hpp"
#include "plan/numbers.hpp"
#include "plan/record_reader.hpp"
#include "scan/event_visitor.hpp"
#include "scan/guarded.hpp"
#include "scan/hidden.hpp"
#include "scan/open_chunk.hpp"
#include "scan/show_values.hpp"
#include "sinks/cell_text.hpp"

namespace ntlmscan {
namespace {

using scanning::OpenChunk;
using scanning::OpenFile;

// Faults of the chunk are told by scans and inspections, not here.
Result<OpenChunk> chunk_of(const OpenFile& file, std::uint64_t number) {
  std::vector<Fault> faults;
  return scanning::read_chunk(file, number, faults);
}

// The last chunk that begins at or in front of `offset`; chunk_count if there is none.
std::uint64_t chunk_with(const OpenFile& file, std::uint64_t offset) {
  if (file.chunk_count == 0 || offset < file.chunk_at(0)) return file.chunk_count;
  if (file.regular()) {
    return std::min((offset - evtx::kFileHeaderSize) / evtx::kChunkSize, file.chunk_count - 1);
  }
  const auto behind = std::upper_bound(file.found_chunks.begin(), file.found_chunks.end(), offset);
  return static_cast<std::uint64_t>(behind - file.found_chunks.begin()) - 1;
}

/// Offsets of the live records around a place, looked for chunk by chunk.
struct Nearest {
  std::optional<std::uint64_t> before;
  std::optional<std::uint64_t> behind;

  void see(const OpenChunk& chunk, std::uint64_t offset) {
    for (const evtx::Record& record : chunk.records) {
      const std::uint64_t at = raw(in_file(chunk.at, record.at));
      if (at < offset) before = std::max(before.value_or(at), at);
      if (at > offset) behind = std::min(behind.value_or(at), at);
    }
  }
};

Error no_record(const OpenFile& file, std::uint64_t offset) {
  Nearest nearest;
  const std::uint64_t within = chunk_with(file, offset);
  const std::uint64_t from = within == file.chunk_count ? 0 : within;  // in front of the first chunk
  for (std::uint64_t k = from + 1; k > 0 && !nearest.before; --k) {
    if (const auto chunk = chunk_of(file, k - 1)) nearest.see(chunk.value(), offset);
  }
  for (std::uint64_t k = from; k < file.chunk_count && !nearest.behind; ++k) {
    if (const auto chunk = chunk_of(file, k)) nearest.see(chunk.value(), offset);
  }
  std::string message = file.name + "@" + std::to_string(offset) + ": no live record begins here";
  if (nearest.before) message += "; the one in front begins at " + std::to_string(*nearest.before);
  if (nearest.behind) message += "; the next one begins at " + std::to_string(*nearest.behind);
  return {FaultCode::kBadArgument, std::move(message), file.name, offset};
}

std::string cell_text(const Batch& batch, std::size_t column, const ColumnDef& def) {
  const ColumnData& data = batch.columns[column];
  if (data.all_null()) return {};
  if (is_coded(def.type))
    return data.codes[0] < 0 ? std::string() : std::string(data.text[static_cast<std::size_t>(data.codes[0])]);
  if (data.valid[0] == 0) return {};
  if (def.type == ColumnType::kBool) return data.numbers[0] != 0 ? "true" : "false";
  binxml::TextBuffer text;
  if (def.type == ColumnType::kTime) {
    sinks::append_time(data.numbers[0], text);
  } else {
    sinks::append_number(data.numbers[0], text);
  }
  return std::string(text.view());
}

std::string reason_not_kept(const plan::RecordReader& reader) {
  const auto id = plan::to_number(reader.system(plan::SystemField::kEventId));
  const std::string provider = [&] {
    std::string text;
    columns::append_recorded_text(text, reader.system(plan::SystemField::kProvider));
    return text;
  }();
  return "the catalogue has no event " + (id ? std::to_string(*id) : std::string("without an id")) + " of provider " +
         (provider.empty() ? "(none)" : provider);
}

void add_row(const OpenChunk& chunk, const evtx::Record& record, RecordDetail& out) {
  const plan::Selection everything;
  plan::RecordReader reader(everything, false);
  reader.begin_chunk(chunk.bytes);
  const plan::Verdict verdict =
      reader.read(raw(record.at) + evtx::kRecordHeaderSize, raw(record.at) + record.size - evtx::kRecordTrailerSize);
  out.kept = verdict == plan::Verdict::kKept || verdict == plan::Verdict::kPartial;
  if (verdict == plan::Verdict::kDamaged) out.why_not = "its System part cannot be read";
  if (verdict == plan::Verdict::kRejected) out.why_not = reason_not_kept(reader);
  if (!out.kept) return;
  columns::Block block(Table::kEvents);
  columns::EventRows rows(0, 0);
  rows.begin(block, out.source, "live");
  rows.add({.byte_offset = out.byte_offset, .header_id = record.id, .written = record.written}, reader.extraction(),
           verdict == plan::Verdict::kKept);
  rows.flush();
  columns::GroupBuilder group(Table::kEvents, 0);
  group.take_texts(block);
  group.append(block, 0, block.rows);
  const Batch& batch = group.seal();
  const auto columns = table_columns(Table::kEvents);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::string text = cell_text(batch, i, columns[i]);
    if (!text.empty()) out.row.push_back({columns[i].name, std::move(text)});
  }
}

RecordDetail take_apart(const OpenFile& file, const OpenChunk& chunk, const evtx::Record& record) {
  RecordDetail out;
  out.source = file.name;
  out.byte_offset = raw(in_file(chunk.at, record.at));
  out.chunk_offset = raw(chunk.at);
  out.size = record.size;
  out.id = record.id;
  out.written = record.written;
  const auto whole = std::span(chunk.buffer).subspan(raw(record.at), record.size);  // the walk proved that it fits
  out.bytes.assign(whole.begin(), whole.end());
  binxml::Expander expander;
  binxml::Tape document;
  expander.begin_chunk(chunk.bytes);
  const binxml::Expansion read = expander.expand(raw(record.at) + evtx::kRecordHeaderSize,
                                                 raw(record.at) + record.size - evtx::kRecordTrailerSize, document);
  out.damaged = read.error != binxml::ParseError::kNone;
  if (out.damaged) out.damage = scanning::damaged_record(read, static_cast<FileOffset>(out.byte_offset), record.size);
  out.hidden_bytes = scanning::hidden_bytes(record, read);
  binxml::XmlRenderer().append(document, out.xml);
  scanning::list_values(chunk.bytes, chunk.at, record, out);
  add_row(chunk, record, out);
  return out;
}

Result<RecordDetail> show(const OpenFile& file, std::uint64_t byte_offset) {
  const std::uint64_t number = chunk_with(file, byte_offset);
  if (file.chunk_count == 0) return Error{FaultCode::kBadArgument, file.name + ": has no chunks and so no records"};
  if (number == file.chunk_count) return no_record(file, byte_offset);
  const auto chunk = chunk_of(file, number);
  if (!chunk) return chunk.error();
  const auto& records = chunk.value().records;
  const auto found = std::find_if(records.begin(), records.end(), [&](const evtx::Record& record) {
    return raw(in_file(chunk.value().at, record.at)) == byte_offset;
  });
  if (found == records.end()) return no_record(file, byte_offset);
  return take_apart(file, chunk.value(), *found);
}

}  // namespace

Result<RecordDetail> show_record(const std::string& path, std::uint64_t byte_offset) {
  return scanning::guarded([&]() -> Result<RecordDetail> {
    const auto file = scanning::open_one(path);
    return file ? show(*file.value(), byte_offset) : file.error();
  });
}

Result<RecordDetail> show_record(const NamedBytes& bytes, std::uint64_t byte_offset) {
  return scanning::guarded([&]() -> Result<RecordDetail> {
    const auto file = scanning::open_one(bytes);
    return file ? show(*file.value(), byte_offset) : file.error();
  });
}

}  // namespace ntlmscan
