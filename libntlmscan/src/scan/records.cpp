// The walk over one log for RecordWalker, and the decoding of one record.
#include "ntlmscan/records.hpp"

#include "binxml/json_render.hpp"
#include "binxml/xml_render.hpp"
#include "columns/normalise.hpp"
#include "evtx/layout.hpp"
#include "plan/json_records.hpp"
#include "plan/numbers.hpp"
#include "plan/walk.hpp"
#include "scan/event_visitor.hpp"
#include "scan/guarded.hpp"
#include "scan/open_chunk.hpp"

namespace ntlmscan {

using plan::SystemField;

struct RecordChunk {
  scanning::OpenChunk open;
  std::shared_ptr<const scanning::OpenFile> file;
};

struct RecordWalker::State {
  std::shared_ptr<const scanning::OpenFile> file;
  std::shared_ptr<const RecordChunk> chunk;
  std::uint64_t next_chunk = 0;
  std::size_t next_record = 0;
  std::vector<Fault> faults;

  explicit State(std::shared_ptr<const scanning::OpenFile> opened) : file(std::move(opened)), faults(file->faults) {}

  void read_next_chunk() {
    auto read = scanning::read_chunk(*file, next_chunk, faults);
    chunk = nullptr;
    next_record = 0;
    if (read) {
      chunk = std::make_shared<const RecordChunk>(RecordChunk{std::move(read.value()), file});
    } else {
      faults.push_back({read.error().code, Severity::kLost, file->chunk_at(next_chunk), file->chunk_size(next_chunk),
                        read.error().message});
    }
    ++next_chunk;
  }
};

RecordWalker::RecordWalker(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
RecordWalker::~RecordWalker() = default;

Result<std::unique_ptr<RecordWalker>> RecordWalker::open(const std::string& path) {
  return scanning::guarded([&]() -> Result<std::unique_ptr<RecordWalker>> {
    auto file = scanning::open_one(path);
    if (!file) return file.error();
    return std::unique_ptr<RecordWalker>(new RecordWalker(std::make_unique<State>(std::move(file.value()))));
  });
}

Result<std::unique_ptr<RecordWalker>> RecordWalker::open(const NamedBytes& bytes) {
  return scanning::guarded([&]() -> Result<std::unique_ptr<RecordWalker>> {
    auto file = scanning::open_one(bytes);
    if (!file) return file.error();
    return std::unique_ptr<RecordWalker>(new RecordWalker(std::make_unique<State>(std::move(file.value()))));
  });
}

std::optional<LogRecord> RecordWalker::next() {
  std::optional<LogRecord> record;
  for (bool more = true; more && !record;) record = next_within_a_chunk(more);
  return record;
}

std::optional<LogRecord> RecordWalker::next_within_a_chunk(bool& more) {
  State& at = *state_;
  more = true;
  if (at.chunk == nullptr || at.next_record == at.chunk->open.records.size()) {
    more = at.next_chunk < at.file->chunk_count;
    if (more) at.read_next_chunk();
    if (!more || at.chunk == nullptr || at.chunk->open.records.empty()) return std::nullopt;
  }
  const evtx::Record& record = at.chunk->open.records[at.next_record++];
  return LogRecord{at.chunk, raw(in_file(at.chunk->open.at, record.at)), record.size, record.id, record.written};
}

const std::string& RecordWalker::source() const noexcept { return state_->file->name; }
const std::vector<Fault>& RecordWalker::faults() const noexcept { return state_->faults; }

struct RecordDecoder::State {
  std::shared_ptr<const RecordChunk> chunk;
  plan::JsonRecords programs;
  plan::DocumentReader document;
  plan::SystemValues system;
  binxml::JsonRenderer json;
  binxml::XmlRenderer xml;
  std::size_t begin = 0;  // of the Binary XML of the record at hand, in its chunk
  std::size_t end = 0;

  void turn_to(const LogRecord& record) {
    if (record.chunk != chunk) {
      chunk = record.chunk;
      programs.begin_chunk(chunk->open.bytes);
      document.begin_chunk(chunk->open.bytes);
    }
    begin = static_cast<std::size_t>(record.byte_offset - raw(chunk->open.at)) + evtx::kRecordHeaderSize;
    end = begin + record.size - evtx::kRecordHeaderSize - evtx::kRecordTrailerSize;
  }

  [[nodiscard]] bool expand() {
    bool forwarded = false;
    system = {};
    return document.read_system(begin, end, system, forwarded);
  }

  [[nodiscard]] Error damage(const LogRecord& record) const {
    const Fault fault =
        scanning::damaged_record(document.expansion(), static_cast<FileOffset>(record.byte_offset), record.size);
    return scanning::first_lost(*record.chunk->file, fault);
  }

  // The whole document; an Error where it cannot be read to its end.
  [[nodiscard]] Status expand_whole(const LogRecord& record) {
    (void)expand();  // a document without System is a document
    const bool whole = document.expansion().error == binxml::ParseError::kNone && !document.document().empty();
    if (!whole) return damage(record);
    return {};
  }
};

namespace {

std::string text_of(const plan::SystemValues& system, SystemField field) {
  std::string text;
  columns::append_recorded_text(text, system[field]);
  return text;
}

RecordSystem decoded(const plan::SystemValues& system) {
  RecordSystem out;
  out.provider = text_of(system, SystemField::kProvider);
  out.channel = text_of(system, SystemField::kChannel);
  out.computer = text_of(system, SystemField::kComputer);
  out.event_id = plan::to_number(system[SystemField::kEventId]);
  out.version = plan::to_number(system[SystemField::kVersion]);
  out.level = plan::to_number(system[SystemField::kLevel]);
  out.keywords = plan::to_number(system[SystemField::kKeywords]);
  out.record_id = plan::to_number(system[SystemField::kRecordId]);
  out.time = plan::to_filetime(system[SystemField::kTimeCreated]);
  return out;
}

}  // namespace

RecordDecoder::RecordDecoder() : state_(std::make_unique<State>()) {}
RecordDecoder::~RecordDecoder() = default;

Result<RecordSystem> RecordDecoder::system(const LogRecord& record) {
  return scanning::guarded([&]() -> Result<RecordSystem> {
    State& at = *state_;
    at.turn_to(record);
    if (at.programs.open(at.begin, at.end)) {
      for (std::size_t field = 0; field < plan::kSystemFieldCount; ++field)
        at.system.values[field] = at.programs.system(static_cast<SystemField>(field));
    } else if (!at.expand()) {
      return at.damage(record);
    }
    return decoded(at.system);
  });
}

Result<std::string> RecordDecoder::json(const LogRecord& record) {
  return scanning::guarded([&]() -> Result<std::string> {
    State& at = *state_;
    at.turn_to(record);
    binxml::TextBuffer text;
    if (at.programs.open(at.begin, at.end) && at.programs.append(text)) {
      const std::string_view members = text.view();
      return "{" + std::string(members.substr(0, members.size() - 1)) + "}";  // without the comma behind the last one
    }
    if (const Status whole = at.expand_whole(record); !whole.ok()) return whole.error();
    std::string out = "{";
    at.json.append_members(at.document.document(), out);
    return out + "}";
  });
}

Result<std::string> RecordDecoder::xml(const LogRecord& record) {
  return scanning::guarded([&]() -> Result<std::string> {
    State& at = *state_;
    at.turn_to(record);
    if (const Status whole = at.expand_whole(record); !whole.ok()) return whole.error();
    std::string out;
    at.xml.append(at.document.document(), out);
    return out;
  });
}

}  // namespace ntlmscan
