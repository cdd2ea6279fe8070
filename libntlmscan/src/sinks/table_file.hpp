// One table on its way into one file.
#pragma once

#include <memory>
#include <string>

#include "ntlmscan/batch.hpp"
#include "ntlmscan/output.hpp"
#include "sinks/output_file.hpp"
#include "sinks/table_encoder.hpp"
#include "sinks/zstd_stream.hpp"

namespace ntlmscan::sinks {

/// Encoder, compression if wanted, file. The order of calls is write (any number), close, commit.
class TableFile {
 public:
  /// Writes the beginning of the file into `file`.
  [[nodiscard]] static Result<TableFile> begin(OutputFile file, Table table, const OutputOptions& options);

  [[nodiscard]] Status write(const Batch& batch);
  /// Completes the file under its temporary name, or the stream.
  [[nodiscard]] Status close();
  [[nodiscard]] Status commit() { return file_->commit(); }
  void withdraw() noexcept { file_->withdraw(); }

 private:
  TableFile(OutputFile file, Table table, const OutputOptions& options);

  std::unique_ptr<OutputFile> file_;
  std::unique_ptr<ZstdStream> zstd_;
  std::unique_ptr<TableEncoder> encoder_;
  ByteWriter* out_;
};

}  // namespace ntlmscan::sinks
