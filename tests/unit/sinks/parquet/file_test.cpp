// Whole files: the same bytes whatever the number of threads.
#include "sinks/parquet/file.hpp"

#include <gtest/gtest.h>

#include "unit/sinks/sample_batch.hpp"

namespace ntlmscan::sinks::parquet {
namespace {

/// Texts that repeat and texts that do not, numbers of all kinds, nulls here and there.
Batch mixed_batch(std::size_t rows) {
  Batch batch(Table::kEvents);
  batch.rows = rows;
  const auto definitions = table_columns(batch.table);
  for (std::size_t c = 0; c < definitions.size(); ++c) {
    ColumnData& column = batch.columns[c];
    const std::size_t entries = c % 5 == 0 ? rows : c + 1;
    for (std::size_t i = 0; is_coded(definitions[c].type) && i < entries; ++i)
      column.text.push_back("text " + std::to_string(i * c));
    for (std::size_t row = 0; c % 9 != 4 && row < rows; ++row) {
      const bool null = c % 3 == 1 && row % (c + 2) == 0;
      const std::size_t value = row * (c + 3) % entries;
      if (is_coded(definitions[c].type)) {
        column.codes.push_back(null ? -1 : static_cast<std::int32_t>(value));
      } else {
        column.valid.push_back(null ? 0 : 1);
        column.numbers.push_back(
            static_cast<std::int64_t>(definitions[c].type == ColumnType::kBool ? row / 3 % 2 : value));
      }
    }
  }
  return batch;
}

std::string file_of(const std::vector<const Batch*>& batches, unsigned threads) {
  ParquetEncoder encoder(Table::kEvents, threads);
  return encoded(encoder, batches);
}

TEST(ParquetFile, HasTheSameBytesForAnyNumberOfThreads) {
  const Batch large = mixed_batch(20'000);
  const Batch small = mixed_batch(50);
  const std::vector<const Batch*> batches = {&large, &small, &large};
  const std::string one = file_of(batches, 1);
  ASSERT_GT(one.size(), 100'000U);
  EXPECT_EQ(one.substr(0, 4), "PAR1");
  for (const unsigned threads : {0U, 2U, 3U, 100U}) EXPECT_TRUE(file_of(batches, threads) == one) << threads;
}

}  // namespace
}  // namespace ntlmscan::sinks::parquet
