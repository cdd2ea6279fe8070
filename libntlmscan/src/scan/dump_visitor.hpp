// Records to text: the visitor behind dump().
#pragma once

#include <string>
#include <vector>

#include "binxml/json_render.hpp"
#include "binxml/xml_render.hpp"
#include "ntlmscan/scan.hpp"
#include "plan/json_records.hpp"
#include "plan/selection.hpp"
#include "plan/walk.hpp"
#include "scan/chunk_reader.hpp"
#include "scan/hidden.hpp"

namespace ntlmscan::scanning {

class DumpVisitor : public RecordVisitor {
 public:
  /// `walker_only` leaves compiled templates out (the text must not change).
  DumpVisitor(const plan::Selection& selection, DumpFormat format, bool walker_only)
      : selection_(selection),
        format_(format),
        compiled_(format == DumpFormat::kNdjson && !walker_only),
        wants_everything_(selection.all && !selection.since_filetime && !selection.until_filetime) {}

  void begin_chunk(Bytes chunk, FileOffset at, UnitResult& out) override;
  void record(Bytes chunk, const evtx::Record& record, UnitResult& out) override;
  void begin_recovered(Bytes bytes) override { turn_to(bytes); }
  void recovered(const recover::Rebuilt& record, UnitResult& out) override;
  void end_recovered(Bytes chunk) override { turn_to(chunk); }
  void ids_missing_behind(const evtx::Record& record, UnitResult& out) override { hidden_.look(record, out.faults); }

 private:
  /// Where the record at hand lay, and what its header says.
  struct Place {
    std::uint64_t at = 0;
    std::uint32_t size = 0;
    std::uint64_t id = 0;
    const recover::Provenance* recovered = nullptr;
  };
  void turn_to(Bytes chunk) noexcept {
    reader_.begin_chunk(chunk);
    records_.begin_chunk(chunk);
  }
  enum class Written : std::uint8_t { kYes, kUnwanted, kDamaged, kNoRoom };

  [[nodiscard]] Written write(const evtx::Record& record, UnitResult& out);
  [[nodiscard]] Written write_document(UnitResult& out);
  [[nodiscard]] Written write_by_program(UnitResult& out);
  [[nodiscard]] bool wanted_by_program();
  [[nodiscard]] bool expand();
  [[nodiscard]] bool wanted(const plan::SystemValues& system);
  [[nodiscard]] bool ntlm_event(const plan::SystemValues& system, std::uint16_t id);
  void write_head(std::uint64_t record_id, binxml::TextBuffer& out) const;
  void write_origin(binxml::TextBuffer& out) const;

  const plan::Selection& selection_;
  DumpFormat format_;
  bool compiled_;
  bool wants_everything_;
  plan::JsonRecords records_;
  plan::DocumentReader reader_;
  binxml::JsonRenderer json_;
  binxml::XmlRenderer xml_;
  plan::Extraction x_;
  std::string head_;  // of each line of the file
  std::string line_;
  std::size_t begin_ = 0;  // of the Binary XML of the record at hand
  std::size_t end_ = 0;
  bool expanded_ = false;    // reader_ holds it
  bool by_program_ = false;  // it was written without being expanded
  HiddenSearch hidden_;
  FileOffset chunk_at_{};
  Place place_;
  std::size_t chunk_text_ = 0;  // where the text of this chunk begins
};

}  // namespace ntlmscan::scanning
