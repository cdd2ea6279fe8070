// Cells into rows: the first value of a cell wins, what is not set is null.
#include "columns/block_writer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "columns/times.hpp"
#include "evtx_writer/moment.hpp"
#include "support/block_text.hpp"
#include "support/value_view.hpp"

namespace ntlmscan::columns {
namespace {

namespace values = fixtures::values;

// A writer on a block of its own.
struct Rows {
  Block block{Table::kEvents};
  BlockWriter writer{Table::kEvents, 1, 0};
  support::BlockText text{Table::kEvents};

  Rows() { writer.begin(block); }
  Normal set(Column column, const fixtures::Value& value) { return writer.set_value(column, support::view(value)); }
};

TEST(BlockWriter, KeepsTheFirstValueOfACell) {
  Rows rows;
  EXPECT_EQ(rows.set(Column::kUserName, values::text("alice")), Normal::kSame);
  EXPECT_EQ(rows.set(Column::kUserName, values::text("bob")), Normal::kSame);
  rows.writer.set_text(Column::kUserName, "carol");
  rows.writer.set_number(Column::kLogonType, 3);
  rows.writer.set_number(Column::kLogonType, 9);
  rows.writer.set_text(Column::kActivityId, "first");
  rows.writer.set_text(Column::kActivityId, "second");
  EXPECT_EQ(rows.writer.number(Column::kLogonType), std::optional<std::int64_t>(3));
  rows.writer.end_row();
  EXPECT_EQ(rows.text.rows(rows.block).at(0), "activity_id=first\nuser_name=alice\nlogon_type=3\n");
}

TEST(BlockWriter, LeavesNullWhatWasNotSet) {
  Rows rows;
  rows.writer.end_row();
  rows.writer.end_row();
  rows.set(Column::kUserName, values::text("alice"));
  rows.writer.set_number(Column::kLogonType, 3);
  rows.writer.set_text(Column::kActivityId, "id");
  rows.writer.end_row();
  EXPECT_EQ(rows.writer.number(Column::kLogonType), std::nullopt);
  rows.writer.end_row();
  rows.set(Column::kUserName, values::text("alice"));
  rows.writer.end_row();
  const std::vector<std::string> expected = {"", "", "activity_id=id\nuser_name=alice\nlogon_type=3\n", "",
                                             "user_name=alice\n"};
  EXPECT_EQ(rows.text.rows(rows.block), expected);
  EXPECT_EQ(rows.block.columns[static_cast<std::size_t>(Column::kUserName)].fresh.size(), 1U);
}

TEST(BlockWriter, AnswersTheSameForAValueSeenBefore) {
  const std::pair<fixtures::Value, Normal> cases[] = {
      {values::text("alice"), Normal::kSame},  {values::text("\\\\HOST"), Normal::kLossy},
      {values::text("\\\\-"), Normal::kUnfit}, {values::text("-"), Normal::kNull},
      {values::text(""), Normal::kNull},       {values::null(6), Normal::kNull},
      {values::u32(7), Normal::kSame},         {values::text("7"), Normal::kSame},
  };
  Rows rows;
  for (int round = 0; round < 3; ++round) {
    Memo memo;
    for (const auto& [value, normal] : cases) {
      EXPECT_EQ(rows.set(Column::kClientName, value), normal) << round;
      rows.writer.end_row();
      EXPECT_EQ(rows.writer.set_value(Column::kClientName, support::view(value), memo), normal) << round;
      rows.writer.end_row();
      EXPECT_EQ(rows.writer.set_value(Column::kClientName, support::view(value), memo), normal) << round;
      rows.writer.end_row();
    }
    const std::vector<std::string> texts = rows.text.rows(rows.block);
    const char* shown[] = {"alice", "HOST", "", "", "", "", "7", "7"};
    ASSERT_EQ(texts.size(), 3 * std::size(shown));
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const std::string text = shown[i / 3];
      EXPECT_EQ(texts[i], text.empty() ? "" : "client_name=" + text + "\n") << i;
    }
    rows.writer.begin(rows.block);
  }
}

// Bytes of different types and texts with and without NUL are different look-ups; a row group makes the texts one.
TEST(BlockWriter, ShowsTheSameTextForItsRawForms) {
  Rows rows;
  for (const fixtures::Value& value :
       {values::text("alice"), values::text("alice", fixtures::Ending::kNul), values::ansi("alice")}) {
    EXPECT_EQ(rows.set(Column::kUserName, value), Normal::kSame);
    rows.writer.end_row();
  }
  EXPECT_EQ(rows.text.rows(rows.block), std::vector<std::string>(3, "user_name=alice\n"));
}

TEST(BlockWriter, BeginDropsTheRowBegun) {
  Rows rows;
  rows.set(Column::kUserName, values::text("alice"));
  rows.writer.end_row();
  rows.writer.set_number(Column::kLogonType, 3);
  static_cast<void>(rows.text.rows(rows.block));
  rows.writer.begin(rows.block);
  EXPECT_EQ(rows.block.rows, 0U);
  EXPECT_EQ(rows.writer.number(Column::kLogonType), std::nullopt);
  rows.writer.end_row();
  EXPECT_EQ(rows.text.rows(rows.block).at(0), "");
}

// What a memo holds and what was looked up before loses its meaning with the dictionary.
TEST(BlockWriter, BeginsItsDictionariesAnewOnceTheyAreLarge) {
  Rows rows;
  Memo memo;
  const fixtures::Value alice = values::text("alice");
  const auto add = [&](const fixtures::Value& user) {
    EXPECT_EQ(rows.writer.set_value(Column::kUserName, support::view(user), memo), Normal::kSame);
    rows.writer.set_text(Column::kActivityId, "id");
    rows.writer.end_row();
  };
  for (std::uint64_t block = 1; block < 4; ++block) {
    EXPECT_EQ(rows.block.dictionary, block);
    add(alice);
    for (int i = 0; i < 40; ++i)
      add(values::text(std::string(30'000, static_cast<char>('a' + i % 26)) + std::to_string(i)));
    add(alice);
    const std::vector<std::string> texts = rows.text.rows(rows.block);
    EXPECT_EQ(texts.front(), "activity_id=id\nuser_name=alice\n");
    EXPECT_EQ(texts.back(), texts.front());
    EXPECT_EQ(rows.block.columns[static_cast<std::size_t>(Column::kUserName)].fresh.size(), 41U);
    rows.writer.begin(rows.block);
  }
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

TEST(BlockWriter, FillsRunsColumnByColumn) {
  Rows rows;
  rows.writer.set_text(Column::kUserName, "alice");
  rows.writer.end_row();
  rows.writer.begin_rows(300);
  const std::int32_t bob = rows.writer.code_of(static_cast<std::size_t>(Column::kUserName), "bob");
  for (const std::size_t row : {std::size_t{299}, std::size_t{0}}) {
    rows.writer.codes(Column::kUserName)[row] = bob;
    rows.writer.numbers(Column::kLogonType).set(row, 3);
  }
  EXPECT_EQ(rows.writer.number(Column::kLogonType, 299), std::optional<std::int64_t>(3));
  EXPECT_EQ(rows.writer.number(Column::kLogonType, 1), std::nullopt);
  EXPECT_EQ(rows.writer.number(Column::kStatus, 1), std::nullopt);
  rows.writer.end_rows();
  rows.writer.set_number(Column::kLogonType, 9);
  rows.writer.end_row();
  std::vector<std::string> expected(302);
  expected[0] = "user_name=alice\n";
  expected[1] = expected[300] = "user_name=bob\nlogon_type=3\n";
  expected[301] = "logon_type=9\n";
  EXPECT_EQ(rows.text.rows(rows.block), expected);
}

}  // namespace
}  // namespace ntlmscan::columns
