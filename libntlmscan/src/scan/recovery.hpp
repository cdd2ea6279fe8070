// What a reader of chunks does beside the live records where recovery was asked for; one per thread.
#pragma once

#include <memory>
#include <vector>

#include "ntlmscan/scan.hpp"
#include "recover/chunk_search.hpp"
#include "scan/chunk_reader.hpp"

namespace ntlmscan::scanning {

class Recovery {
 public:
  explicit Recovery(recover::Lender* lender) : search_(lender) {}

  /// Hands the live and the old records of a chunk to `visitor`, by offset. Live ones are what they are without it.
  /// `header_faults`: how many of the last faults are those of the chunk's header.
  void chunk(Bytes chunk, const evtx::ChunkHeader& header, FileOffset at, std::size_t header_faults,
             RecordVisitor& visitor, UnitResult& out);

 private:
  void deliver(RecordVisitor& visitor, UnitResult& out);
  void deliver_live(std::size_t count, RecordVisitor& visitor, UnitResult& out);
  void deliver_old(std::size_t count, RecordVisitor& visitor, UnitResult& out);

  recover::ChunkSearch search_;
  ChunkSigns signs_;
  std::vector<evtx::Record> live_;
  std::vector<Fault> old_faults_;
  Bytes chunk_;
  FileOffset at_{};
  std::size_t next_live_ = 0;
  std::size_t next_old_ = 0;
};

/// One for a worker; nullptr where recovery was not asked for.
[[nodiscard]] std::unique_ptr<Recovery> recovery_of(const ScanOptions& options);

}  // namespace ntlmscan::scanning
