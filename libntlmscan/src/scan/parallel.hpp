// Units of work shared out to threads, their results merged in order, memory bounded.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "ntlmscan/scan.hpp"
#include "scan/unit.hpp"

namespace ntlmscan::scanning {

/// Cuts inputs into units. Called under the driver's lock.
class UnitFeed {
 public:
  using Open = std::shared_ptr<OpenFile> (*)(const SourcePath&, bool recover);

  explicit UnitFeed(const ScanOptions& options, Open open = open_file)
      : sources_(options.inputs, options.buffers), open_(open), recover_(options.recover) {}

  /// The next unit, in order; false at the end. A file without chunks is one empty unit.
  [[nodiscard]] bool next(Unit& unit);

 private:
  [[nodiscard]] bool open_next();

  SourceList sources_;
  Open open_;
  bool recover_;
  std::shared_ptr<OpenFile> file_;
  std::uint64_t next_chunk_ = 0;
  std::uint64_t sequence_ = 0;
};

/// What the driver calls. `work` runs on many threads at once, each with its own index; `merge` on one at a time, in
/// order of sequence. An Error of merge ends the run and is returned.
struct Stages {
  std::function<void(unsigned worker, UnitResult& result)> work;
  std::function<Status(UnitResult& result)> merge;
};

/// Runs all units of `feed` with `threads` threads (at least 1; the caller's is one of them).
[[nodiscard]] Status run_units(UnitFeed& feed, unsigned threads, const Stages& stages);

}  // namespace ntlmscan::scanning
