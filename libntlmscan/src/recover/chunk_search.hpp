// Old records of one chunk: behind its live ones, between them, and hidden inside them.
#pragma once

#include <span>
#include <vector>

#include "evtx/record_walk.hpp"
#include "recover/neighbours.hpp"
#include "recover/rebuild.hpp"

namespace ntlmscan::recover {

class ChunkSearch {
 public:
  explicit ChunkSearch(Lender* lender) : rebuilder_(lender) {}

  /// Finds and rebuilds the old records of `chunk`, which begins at `base` of its stream and has these live ones, in
  /// order. What is refused is added to `faults`.
  void run(Bytes chunk, std::uint64_t base, std::span<const evtx::Record> live, std::vector<Fault>& faults);
  /// All records of a chunk that lies where no chunk should.
  void run_displaced(Bytes chunk, std::uint64_t base, std::vector<Fault>& faults);

  /// Those found, by offset.
  [[nodiscard]] const Rebuilder& found() const noexcept { return rebuilder_; }
  [[nodiscard]] Rebuilder& rebuilder() noexcept { return rebuilder_; }

 private:
  void search(std::size_t from, std::size_t to, Origin origin);
  void search_range(std::size_t from, std::size_t to, Origin origin);
  void take(CandidateScan& scan, const Candidate& candidate, Origin origin);
  [[nodiscard]] std::size_t content_end(const evtx::Record& record);
  [[nodiscard]] bool has_signature(std::size_t from, std::size_t to) const noexcept;

  struct Range {
    std::size_t from;
    std::size_t to;
  };

  Rebuilder rebuilder_;
  Neighbours neighbours_;
  Bytes chunk_;
  std::uint64_t base_ = 0;
  std::size_t edge_ = 0;  // behind the last live record
  std::vector<Fault>* faults_ = nullptr;
  std::vector<Range> tails_;  // behind the content of old records, still to be searched
  plan::OpenInstance instance_;
  binxml::Stream stream_;
};

}  // namespace ntlmscan::recover
