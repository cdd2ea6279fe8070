// Magic, row groups, footer.
#include "sinks/parquet/file.hpp"

#include "sinks/parquet/format.hpp"

namespace ntlmscan::sinks::parquet {

Status ParquetEncoder::begin(ByteWriter& out) {
  position_ = static_cast<std::int64_t>(kMagic.size());
  return out.write(kMagic);
}

Status ParquetEncoder::write(const Batch& batch, ByteWriter& out) {
  if (batch.rows == 0) return {};
  const auto definitions = table_columns(batch.table);
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    Status done = encoder_.encode(definitions[i].type, batch.columns[i], batch.rows, chunk_);
    if (done.ok()) done = out.write(chunk_.bytes);
    if (!done) return done;
    footer_.add_column(i, chunk_, batch.rows, position_);
    position_ += static_cast<std::int64_t>(chunk_.bytes.size());
  }
  footer_.end_row_group(batch.rows);
  return {};
}

Status ParquetEncoder::end(ByteWriter& out) {
  std::string tail;
  footer_.append_to(tail);
  return out.write(tail);
}

}  // namespace ntlmscan::sinks::parquet
