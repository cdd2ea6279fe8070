// The walk over one log for RecordWalker, and the decoding of one record.
#include "ntlmscan/records.hpp"

#include <algorithm>

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
#include "scan/recovery.hpp"

namespace ntlmscan {

using plan::SystemField;

struct RecordChunk {
  scanning::OpenChunk open;
  std::shared_ptr<const scanning::OpenFile> file;
};

namespace {

using Chunk = std::shared_ptr<const RecordChunk>;

// Takes note of records instead of decoding them. Old ones lie in a copy of the memory they were put together in.
class RecordCollector : public scanning::RecordVisitor {
 public:
  std::vector<LogRecord> records;
  std::shared_ptr<const scanning::OpenFile> file;

  void begin_chunk(Bytes chunk, FileOffset at, scanning::UnitResult&) override {
    at_ = at;
    live_ = copy_of(chunk, at);
  }
  void record(Bytes, const evtx::Record& record, scanning::UnitResult&) override {
    records.push_back({live_,
                       raw(in_file(at_, record.at)),
                       record.size,
                       record.id,
                       record.written,
                       raw(record.at),
                       record.size,
                       "live",
                       {},
                       {}});
  }
  void begin_recovered(Bytes bytes) override { old_ = copy_of(bytes, at_); }
  void recovered(const recover::Rebuilt& record, scanning::UnitResult&) override {
    const evtx::Record& put = record.record;
    records.push_back({old_, record.byte_offset, record.size, put.id, put.written, raw(put.at), put.size,
                       recover::kOriginTexts[static_cast<std::size_t>(record.from.origin)],
                       plan::kNamesTexts[static_cast<std::size_t>(record.from.names)],
                       recover::inferred_text(record.from)});
  }

 private:
  [[nodiscard]] Chunk copy_of(Bytes bytes, FileOffset at) const {
    scanning::OpenChunk open;
    open.buffer.assign(bytes.data(), bytes.data() + bytes.size());
    open.bytes = Bytes(open.buffer);
    open.at = at;
    return std::make_shared<const RecordChunk>(RecordChunk{std::move(open), file});
  }

  FileOffset at_{};
  Chunk live_;
  Chunk old_;
};

}  // namespace

struct RecordWalker::State {
  std::shared_ptr<scanning::OpenFile> file;
  std::uint64_t next_chunk = 0;
  bool at_end = false;
  std::vector<LogRecord> records;  // of the chunk before next_chunk
  std::size_t next_record = 0;
  std::vector<Fault> faults;
  RecordCollector collector;
  std::unique_ptr<scanning::Recovery> recovery;
  std::unique_ptr<scanning::ChunkReader> reader;
  scanning::UnitResult result;

  State(std::shared_ptr<scanning::OpenFile> opened, bool recover) : file(std::move(opened)), faults(file->faults) {
    collector.file = file;
    if (recover) recovery = std::make_unique<scanning::Recovery>(std::make_shared<const scanning::Templates>());
    reader = std::make_unique<scanning::ChunkReader>(collector, recovery.get());
  }

  // False at the end. A log without chunks may hold old records all the same.
  [[nodiscard]] bool read_next_chunk() {
    if (at_end) return false;
    result.clear();
    result.unit = {0,    file, next_chunk, std::min<std::uint64_t>(1, file->chunk_count - next_chunk), next_chunk == 0,
                   false};
    collector.records.clear();
    reader->run(result);
    faults.insert(faults.end(), result.faults.begin(), result.faults.end());
    records = std::move(collector.records);
    next_record = 0;
    ++next_chunk;
    at_end = next_chunk >= file->chunk_count;
    return true;
  }
};

RecordWalker::RecordWalker(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
RecordWalker::~RecordWalker() = default;

Result<std::unique_ptr<RecordWalker>> RecordWalker::open(const std::string& path, bool recover) {
  return scanning::guarded([&]() -> Result<std::unique_ptr<RecordWalker>> {
    auto file = scanning::open_one(path, recover);
    if (!file) return file.error();
    return std::unique_ptr<RecordWalker>(new RecordWalker(std::make_unique<State>(std::move(file.value()), recover)));
  });
}

Result<std::unique_ptr<RecordWalker>> RecordWalker::open(const NamedBytes& bytes, bool recover) {
  return scanning::guarded([&]() -> Result<std::unique_ptr<RecordWalker>> {
    auto file = scanning::open_one(bytes, recover);
    if (!file) return file.error();
    return std::unique_ptr<RecordWalker>(new RecordWalker(std::make_unique<State>(std::move(file.value()), recover)));
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
  if (at.next_record == at.records.size()) {
    more = at.read_next_chunk();
    if (!more || at.records.empty()) return std::nullopt;
  }
  return std::move(at.records[at.next_record++]);
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
    begin = record.chunk_at + evtx::kRecordHeaderSize;
    end = record.chunk_at + record.chunk_size - evtx::kRecordTrailerSize;
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
