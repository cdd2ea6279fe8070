// Pages and statistics of single columns.
#include "sinks/parquet/column_chunk.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "unit/sinks/sample_batch.hpp"

namespace ntlmscan::sinks::parquet {
namespace {

using namespace std::string_literals;

EncodedColumn encode(ColumnType type, const ColumnData& column, std::size_t rows) {
  ColumnEncoder encoder;
  EncodedColumn out;
  EXPECT_TRUE(encoder.encode(type, column, rows, out).ok());
  return out;
}

template <class T>
std::string bytes_of(T value) {
  std::string out(sizeof value, '\0');
  std::memcpy(out.data(), &value, sizeof value);
  return out;
}

TEST(ColumnChunk, WritesAColumnWithoutValuesAsOneRun) {
  const EncodedColumn chunk = encode(ColumnType::kInt64, {}, 65536);
  EXPECT_EQ(chunk.codec, Codec::kUncompressed);
  EXPECT_EQ(chunk.statistics.null_count, 65536);
  EXPECT_FALSE(chunk.statistics.has_bounds);
  EXPECT_EQ(chunk.dictionary_bytes, 0);
  EXPECT_LT(chunk.bytes.size(), 32U);
  EXPECT_EQ(chunk.bytes.substr(chunk.bytes.size() - 8), "\x04\0\0\0\x80\x80\x08\0"s) << "length, run of 65536 zeros";
}

TEST(ColumnChunk, TreatsNullsInEveryRowAsNoValues) {
  const std::string wanted = encode(ColumnType::kText, {}, 3).bytes;
  EXPECT_EQ(encode(ColumnType::kDictText, text_column({kNull, kNull, kNull}), 3).bytes, wanted);
  EXPECT_EQ(encode(ColumnType::kText, text_column({kNull, kNull, kNull}), 3).bytes, wanted);
  EXPECT_EQ(encode(ColumnType::kBool, number_column({kNull, kNull, kNull}), 3).bytes, wanted);
}

TEST(ColumnChunk, BoundsNumbersByTheirValues) {
  const auto lowest = std::numeric_limits<std::int64_t>::min();
  const auto chunk = encode(ColumnType::kInt64, number_column({5, kNull, lowest, 7}), 4);
  EXPECT_EQ(chunk.statistics.null_count, 1);
  EXPECT_EQ(chunk.statistics.lowest, bytes_of(lowest));
  EXPECT_EQ(chunk.statistics.highest, bytes_of(std::int64_t{7}));
  EXPECT_EQ(encode(ColumnType::kInt32, number_column({-3}), 1).statistics.lowest, bytes_of(std::int32_t{-3}));
  EXPECT_EQ(encode(ColumnType::kBool, number_column({1, 0}), 2).statistics.highest, "\x01");
}

TEST(ColumnChunk, BoundsTextsThatOccurByUnsignedBytes) {
  ColumnData column = text_column({"b", "\xC3\xA4", kNull, ""});
  column.text.push_back("\xFF not used");
  const auto chunk = encode(ColumnType::kDictText, column, 4);
  EXPECT_TRUE(chunk.statistics.has_bounds);
  EXPECT_EQ(chunk.statistics.null_count, 1);
  EXPECT_EQ(chunk.statistics.lowest, "");
  EXPECT_EQ(chunk.statistics.highest, "\xC3\xA4");
  EXPECT_EQ(encode(ColumnType::kText, text_column({"m", kNull}), 2).statistics.lowest, "m");
}

TEST(ColumnChunk, GivesNoBoundsBeyondTheirLimit) {
  const std::string longest(kLongestBound, 'z');
  EXPECT_EQ(encode(ColumnType::kText, text_column({"a", longest}), 2).statistics.highest, longest);
  EXPECT_FALSE(encode(ColumnType::kText, text_column({"a", longest + "z"}), 2).statistics.has_bounds);
  EXPECT_FALSE(encode(ColumnType::kText, text_column({"z", std::string(65, 'a')}), 2).statistics.has_bounds);
  EXPECT_TRUE(encode(ColumnType::kText, text_column({"a", std::string(65, 'm'), "z"}), 3).statistics.has_bounds);
}

TEST(ColumnChunk, SplitsLongTextsIntoPages) {
  const auto half = [](char of) { return std::string(kPageBytes / 2, of); };
  const auto chunk =
      encode(ColumnType::kText, text_column({half('a'), half('b'), half('c'), kNull, half('d'), half('e')}), 6);
  EXPECT_EQ(chunk.data_pages, 3);
  EXPECT_GT(chunk.uncompressed_bytes, static_cast<std::int64_t>(5 * kPageBytes / 2));
}

TEST(ColumnChunk, DependsOnNothingButItsArguments) {
  const ColumnData coded = text_column({"x", kNull, "y", "x"});
  const ColumnData numbers = number_column({1, 2, kNull, 4});
  ColumnEncoder used;
  EncodedColumn out;
  ASSERT_TRUE(used.encode(ColumnType::kText, text_column({"long"s, std::string(5000, 'q')}), 2, out).ok());
  ASSERT_TRUE(used.encode(ColumnType::kDictText, coded, 4, out).ok());
  EXPECT_EQ(out.bytes, encode(ColumnType::kDictText, coded, 4).bytes);
  ASSERT_TRUE(used.encode(ColumnType::kTime, numbers, 4, out).ok());
  EXPECT_EQ(out.bytes, encode(ColumnType::kTime, numbers, 4).bytes);
}

ColumnData numbers_by(std::size_t rows, std::int64_t (*rule)(std::int64_t row)) {
  ColumnData column;
  for (std::size_t row = 0; row < rows; ++row) column.numbers.push_back(rule(static_cast<std::int64_t>(row)));
  column.valid.assign(rows, 1);
  return column;
}

TEST(ColumnChunk, ChoosesAnEncodingForNumbers) {
  struct Case {
    ColumnType type;
    std::int64_t (*rule)(std::int64_t row);
    Encoding encoding;
  };
  const Case cases[] = {
      {ColumnType::kInt64, [](std::int64_t row) { return row % 7 << 50; }, Encoding::kRleDictionary},
      {ColumnType::kInt32, [](std::int64_t) { return std::int64_t{4624}; }, Encoding::kRleDictionary},
      {ColumnType::kTime, [](std::int64_t row) { return row * 1000; }, Encoding::kDeltaBinaryPacked},
      {ColumnType::kInt32, [](std::int64_t row) { return row; }, Encoding::kDeltaBinaryPacked},
      {ColumnType::kBool, [](std::int64_t row) { return row % 2; }, Encoding::kPlain},
  };
  for (const Case& c : cases) {
    const auto chunk = encode(c.type, numbers_by(1000, c.rule), 1000);
    EXPECT_EQ(chunk.encoding, c.encoding);
    EXPECT_EQ(chunk.dictionary_bytes > 0, c.encoding == Encoding::kRleDictionary);
    EXPECT_EQ(chunk.statistics.lowest, bytes_of(c.rule(0)).substr(0, number_bytes(c.type)));
  }
}

TEST(ColumnChunk, WritesOneValueInAllRowsAsARun) {
  const auto number = [](std::int64_t) { return std::int64_t{-5}; };
  EXPECT_LT(encode(ColumnType::kInt64, numbers_by(65536, number), 65536).bytes.size(), 100U);
  const std::vector<std::optional<std::string>> same(65536, "same");
  EXPECT_LT(encode(ColumnType::kText, text_column(same), 65536).bytes.size(), 100U);
}

TEST(ColumnChunk, CompressesWhatLosesEnoughByIt) {
  const auto repeating = [](std::int64_t row) { return row * row % 1000 * 1000 + row; };
  const auto random = [](std::int64_t row) {
    const auto bits = static_cast<std::uint64_t>(row);
    return static_cast<std::int64_t>(((bits + 1) * 0x9E37'79B9'7F4A'7C15 >> 7) * bits);
  };
  const auto codec = [](std::size_t rows, std::int64_t (*rule)(std::int64_t)) {
    return encode(ColumnType::kInt64, numbers_by(rows, rule), rows).codec;
  };
  EXPECT_EQ(codec(64000, repeating), Codec::kZstd);
  EXPECT_EQ(codec(64000, random), Codec::kUncompressed) << "by a sample";
  EXPECT_EQ(codec(200, random), Codec::kUncompressed) << "by the whole";
  EXPECT_EQ(codec(10, repeating), Codec::kUncompressed) << "too small to try";
}

TEST(ColumnChunk, BoundsTextsThatOccurLateAndNoOthers) {
  std::vector<std::optional<std::string>> values(9000, "m");
  values.back() = "a";
  ColumnData column = text_column(values);
  column.text.push_back("z");
  const auto chunk = encode(ColumnType::kDictText, column, values.size());
  EXPECT_EQ(chunk.statistics.lowest, "a");
  EXPECT_EQ(chunk.statistics.highest, "m");
}

TEST(ColumnChunk, TakesDictionariesUpToTheirLimits) {
  const auto with_entries = [](std::size_t entries, std::size_t length) {
    ColumnData column;
    for (std::size_t i = 0; i < entries; ++i) {
      std::string text = std::to_string(i);
      text.resize(length, ' ');
      column.text.push_back(text);
    }
    column.codes.assign(10, 0);
    return encode(ColumnType::kDictText, column, 10).dictionary_bytes > 0;
  };
  EXPECT_TRUE(with_entries(kDictionaryEntries, 5));
  EXPECT_FALSE(with_entries(kDictionaryEntries + 1, 5));
  EXPECT_TRUE(with_entries(1024, kDictionaryBytes / 1024 - 4));
  EXPECT_FALSE(with_entries(1024, kDictionaryBytes / 1024 - 3));
}

}  // namespace
}  // namespace ntlmscan::sinks::parquet
