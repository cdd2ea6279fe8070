// The interface a consumer of batches implements.
#pragma once

#include "ntlmscan/batch.hpp"
#include "ntlmscan/result.hpp"

namespace ntlmscan {

/// Receives sealed batches of all four tables, in their final order, from one thread at a time.
class Sink {
 public:
  virtual ~Sink() = default;
  /// An Error ends the scan; FaultCode::kStopped ends it as a success ("enough").
  [[nodiscard]] virtual Status write(const Batch& batch) = 0;
  /// Called in place of write() where the scan has no more use for the batch and little of its memory is unused: who
  /// keeps batches may move it away.
  [[nodiscard]] virtual Status take(Batch&& batch) { return write(batch); }
  /// Called once after the last batch of a scan that ran to its end: neither failed nor stopped. Output that was promised whole
  /// (a file under its final name) appears here and not earlier.
  [[nodiscard]] virtual Status finish() = 0;
};

}  // namespace ntlmscan
