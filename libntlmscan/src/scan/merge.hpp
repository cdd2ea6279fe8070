// Results of units, in order, become the four tables.
#pragma once

#include <cstdint>
#include <functional>

#include "columns/block_writer.hpp"
#include "columns/group_builder.hpp"
#include "ntlmscan/scan.hpp"
#include "scan/coverage.hpp"
#include "scan/file_signs.hpp"

namespace ntlmscan::scanning {

class Merger {
 public:
  Merger(Sink& sink, const ScanOptions& options, std::uint64_t seed);

  [[nodiscard]] Status merge(UnitResult& result);
  /// Writes what is left and finishes the sink.
  [[nodiscard]] Status finish();
  [[nodiscard]] const Summary& summary() const noexcept { return summary_; }

 private:
  /// A table on its way to the sink.
  struct Output {
    columns::Block block;
    columns::BlockWriter writer;
    columns::GroupBuilder group;
    Output(Table table, std::uint64_t seed) : block(table), writer(table, seed, 0), group(table, seed) {
      writer.begin(block);
    }
  };
  /// The file that is being merged.
  struct FileState {
    std::uint64_t records = 0;
    std::uint64_t recovered = 0;
    std::uint64_t rows = 0;
    std::uint64_t chunks = 0;
    std::uint64_t chunks_bad = 0;
    std::uint64_t skipped = 0;
    std::uint64_t faults = 0;
    std::uint64_t lost = 0;
    FileCoverage coverage;
    FileSigns signs;
  };

  [[nodiscard]] Status append(columns::GroupBuilder& group, const columns::Block& rows);
  [[nodiscard]] Status flush(columns::GroupBuilder& group);
  [[nodiscard]] Status move(Output& output);
  [[nodiscard]] Status add_faults(const OpenFile& file, const std::vector<Fault>& faults);
  [[nodiscard]] Status end_file(const OpenFile& file);
  void add_file_row(const OpenFile& file);
  [[nodiscard]] Status report_progress(const UnitResult& result);

  Sink& sink_;
  const ScanOptions& options_;
  columns::GroupBuilder events_;
  Output files_;
  Output coverage_;
  Output faults_;
  FileState file_;
  Summary summary_;
  Progress progress_;
};

}  // namespace ntlmscan::scanning
