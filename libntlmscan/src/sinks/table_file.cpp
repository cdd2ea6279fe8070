// Puts encoder, compression and file of a table together.
#include "sinks/table_file.hpp"

#include <utility>

#include "sinks/batch_check.hpp"
#include "sinks/csv.hpp"
#include "sinks/ndjson.hpp"
#include "sinks/parquet/file.hpp"

namespace ntlmscan::sinks {
namespace {

std::unique_ptr<TableEncoder> make_encoder(Table table, const OutputOptions& options) {
  switch (options.format) {
    case Format::kNdjson:
      return ndjson_encoder(table);
    case Format::kCsv:
      return csv_encoder(table, options.spreadsheet_safe);
    default:
      return std::make_unique<parquet::ParquetEncoder>(table, options.threads);
  }
}

}  // namespace

TableFile::TableFile(OutputFile file, Table table, const OutputOptions& options)
    : file_(std::make_unique<OutputFile>(std::move(file))), encoder_(make_encoder(table, options)), out_(file_.get()) {
  if (!options.zstd || options.format == Format::kParquet) return;
  zstd_ = std::make_unique<ZstdStream>(*file_);
  out_ = zstd_.get();
}

Result<TableFile> TableFile::begin(OutputFile file, Table table, const OutputOptions& options) {
  TableFile begun(std::move(file), table, options);
  if (Status status = begun.encoder_->begin(*begun.out_); !status) return status.error();
  return begun;
}

Status TableFile::write(const Batch& batch) {
  Status checked = check_batch(batch);
  return checked.ok() ? encoder_->write(batch, *out_) : checked;
}

Status TableFile::close() {
  Status done = encoder_->end(*out_);
  if (done.ok() && zstd_) done = zstd_->finish();
  return done.ok() ? file_->close() : done;
}

}  // namespace ntlmscan::sinks
