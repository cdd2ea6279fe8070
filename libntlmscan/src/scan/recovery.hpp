// What a reader of chunks does beside the live records where recovery was asked for; one per thread.
#pragma once

#include <memory>
#include <vector>

#include "ntlmscan/scan.hpp"
#include "recover/chunk_search.hpp"
#include "scan/chunk_reader.hpp"

namespace ntlmscan::scanning {

/// A chunk with a header.
struct HeadedChunk {
  Bytes bytes;
  const evtx::ChunkHeader& header;
  FileOffset at;
  std::size_t faults_before;  ///< where its faults begin
};

class Recovery {
 public:
  explicit Recovery(recover::Lender* lender) : search_(lender) {}

  /// Hands the live and the old records of a chunk to `visitor`, by offset. Live ones are what they are without it.
  void chunk(const HeadedChunk& chunk, ChunkSigns& signs, RecordVisitor& visitor, UnitResult& out);

 private:
  void deliver(const HeadedChunk& chunk, ChunkSigns& signs, RecordVisitor& visitor, UnitResult& out);
  void deliver_old(std::uint64_t up_to, Bytes chunk, RecordVisitor& visitor, UnitResult& out);

  recover::ChunkSearch search_;
  std::vector<evtx::Record> live_;
  std::vector<Fault> old_faults_;
  std::size_t next_old_ = 0;
};

/// One for a worker; nullptr where recovery was not asked for.
[[nodiscard]] std::unique_ptr<Recovery> recovery_of(const ScanOptions& options);

}  // namespace ntlmscan::scanning
