// The interface of a file format: batches of one table in, bytes out.
#pragma once

#include "ntlmscan/batch.hpp"
#include "sinks/byte_writer.hpp"

namespace ntlmscan::sinks {

/// Calls come as begin, write any number of times, end.
class TableEncoder {
 public:
  virtual ~TableEncoder() = default;
  [[nodiscard]] virtual Status begin(ByteWriter& out) = 0;
  /// `batch` is sealed, whole (see batch_check.hpp) and of the encoder's table.
  [[nodiscard]] virtual Status write(const Batch& batch, ByteWriter& out) = 0;
  [[nodiscard]] virtual Status end(ByteWriter& out) = 0;
};

}  // namespace ntlmscan::sinks
