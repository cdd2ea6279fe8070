// Fuzz target: one chunk, every record of it read by plan, by the general walker, and rendered.
#include <cstdint>
#include <string>

#include "binxml/json_render.hpp"
#include "binxml/xml_render.hpp"
#include "bytes/utf16.hpp"
#include "columns/event_rows.hpp"
#include "evtx/layout.hpp"
#include "evtx/record_walk.hpp"
#include "fuzz/require.hpp"
#include "plan/record_reader.hpp"
#include "support/block_text.hpp"
#include "support/tape_check.hpp"

namespace ntlmscan::fuzz {
namespace {

using plan::Verdict;

// One way of reading a record, with the row that came of it.
class Reading {
 public:
  Reading(const plan::Selection& selection, bool walker_only) : reader_(selection, walker_only), rows_(7, 0) {}

  void begin_chunk(Bytes chunk) { reader_.begin_chunk(chunk); }
  void read(const evtx::Record& record) {
    verdict_ =
        reader_.read(raw(record.at) + evtx::kRecordHeaderSize, raw(record.at) + record.size - evtx::kRecordTrailerSize);
    row_.clear();
    if (verdict_ != Verdict::kKept && verdict_ != Verdict::kPartial) return;
    rows_.begin(block_, "s", "live");
    const columns::Place place{.byte_offset = raw(record.at), .header_id = record.id, .written = record.written};
    rows_.add(place, reader_.extraction(), verdict_ == Verdict::kKept);
    rows_.flush();
    row_ = text_.rows(block_).at(0);
    require(valid_utf8(row_) == row_, "every cell is UTF-8");
  }
  [[nodiscard]] bool same(const Reading& other) const { return verdict_ == other.verdict_ && row_ == other.row_; }
  [[nodiscard]] const plan::RecordReader& reader() const { return reader_; }

 private:
  plan::RecordReader reader_;
  columns::EventRows rows_;
  columns::Block block_{Table::kEvents};
  support::BlockText text_{Table::kEvents};
  Verdict verdict_ = Verdict::kDamaged;
  std::string row_;
};

class Target {
 public:
  Target() : planned_(selection_, false), again_(selection_, false), walked_(selection_, true) {}

  void run(Bytes chunk) {
    std::vector<Fault> faults;
    const evtx::ChunkHeader header = evtx::read_chunk_header(chunk);
    if (!header.magic) return;
    evtx::judge_chunk_header(header, FileOffset{}, faults);
    for (Reading* reading : {&planned_, &again_, &walked_}) reading->begin_chunk(chunk);
    document_.begin_chunk(chunk);
    evtx::RecordWalk walk(chunk, header, FileOffset{}, true, faults);
    std::size_t before = evtx::kChunkHeaderSize;
    while (const auto record = walk.next()) {
      require(raw(record->at) >= before && chunk.fits(raw(record->at), record->size), "records do not overlap");
      before = raw(record->at) + record->size;
      compare(*record);
      render(*record, chunk);
    }
    for (const Fault& fault : faults)
      require(fault.byte_offset + fault.bytes <= chunk.size() || fault.bytes <= 65536, "a fault lies inside");
  }

 private:
  void compare(const evtx::Record& record) {
    planned_.read(record);
    walked_.read(record);
    const binxml::Expansion& read = walked_.reader().expansion();
    // Of a damaged record the plan reads what it needs and does not see the rest.
    const bool whole = read.error == binxml::ParseError::kNone && !read.array_damaged;
    require(!whole || planned_.same(walked_), "plan and walker give the same row");
    again_.read(record);
    require(again_.same(planned_), "reading again gives the same row");
  }

  void render(const evtx::Record& record, Bytes chunk) {
    plan::SystemValues system;
    bool forwarded = false;
    static_cast<void>(document_.read_system(raw(record.at) + evtx::kRecordHeaderSize,
                                            raw(record.at) + record.size - evtx::kRecordTrailerSize, system,
                                            forwarded));
    require(support::wrong_with(document_.document(), chunk).empty(), "the document is well-formed");
    if (document_.expansion().error != binxml::ParseError::kNone || document_.document().empty()) return;
    text_.clear();
    json_.append_members(document_.document(), text_);
    require(valid_utf8(text_) == text_, "JSON is UTF-8");
    text_.clear();
    xml_.append(document_.document(), text_);
    require(valid_utf8(text_) == text_, "XML is UTF-8");
  }

  plan::Selection selection_;
  Reading planned_;
  Reading again_;  // with the plans of all inputs before
  Reading walked_;
  plan::DocumentReader document_;
  binxml::JsonRenderer json_;
  binxml::XmlRenderer xml_;
  std::string text_;
};

}  // namespace
}  // namespace ntlmscan::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static auto* const target = new ntlmscan::fuzz::Target();  // its caches live on, as a worker's do
  target->run(ntlmscan::Bytes(data, size).first(65536));
  return 0;
}
