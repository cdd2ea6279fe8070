// Cells into rows: the first value of a cell wins, what is not set is null.
#include "columns/block.hpp"

#include <gtest/gtest.h>

#include <string>

#include "columns/times.hpp"
#include "evtx_writer/moment.hpp"
#include "support/cells.hpp"
#include "support/value_view.hpp"

namespace ntlmscan::columns {
namespace {

namespace values = fixtures::values;

Normal set(Block& block, Column column, const fixtures::Value& value) {
  return block.set_value(column, support::view(value));
}

TEST(Block, KeepsTheFirstValueOfACell) {
  Block block(Table::kEvents, 1);
  EXPECT_FALSE(block.has(Column::kUserName));
  EXPECT_EQ(set(block, Column::kUserName, values::text("alice")), Normal::kSame);
  EXPECT_EQ(set(block, Column::kUserName, values::text("bob")), Normal::kSame);
  block.set_text(Column::kUserName, "carol");
  block.set_number(Column::kLogonType, 3);
  block.set_number(Column::kLogonType, 9);
  block.set_text(Column::kActivityId, "first");
  block.set_text(Column::kActivityId, "second");
  EXPECT_TRUE(block.has(Column::kUserName));
  EXPECT_EQ(block.text(Column::kUserName), "alice");
  EXPECT_EQ(block.number(Column::kLogonType), std::optional<std::int64_t>(3));
  block.end_row();
  EXPECT_EQ(support::row_text(block.batch(), 0), "activity_id=first\nuser_name=alice\nlogon_type=3\n");
}

TEST(Block, PadsWhatWasNotSet) {
  Block block(Table::kEvents, 1);
  block.end_row();
  block.end_row();
  set(block, Column::kUserName, values::text("alice"));
  block.set_number(Column::kLogonType, 3);
  block.set_text(Column::kActivityId, "id");
  block.end_row();
  EXPECT_FALSE(block.has(Column::kUserName));
  EXPECT_FALSE(block.has(Column::kLogonType));
  EXPECT_EQ(block.text(Column::kUserName), "");
  EXPECT_EQ(block.number(Column::kLogonType), std::nullopt);
  block.end_row();
  set(block, Column::kUserName, values::text("alice"));
  block.end_row();
  const std::string expected[] = {"", "", "activity_id=id\nuser_name=alice\nlogon_type=3\n", "", "user_name=alice\n"};
  ASSERT_EQ(block.rows(), 5U);
  for (std::size_t row = 0; row < 5; ++row) EXPECT_EQ(support::row_text(block.batch(), row), expected[row]) << row;
  EXPECT_EQ(block.batch().columns[static_cast<std::size_t>(Column::kUserName)].text.size(), 1U);
}

TEST(Block, AnswersTheSameForAValueSeenBefore) {
  const std::pair<fixtures::Value, Normal> cases[] = {
      {values::text("alice"), Normal::kSame},  {values::text("\\\\HOST"), Normal::kLossy},
      {values::text("\\\\-"), Normal::kUnfit}, {values::text("-"), Normal::kNull},
      {values::text(""), Normal::kNull},       {values::null(6), Normal::kNull},
      {values::u32(7), Normal::kSame},         {values::text("7"), Normal::kSame},
  };
  Block block(Table::kEvents, 1);
  for (int round = 0; round < 3; ++round) {
    for (const auto& [value, normal] : cases) {
      EXPECT_EQ(set(block, Column::kClientName, value), normal) << round;
      EXPECT_EQ(block.has(Column::kClientName), normal == Normal::kSame || normal == Normal::kLossy);
      block.end_row();
    }
    if (round == 1) block.clear();
  }
}

// Bytes of different types and texts with and without NUL are different look-ups; a merge makes the texts one.
TEST(Block, ShowsTheSameTextForItsRawForms) {
  Block block(Table::kEvents, 1);
  for (const fixtures::Value& value :
       {values::text("alice"), values::text("alice", fixtures::Ending::kNul), values::ansi("alice")}) {
    EXPECT_EQ(set(block, Column::kUserName, value), Normal::kSame);
    EXPECT_EQ(block.text(Column::kUserName), "alice");
    block.end_row();
  }
}

TEST(Block, ClearDropsTheRowBegun) {
  Block block(Table::kEvents, 1);
  set(block, Column::kUserName, values::text("alice"));
  block.end_row();
  block.set_number(Column::kLogonType, 3);
  block.clear();
  EXPECT_EQ(block.rows(), 0U);
  EXPECT_FALSE(block.has(Column::kLogonType));
  block.end_row();
  EXPECT_EQ(support::row_text(block.batch(), 0), "");
}

TEST(UnixMicros, RoundDownAndKnowTheirRange) {
  constexpr std::uint64_t k1970 = fixtures::filetime_of(1970, 1, 1);
  const std::pair<std::uint64_t, std::optional<std::int64_t>> cases[] = {
      {k1970, 0},
      {k1970 + 9, 0},
      {k1970 + 10, 1},
      {k1970 - 1, -1},
      {k1970 - 10, -1},
      {k1970 - 11, -2},
      {0, -11'644'473'600'000'000},
      {1, -11'644'473'600'000'000},
      {9, -11'644'473'600'000'000},
      {10, -11'644'473'599'999'999},
      {fixtures::filetime_of(2026, 3, 2), 1'772'409'600'000'000},
      {kTicksTo10000 - 1, 253'402'300'799'999'999},  // 9999-12-31T23:59:59.999999Z
      {kTicksTo10000, std::nullopt},
      {INT64_MAX, std::nullopt},
      {std::uint64_t{1} << 63, std::nullopt},
      {UINT64_MAX, std::nullopt},
  };
  for (const auto& [ticks, micros] : cases) EXPECT_EQ(unix_micros(ticks), micros) << ticks;
}

}  // namespace
}  // namespace ntlmscan::columns
