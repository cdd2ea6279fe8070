// One column of a batch as the pages of a Parquet column chunk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ntlmscan/batch.hpp"
#include "ntlmscan/result.hpp"
#include "sinks/parquet/format.hpp"
#include "sinks/parquet/page.hpp"
#include "sinks/parquet/statistics.hpp"

namespace ntlmscan::sinks::parquet {

/// A dictionary beyond either limit is not written; its column goes plain in that row group.
inline constexpr std::size_t kDictionaryEntries = std::size_t{64} * 1024;
inline constexpr std::size_t kDictionaryBytes = std::size_t{1} << 20;
/// A data page ends with the text that brings it to this size.
inline constexpr std::size_t kPageBytes = std::size_t{1} << 20;

struct EncodedColumn {
  std::string bytes;                  ///< the dictionary page if there is one, then the data pages
  std::int64_t dictionary_bytes = 0;  ///< of the dictionary page, 0 without one
  std::int64_t uncompressed_bytes = 0;
  std::int32_t data_pages = 0;
  Codec codec = Codec::kZstd;
  Statistics statistics;

  void clear() noexcept;
};

/// Turns columns into chunks, one after the other. The result depends on the arguments of encode() alone;
/// the object only keeps memory for reuse, so several threads work side by side with one encoder each.
class ColumnEncoder {
 public:
  /// `column` has passed check_batch(); `rows` is not 0.
  [[nodiscard]] Status encode(ColumnType type, const ColumnData& column, std::size_t rows, EncodedColumn& out);

 private:
  [[nodiscard]] Status encode_nulls(std::size_t rows);
  [[nodiscard]] Status encode_numbers(ColumnType type, const ColumnData& column);
  [[nodiscard]] Status encode_coded(const ColumnData& column);
  [[nodiscard]] Status encode_with_dictionary(const TextPool& dictionary, std::span<const std::uint8_t> valid);
  [[nodiscard]] Status encode_plain(const TextPool& texts, std::span<const std::uint8_t> valid);

  void start_levels();
  void end_levels();
  void start_data_page(std::span<const std::uint8_t> valid);
  [[nodiscard]] Status end_data_page(Encoding encoding, std::size_t rows);
  [[nodiscard]] Status add_page(const PageContent& content);

  EncodedColumn* out_ = nullptr;
  PageCompressor compressor_;
  std::string body_;
  std::vector<std::uint32_t> entries_;  ///< text of each row that has one
  std::vector<std::uint8_t> valid_;
  std::vector<std::uint8_t> used_;  ///< dictionary entries that occur, behind one place for null
  std::vector<std::int64_t> numbers_;
};

}  // namespace ntlmscan::sinks::parquet
