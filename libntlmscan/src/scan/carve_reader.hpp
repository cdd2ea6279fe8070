// Reads windows of an image and hands the records found in them to a visitor; one per thread.
#pragma once

#include <vector>

#include "bytes/read_buffer.hpp"
#include "recover/carve_search.hpp"
#include "recover/harvest.hpp"
#include "scan/chunk_reader.hpp"

namespace ntlmscan::scanning {

/// Adds the templates of the chunks in a unit's windows.
void harvest_windows(const Unit& unit, recover::Harvester& harvester, ReadBuffer& buffer, recover::TemplateStore& into);

class CarveReader : private recover::CarvedTaker {
 public:
  /// `note_chunks`: UnitResult::found gets the chunks, to be written as logs.
  CarveReader(RecordVisitor& visitor, recover::Lender* lender, bool note_chunks)
      : visitor_(visitor), note_chunks_(note_chunks), search_(lender, *this) {}

  /// Fills `out`, which was cleared and knows its unit.
  void run(UnitResult& out);

 private:
  void take(const recover::Rebuilder& found) override;
  [[nodiscard]] std::size_t read(std::uint64_t at, std::size_t pad, std::size_t size, std::uint64_t from,
                                 std::uint64_t to);
  void carve(Bytes bytes, std::uint64_t base, std::size_t from, std::size_t to);
  void note(Bytes bytes, std::uint64_t base, const recover::ChunkPlace& place);

  RecordVisitor& visitor_;
  bool note_chunks_;
  recover::CarveSearch search_;
  UnitResult* out_ = nullptr;
  ReadBuffer buffer_;
  recover::Signatures signatures_;
  std::vector<recover::ChunkPlace> chunks_;
};

}  // namespace ntlmscan::scanning
