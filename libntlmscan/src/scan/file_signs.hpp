// Holds all records of a file against its header and against the count of their ids.
#pragma once

#include <vector>

#include "scan/inspect_ids.hpp"
#include "scan/unit.hpp"

namespace ntlmscan::scanning {

class FileSigns {
 public:
  /// Adds a unit of the file.
  void add(const UnitResult& result);
  /// The signs of the file, which is over.
  [[nodiscard]] std::vector<Fault> finish(const OpenFile& file);

  [[nodiscard]] const IdRanges& ids() const noexcept { return ids_; }

 private:
  void find_gaps(const OpenFile& file, std::vector<Fault>& out) const;

  IdRanges ids_;
  std::uint64_t chunks_ = 0;
  bool lost_ = false;
};

}  // namespace ntlmscan::scanning
