// One column of a batch as the pages of a Parquet column chunk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ntlmscan/batch.hpp"
#include "ntlmscan/result.hpp"
#include "sinks/parquet/distinct_numbers.hpp"
#include "sinks/parquet/format.hpp"
#include "sinks/parquet/page.hpp"
#include "sinks/parquet/rows.hpp"
#include "sinks/parquet/statistics.hpp"

namespace ntlmscan::sinks::parquet {

/// A dictionary of texts beyond either limit is not written; its column goes plain in that row group.
inline constexpr std::size_t kDictionaryEntries = std::size_t{64} * 1024;
inline constexpr std::size_t kDictionaryBytes = std::size_t{1} << 20;
/// A data page ends with the text that brings it to this size.
inline constexpr std::size_t kPageBytes = std::size_t{1} << 20;

struct EncodedColumn {
  std::string bytes;                  ///< the dictionary page if there is one, then the data pages
  std::int64_t dictionary_bytes = 0;  ///< of the dictionary page, 0 without one
  std::int64_t uncompressed_bytes = 0;
  std::int32_t data_pages = 0;
  Encoding encoding = Encoding::kPlain;  ///< of the values in the data pages
  Codec codec = Codec::kUncompressed;
  Statistics statistics;

  void clear() noexcept;
};

/// Turns columns into chunks, one after the other. The result depends on the arguments of encode() alone;
/// the object only keeps memory for reuse, so several threads work side by side with one encoder each.
///
/// | column                            | encoding                                   |
/// |-----------------------------------|--------------------------------------------|
/// | no value in any row               | levels alone                               |
/// | texts                             | their dictionary, plain if it is too large |
/// | numbers, few distinct ones        | a dictionary in order of first occurrence  |
/// | other numbers                     | differences                                |
/// | bools                             | plain bits                                 |
class ColumnEncoder {
 public:
  /// `column` has passed check_batch(); `rows` is not 0.
  [[nodiscard]] Status encode(ColumnType type, const ColumnData& column, std::size_t rows, EncodedColumn& out);

 private:
  [[nodiscard]] Status encode_nulls();
  [[nodiscard]] Status encode_bools(std::span<const std::int64_t> values);
  [[nodiscard]] Status encode_numbers(ColumnType type, const ColumnData& column);
  [[nodiscard]] Status encode_deltas(ColumnType type, std::span<const std::int64_t> values);
  [[nodiscard]] Status encode_distinct(ColumnType type);
  [[nodiscard]] Status encode_texts(const ColumnData& column);
  [[nodiscard]] Status encode_plain_texts(const ColumnData& column);
  void mark_used(const ColumnData& column);

  /// Tells which rows have a value; what is not told by `flags` has one in every row.
  void set_rows(std::span<const std::uint8_t> flags);
  void start_data_page();
  /// Writes the chunk: a dictionary page first where there are entries in it.
  [[nodiscard]] Status store(Encoding encoding, std::size_t entries, std::size_t saves);
  /// Begins the chunk anew with these pages.
  [[nodiscard]] Status write_pages(std::span<const PageContent> pages, Codec codec);
  [[nodiscard]] Status add_page(const PageContent& content);

  EncodedColumn* out_ = nullptr;
  std::size_t rows_ = 0;
  std::size_t nulls_ = 0;
  PageCompressor compressor_;
  DistinctNumbers distinct_;
  std::string dictionary_;
  std::string body_;
  RowBits bits_;                     ///< of the rows with a value; not set where all have one
  std::vector<std::uint8_t> flags_;  ///< the same, a byte each
  std::vector<std::uint8_t> used_;   ///< dictionary entries that occur, behind one place for null
  std::vector<std::uint8_t> narrow_;
  std::vector<std::uint8_t> closed_narrow_;
  std::vector<std::uint16_t> wide_;
  std::vector<std::uint16_t> closed_wide_;
  std::vector<std::int32_t> closed_codes_;
  std::vector<std::int64_t> closed_numbers_;
};

}  // namespace ntlmscan::sinks::parquet
