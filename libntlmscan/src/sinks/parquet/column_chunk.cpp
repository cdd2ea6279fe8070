// Which pages a column becomes: none with values, bools, numbers, texts with a dictionary, plain texts.
#include "sinks/parquet/column_chunk.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "sinks/parquet/delta.hpp"
#include "sinks/parquet/hybrid.hpp"
#include "sinks/parquet/plain.hpp"

namespace ntlmscan::sinks::parquet {
namespace {

/// Compression has to take an eighth off, of differences a quarter: these are close to random bits in most columns,
/// and cost several times as much as all that was done to them before.
constexpr std::size_t kSaves = 8;
constexpr std::size_t kDeltaSaves = 4;
/// Widest index that goes through bytes.
constexpr unsigned kNarrow = 8;

/// All bits that occur in codes, and those that occur in each.
struct CodeBits {
  std::int32_t any = 0;
  std::int32_t all = -1;

  [[nodiscard]] bool no_value() const noexcept { return all < 0; }
  [[nodiscard]] bool some_null() const noexcept { return any < 0; }
  [[nodiscard]] bool one_value() const noexcept { return any == all; }
};

CodeBits bits_of(std::span<const std::int32_t> codes) noexcept {
  CodeBits bits;
  for (const std::int32_t code : codes) {
    bits.any |= code;
    bits.all &= code;
  }
  return bits;
}

bool fits_dictionary_page(const TextPool& dictionary) noexcept {
  const std::size_t entries = dictionary.size();
  return entries <= kDictionaryEntries && dictionary.bytes().size() + entries * plain_bytes({}) <= kDictionaryBytes;
}

/// Through a span of its own, since stores of bytes could otherwise change where the vector lies.
template <class To, class From>
std::span<const To> narrow(std::span<const From> from, std::vector<To>& memory) {
  const std::span<To> to = places(memory, from.size());
  for (std::size_t i = 0; i < to.size(); ++i) to[i] = static_cast<To>(from[i]);
  return to;
}

std::span<const std::uint8_t> flags_of(std::span<const std::int32_t> codes, std::vector<std::uint8_t>& memory) {
  const std::span<std::uint8_t> to = places(memory, codes.size());
  for (std::size_t row = 0; row < to.size(); ++row) to[row] = codes[row] >= 0 ? 1 : 0;
  return to;
}

/// Codes of the rows with a value, as indices of a type that holds them.
template <class T>
void append_codes(std::span<const std::int32_t> codes, const RowBits* present, unsigned width, std::vector<T>& narrowed,
                  std::vector<T>& closed, std::string& out) {
  std::span<const T> indices = narrow(codes, narrowed);
  if (present != nullptr) indices = close_up(indices, *present, closed);
  append_indices(indices, width, out);
}

}  // namespace

void EncodedColumn::clear() noexcept {
  bytes.clear();
  dictionary_bytes = 0;
  uncompressed_bytes = 0;
  data_pages = 0;
  encoding = Encoding::kPlain;
  codec = Codec::kUncompressed;
  statistics.null_count = 0;
  statistics.has_bounds = false;
}

Status ColumnEncoder::encode(ColumnType type, const ColumnData& column, std::size_t rows, EncodedColumn& out) {
  out_ = &out;
  out.clear();
  rows_ = rows;
  if (column.all_null()) return encode_nulls();
  return is_coded(type) ? encode_texts(column) : encode_numbers(type, column);
}

Status ColumnEncoder::encode_nulls() {
  nulls_ = rows_;
  start_data_page();
  return store(Encoding::kPlain, 0, kSaves);
}

Status ColumnEncoder::encode_numbers(ColumnType type, const ColumnData& column) {
  set_rows(column.valid);
  if (nulls_ == rows_) return encode_nulls();
  std::span<const std::int64_t> values = column.numbers;
  if (nulls_ > 0) values = close_up(values, bits_, closed_numbers_);
  start_data_page();
  if (type == ColumnType::kBool) return encode_bools(values);
  return distinct_.find(values) ? encode_distinct(type) : encode_deltas(type, values);
}

Status ColumnEncoder::encode_bools(std::span<const std::int64_t> values) {
  bound_numbers(values, ColumnType::kBool, out_->statistics);
  append_plain(values, ColumnType::kBool, body_);
  return store(Encoding::kPlain, 0, kSaves);
}

Status ColumnEncoder::encode_deltas(ColumnType type, std::span<const std::int64_t> values) {
  bound_numbers(values, type, out_->statistics);
  append_deltas(values, type, body_);
  return store(Encoding::kDeltaBinaryPacked, 0, kDeltaSaves);
}

Status ColumnEncoder::encode_distinct(ColumnType type) {
  const auto& values = distinct_.values();
  bound_numbers(values, type, out_->statistics);
  dictionary_.clear();
  append_plain(values, type, dictionary_);
  const unsigned width = index_width(values.size());
  body_.push_back(static_cast<char>(width));
  if (values.size() == 1) {
    append_run(0, distinct_.codes().size(), width, body_);
  } else if (width <= kNarrow) {
    append_indices(narrow(distinct_.codes(), narrow_), width, body_);
  } else {
    append_indices(distinct_.codes(), width, body_);
  }
  return store(Encoding::kRleDictionary, values.size(), kSaves);
}

Status ColumnEncoder::encode_texts(const ColumnData& column) {
  const CodeBits bits = bits_of(column.codes);
  if (bits.no_value()) return encode_nulls();
  nulls_ = 0;
  if (bits.some_null()) set_rows(flags_of(column.codes, flags_));
  mark_used(column);
  bound_texts(column.text, std::span(used_).subspan(1), out_->statistics);
  if (!fits_dictionary_page(column.text)) return encode_plain_texts(column);
  start_data_page();
  const unsigned width = index_width(column.text.size());
  body_.push_back(static_cast<char>(width));
  if (bits.one_value()) {
    append_run(static_cast<std::uint32_t>(bits.any), rows_, width, body_);
  } else {
    const RowBits* present = nulls_ > 0 ? &bits_ : nullptr;
    width <= kNarrow ? append_codes(std::span(column.codes), present, width, narrow_, closed_narrow_, body_)
                     : append_codes(std::span(column.codes), present, width, wide_, closed_wide_, body_);
  }
  dictionary_.clear();
  append_plain(column.text, dictionary_);
  return store(Encoding::kRleDictionary, column.text.size(), kSaves);
}

/// Stops as soon as every entry has been seen, which is early where entries are few.
void ColumnEncoder::mark_used(const ColumnData& column) {
  constexpr std::size_t kStride = 2048;
  const std::span<const std::int32_t> codes = column.codes;
  used_.assign(column.text.size() + 1, 0);
  const std::span<std::uint8_t> used(used_);
  std::size_t seen = 1;
  for (std::size_t at = 0; at < codes.size() && seen < used.size(); at += kStride) {
    for (const std::int32_t code : codes.subspan(at, std::min(kStride, codes.size() - at)))
      used[static_cast<std::size_t>(std::int64_t{code} + 1)] = 1;
    while (seen < used.size() && used[seen] != 0) ++seen;
  }
}

/// Always compressed, page by page: a chunk of megabytes is never held twice.
Status ColumnEncoder::encode_plain_texts(const ColumnData& column) {
  out_->statistics.null_count = static_cast<std::int64_t>(nulls_);
  out_->codec = Codec::kZstd;
  const auto flags = flags_of(column.codes, flags_);
  const std::size_t rows = rows_;
  for (std::size_t row = 0; row < rows;) {
    const std::size_t first = row;
    closed_codes_.clear();
    for (std::size_t bytes = 0; row < rows && bytes < kPageBytes; ++row) {
      const std::int32_t code = column.codes[row];
      if (code < 0) continue;
      closed_codes_.push_back(code);
      bytes += plain_bytes(column.text[static_cast<std::size_t>(code)]);
    }
    rows_ = row - first;
    set_rows(flags.subspan(first, rows_));
    start_data_page();
    append_plain(column.text, closed_codes_, body_);
    if (Status added = add_page({PageType::kData, Encoding::kPlain, rows_, body_}); !added) return added;
  }
  return {};
}

void ColumnEncoder::set_rows(std::span<const std::uint8_t> flags) { nulls_ = rows_ - pack_rows(flags, bits_); }

/// Levels stand at the front of a data page, behind their length in four bytes.
void ColumnEncoder::start_data_page() {
  body_.assign(sizeof(std::uint32_t), '\0');
  if (nulls_ == 0 || nulls_ == rows_) {
    append_run(nulls_ == 0 ? 1 : 0, rows_, 1, body_);
  } else {
    append_levels(bits_, rows_, body_);
  }
  const auto length = static_cast<std::uint32_t>(body_.size() - sizeof(std::uint32_t));
  std::memcpy(body_.data(), &length, sizeof length);
}

Status ColumnEncoder::store(Encoding encoding, std::size_t entries, std::size_t saves) {
  const std::array<PageContent, 2> both = {
      {{PageType::kDictionary, Encoding::kPlain, entries, dictionary_}, {PageType::kData, encoding, rows_, body_}}};
  const std::span<const PageContent> pages = std::span(both).subspan(encoding == Encoding::kRleDictionary ? 0 : 1);
  out_->encoding = encoding;
  out_->statistics.null_count = static_cast<std::int64_t>(nulls_);
  const auto codec = codec_to_try(pages, saves, compressor_);
  if (!codec) return codec.error();
  Status written = write_pages(pages, codec.value());
  const auto whole = static_cast<std::size_t>(out_->uncompressed_bytes);
  const bool pays = out_->codec == Codec::kUncompressed || out_->bytes.size() <= whole - whole / saves;
  return written.ok() && !pays ? write_pages(pages, Codec::kUncompressed) : written;
}

Status ColumnEncoder::write_pages(std::span<const PageContent> pages, Codec codec) {
  out_->bytes.clear();
  out_->uncompressed_bytes = out_->dictionary_bytes = out_->data_pages = 0;
  out_->codec = codec;
  for (const PageContent& page : pages) {
    if (Status added = add_page(page); !added) return added;
  }
  return {};
}

Status ColumnEncoder::add_page(const PageContent& content) {
  const auto bytes = append_page(content, out_->codec, compressor_, out_->bytes);
  if (!bytes) return bytes.error();
  out_->uncompressed_bytes += bytes.value();
  if (content.type == PageType::kData) {
    ++out_->data_pages;
  } else {
    out_->dictionary_bytes = static_cast<std::int64_t>(out_->bytes.size());
  }
  return {};
}

}  // namespace ntlmscan::sinks::parquet
