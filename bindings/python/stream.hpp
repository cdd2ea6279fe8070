// Batches of one table, made while they are taken: never more than a few in memory.
#pragma once

#include <deque>

#include "background_run.hpp"
#include "interpreter.hpp"
#include "ntlmscan/arrow_export.hpp"

namespace ntlmscan::python {

/// May be read by several threads: each batch goes to one of them.
class BatchStream {
 public:
  BatchStream(Table table, ScanOptions options);
  ~BatchStream();
  BatchStream(const BatchStream&) = delete;
  BatchStream& operator=(const BatchStream&) = delete;

  /// The next batch, waiting at most one turn for it; nothing where the turn ended first, nullptr at the end.
  [[nodiscard]] std::optional<Result<std::shared_ptr<const Batch>>> next_within_a_turn();
  /// Ends the scan; whoever asks for more gets the Error kStopped.
  void close();

  [[nodiscard]] Table table() const noexcept { return table_; }
  /// Of a stream that was read to its end.
  [[nodiscard]] std::optional<Summary> summary();

  const long process = process_id();

 private:
  class Feed;

  Table table_;
  std::unique_ptr<Feed> feed_;
  std::unique_ptr<BackgroundRun> run_;
};

}  // namespace ntlmscan::python
