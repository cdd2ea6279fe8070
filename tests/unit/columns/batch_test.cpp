// A batch after seal() and clear().
#include "ntlmscan/batch.hpp"

#include <gtest/gtest.h>

namespace ntlmscan {
namespace {

TEST(Batch, HasTheColumnsOfItsTable) {
  for (std::size_t i = 0; i < kTableCount; ++i) {
    const auto table = static_cast<Table>(i);
    EXPECT_EQ(Batch(table).columns.size(), table_columns(table).size());
  }
}

TEST(Batch, SealPadsWhatHasValuesAndNothingElse) {
  Batch batch(Table::kFaults);
  batch.columns[0].text.push_back("a");
  batch.columns[0].codes = {0};
  batch.columns[1].numbers = {7, 8};
  batch.columns[1].valid = {1, 1};
  batch.columns[5].text.push_back("why");
  batch.columns[5].codes = {0};
  batch.rows = 3;
  batch.seal();
  EXPECT_EQ(batch.columns[0].codes, (std::vector<std::int32_t>{0, -1, -1}));
  EXPECT_EQ(batch.columns[0].text.size(), 1U);
  EXPECT_EQ(batch.columns[1].valid, (std::vector<std::uint8_t>{1, 1, 0}));
  EXPECT_EQ(batch.columns[1].numbers.size(), 3U);
  EXPECT_EQ(batch.columns[5].codes, (std::vector<std::int32_t>{0, -1, -1}));
  EXPECT_EQ(batch.columns[5].text.size(), 1U);
  EXPECT_TRUE(batch.columns[2].all_null());
}

TEST(Batch, ClearDropsRowsAndDictionaries) {
  Batch batch(Table::kFaults);
  batch.columns[0].text.push_back("a");
  batch.columns[0].codes = {0};
  batch.rows = 1;
  batch.clear();
  EXPECT_EQ(batch.rows, 0U);
  EXPECT_TRUE(batch.columns[0].all_null());
  EXPECT_EQ(batch.columns[0].text.size(), 0U);
}

TEST(TextPool, HoldsTextsAndNothingWithoutThem) {
  TextPool texts;
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(texts.size(), 0U);
    EXPECT_TRUE(texts.ends().empty());
    for (const char* text : {"", "one", "two"}) texts.push_back(text);
    ASSERT_EQ(texts.size(), 3U);
    EXPECT_EQ(texts[0], "");
    EXPECT_EQ(texts[1], "one");
    EXPECT_EQ(texts[2], "two");
    EXPECT_EQ(texts.ends(), (std::vector<std::uint32_t>{0, 0, 3, 6}));
    texts.clear();
  }
}

}  // namespace
}  // namespace ntlmscan
