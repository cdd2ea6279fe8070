// Which pages a column becomes: none with values, numbers, texts with a dictionary, plain texts.
#include "sinks/parquet/column_chunk.hpp"

#include <algorithm>
#include <cstring>

#include "sinks/parquet/hybrid.hpp"
#include "sinks/parquet/plain.hpp"

namespace ntlmscan::sinks::parquet {
namespace {

std::size_t count_valid(std::span<const std::uint8_t> valid) noexcept {
  std::size_t count = 0;
  for (const std::uint8_t one : valid) count += one;
  return count;
}

/// Values of valid rows, closed up. Stores every value and keeps those that count: no branch per row.
void gather(std::span<const std::int64_t> values, std::span<const std::uint8_t> valid, std::vector<std::int64_t>& out) {
  out.resize(values.size() + 1);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    out[kept] = values[i];
    kept += valid[i];
  }
  out.resize(kept);
}

bool fits_dictionary_page(const TextPool& dictionary) noexcept {
  const std::size_t entries = dictionary.size();
  return entries <= kDictionaryEntries && dictionary.bytes().size() + entries * plain_bytes({}) <= kDictionaryBytes;
}

}  // namespace

void EncodedColumn::clear() noexcept {
  bytes.clear();
  dictionary_bytes = 0;
  uncompressed_bytes = 0;
  data_pages = 0;
  codec = Codec::kZstd;
  statistics.null_count = 0;
  statistics.has_bounds = false;
}

Status ColumnEncoder::encode(ColumnType type, const ColumnData& column, std::size_t rows, EncodedColumn& out) {
  out_ = &out;
  out.clear();
  if (column.all_null()) return encode_nulls(rows);
  if (is_coded(type)) return encode_coded(column);
  const std::size_t nulls = rows - count_valid(column.valid);
  if (nulls == rows) return encode_nulls(rows);
  out.statistics.null_count = static_cast<std::int64_t>(nulls);
  return encode_numbers(type, column);
}

/// A page of a dozen bytes, which compression would only lengthen.
Status ColumnEncoder::encode_nulls(std::size_t rows) {
  out_->codec = Codec::kUncompressed;
  out_->statistics.null_count = static_cast<std::int64_t>(rows);
  start_levels();
  append_level_run(false, rows, body_);
  end_levels();
  return end_data_page(Encoding::kPlain, rows);
}

Status ColumnEncoder::encode_numbers(ColumnType type, const ColumnData& column) {
  std::span<const std::int64_t> values = column.numbers;
  if (out_->statistics.null_count > 0) {
    gather(column.numbers, column.valid, numbers_);
    values = numbers_;
  }
  bound_numbers(values, type, out_->statistics);
  start_data_page(column.valid);
  append_plain(values, type, body_);
  return end_data_page(Encoding::kPlain, column.valid.size());
}

Status ColumnEncoder::encode_coded(const ColumnData& column) {
  const std::size_t rows = column.codes.size();
  valid_.resize(rows);
  entries_.resize(rows + 1);
  used_.assign(column.text.size() + 1, 0);
  std::size_t kept = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::int32_t code = column.codes[row];
    valid_[row] = code >= 0 ? 1 : 0;
    used_[static_cast<std::size_t>(std::int64_t{code} + 1)] = 1;
    entries_[kept] = static_cast<std::uint32_t>(code);
    kept += valid_[row];
  }
  entries_.resize(kept);
  if (kept == 0) return encode_nulls(rows);
  out_->statistics.null_count = static_cast<std::int64_t>(rows - kept);
  bound_texts(column.text, std::span(used_).subspan(1), out_->statistics);
  return fits_dictionary_page(column.text) ? encode_with_dictionary(column.text, valid_)
                                           : encode_plain(column.text, valid_);
}

Status ColumnEncoder::encode_with_dictionary(const TextPool& dictionary, std::span<const std::uint8_t> valid) {
  body_.clear();
  append_plain(dictionary, body_);
  Status added = add_page({PageType::kDictionary, Encoding::kPlain, dictionary.size(), body_});
  if (!added) return added;
  out_->dictionary_bytes = static_cast<std::int64_t>(out_->bytes.size());

  const unsigned width = index_width(dictionary.size());
  start_data_page(valid);
  body_.push_back(static_cast<char>(width));
  append_indices(entries_, width, body_);
  return end_data_page(Encoding::kRleDictionary, valid.size());
}

Status ColumnEncoder::encode_plain(const TextPool& texts, std::span<const std::uint8_t> valid) {
  std::span<const std::uint32_t> entries = entries_;
  for (std::size_t row = 0; row < valid.size();) {
    const std::size_t first_row = row;
    std::size_t taken = 0;
    for (std::size_t bytes = 0; row < valid.size() && bytes < kPageBytes; ++row) {
      if (valid[row] != 0) bytes += plain_bytes(texts[entries[taken++]]);
    }
    start_data_page(valid.subspan(first_row, row - first_row));
    append_plain(texts, entries.first(taken), body_);
    entries = entries.subspan(taken);
    if (Status ended = end_data_page(Encoding::kPlain, row - first_row); !ended) return ended;
  }
  return {};
}

/// Levels stand at the front of a data page, behind their length in four bytes.
void ColumnEncoder::start_levels() { body_.assign(sizeof(std::uint32_t), '\0'); }

void ColumnEncoder::end_levels() {
  const auto length = static_cast<std::uint32_t>(body_.size() - sizeof(std::uint32_t));
  std::memcpy(body_.data(), &length, sizeof length);
}

void ColumnEncoder::start_data_page(std::span<const std::uint8_t> valid) {
  start_levels();
  append_levels(valid, body_);
  end_levels();
}

Status ColumnEncoder::end_data_page(Encoding encoding, std::size_t rows) {
  ++out_->data_pages;
  return add_page({PageType::kData, encoding, rows, body_});
}

Status ColumnEncoder::add_page(const PageContent& content) {
  const auto bytes = append_page(content, out_->codec, compressor_, out_->bytes);
  if (!bytes) return bytes.error();
  out_->uncompressed_bytes += bytes.value();
  return {};
}

}  // namespace ntlmscan::sinks::parquet
