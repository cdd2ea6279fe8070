// Magic, row groups, footer.
#include "sinks/parquet/file.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include "sinks/parquet/format.hpp"

namespace ntlmscan::sinks::parquet {
namespace {

/// Below this, encoding takes less time than starting threads.
constexpr std::size_t kThreadedRows = 4096;

}  // namespace

ParquetEncoder::ParquetEncoder(Table table, unsigned threads)
    : footer_(table), encoders_(std::clamp(threads, 1U, kMostThreads)), chunks_(1) {}

Status ParquetEncoder::begin(ByteWriter& out) {
  position_ = static_cast<std::int64_t>(kMagic.size());
  return out.write(kMagic);
}

Status ParquetEncoder::write(const Batch& batch, ByteWriter& out) {
  if (batch.rows == 0) return {};
  if (encoders_.size() > 1 && batch.rows >= kThreadedRows) return write_by_threads(batch, out);
  const auto definitions = table_columns(batch.table);
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    Status done = encoders_[0].encode(definitions[i].type, batch.columns[i], batch.rows, chunks_[0]);
    if (done.ok()) done = write_chunk(i, chunks_[0], batch.rows, out);
    if (!done) return done;
  }
  footer_.end_row_group(batch.rows);
  return {};
}

Status ParquetEncoder::write_by_threads(const Batch& batch, ByteWriter& out) {
  const auto definitions = table_columns(batch.table);
  chunks_.resize(definitions.size());
  states_.assign(definitions.size(), Status());
  std::atomic<std::size_t> next = 0;
  const auto encode = [&](ColumnEncoder& encoder) {
    for (std::size_t i = next++; i < definitions.size(); i = next++)
      states_[i] = encoder.encode(definitions[i].type, batch.columns[i], batch.rows, chunks_[i]);
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < encoders_.size(); ++i) others.emplace_back(encode, std::ref(encoders_[i]));
    encode(encoders_[0]);
  }
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    if (!states_[i]) return states_[i];
    if (Status done = write_chunk(i, chunks_[i], batch.rows, out); !done) return done;
  }
  footer_.end_row_group(batch.rows);
  return {};
}

Status ParquetEncoder::write_chunk(std::size_t column, const EncodedColumn& chunk, std::size_t rows, ByteWriter& out) {
  if (Status done = out.write(chunk.bytes); !done) return done;
  footer_.add_column(column, chunk, rows, position_);
  position_ += static_cast<std::int64_t>(chunk.bytes.size());
  return {};
}

Status ParquetEncoder::end(ByteWriter& out) {
  std::string tail;
  footer_.append_to(tail);
  return out.write(tail);
}

}  // namespace ntlmscan::sinks::parquet
