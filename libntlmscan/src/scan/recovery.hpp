// What a reader of chunks does beside the live records where recovery was asked for; one per thread.
#pragma once

#include <memory>
#include <vector>

#include "bytes/read_buffer.hpp"
#include "ntlmscan/scan.hpp"
#include "recover/chunk_search.hpp"
#include "recover/loose_search.hpp"
#include "scan/chunk_reader.hpp"
#include "scan/lending.hpp"

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
  explicit Recovery(std::shared_ptr<const Templates> templates) : lending_(std::move(templates)) {}

  /// Before the first chunk of a file, and whenever chunks of another one were in between.
  void turn_to(const std::shared_ptr<OpenFile>& file);

  /// Hands the live and the old records of a chunk to `visitor`, by offset. Live ones are what they are without it.
  void chunk(const HeadedChunk& chunk, ChunkSigns& signs, RecordVisitor& visitor, UnitResult& out);
  /// The same for a block of the file without a chunk header, [at, at + size), or the bytes between two chunks.
  void block(std::uint64_t at, std::size_t size, RecordVisitor& visitor, UnitResult& out);
  /// Of a file whose chunks were found by their magic: the bytes behind chunk `k` up to the next one; `before_first`
  /// those in front of the first.
  void gap_behind(std::uint64_t k, bool before_first, RecordVisitor& visitor, UnitResult& out);

 private:
  struct Window;
  [[nodiscard]] Window window_around(std::uint64_t at, std::size_t size, std::uint64_t least, std::uint64_t most);
  void search_window(const Window& window, RecordVisitor& visitor, UnitResult& out);
  void search_gap(std::uint64_t from, std::uint64_t to, RecordVisitor& visitor, UnitResult& out);
  [[nodiscard]] bool headed(std::uint64_t at) const;
  [[nodiscard]] bool rescue(const evtx::Record& record, std::size_t faults_before, const HeadedChunk& chunk,
                            RecordVisitor& visitor, UnitResult& out);
  void deliver_all(const recover::Rebuilder& found, RecordVisitor& visitor, UnitResult& out);
  void deliver(const HeadedChunk& chunk, ChunkSigns& signs, RecordVisitor& visitor, UnitResult& out);
  void deliver_old(std::uint64_t up_to, Bytes chunk, RecordVisitor& visitor, UnitResult& out);

  std::shared_ptr<OpenFile> file_;
  Lending lending_;
  recover::ChunkSearch search_{&lending_};
  recover::LooseSearch loose_{search_.rebuilder()};
  recover::Rebuilder rescuer_{&lending_};
  ReadBuffer window_;
  std::vector<evtx::Record> live_;
  std::vector<Fault> old_faults_;
  std::size_t next_old_ = 0;
};

/// One for a worker; nullptr where recovery was not asked for.
[[nodiscard]] std::unique_ptr<Recovery> recovery_of(const ScanOptions& options,
                                                    const std::shared_ptr<const Templates>& templates);

}  // namespace ntlmscan::scanning
