// Holds the records of one chunk against what its header says of them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "evtx/record_walk.hpp"
#include "scan/unit.hpp"

namespace ntlmscan::scanning {

class ChunkSigns {
 public:
  /// Before the walk; `out` gets the runs of ids.
  void begin(const evtx::ChunkHeader& header, FileOffset at, UnitResult& out);

  /// Each record in order. True where its id does not follow the one in front, which was left in before().
  [[nodiscard]] bool see(const evtx::Record& record, UnitResult& out) {
    const bool follows = records_ > 0 && record.id - last_.id == 1;
    before_ = last_;
    last_ = record;
    ++records_;
    if (follows) {
      out.ids.back().last = record.id;
      return false;
    }
    return begin_run(record, out);
  }
  [[nodiscard]] const evtx::Record& before() const noexcept { return before_; }

  /// Behind the walk. Contradictions become faults; those of this chunk begin at `faults_before`.
  void end(UnitResult& out, std::size_t faults_before) const;

 private:
  [[nodiscard]] bool begin_run(const evtx::Record& record, UnitResult& out);
  void judge_header(UnitResult& out) const;

  evtx::ChunkHeader header_;
  FileOffset at_{};
  std::size_t runs_before_ = 0;
  std::uint64_t records_ = 0;
  evtx::Record last_;
  evtx::Record before_;
};

}  // namespace ntlmscan::scanning
