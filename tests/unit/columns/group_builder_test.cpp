// Blocks into row groups: rows in order, one dictionary, nulls where nothing was set.
#include "columns/group_builder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "columns/block_writer.hpp"
#include "support/cells.hpp"
#include "support/value_view.hpp"

namespace ntlmscan::columns {
namespace {

namespace values = fixtures::values;

// Blocks of one writer: one row a name; an empty name leaves the row without cells.
class Blocks {
 public:
  explicit Blocks(std::uint32_t number = 0) : writer_(Table::kEvents, 1, number) {}

  [[nodiscard]] Block of(const std::vector<std::string>& names) {
    Block block(Table::kEvents);
    writer_.begin(block);
    for (const std::string& name : names) {
      if (!name.empty()) fill(name);
      writer_.end_row();
    }
    return block;
  }

 private:
  void fill(const std::string& name) {
    static_cast<void>(writer_.set_value(Column::kUserName, support::view(values::text(name))));
    writer_.set_number(Column::kLogonType, static_cast<std::int64_t>(name.size()));
    writer_.set_text(Column::kActivityId, "id-" + name);
    writer_.set_text(Column::kExtra, "{}");
  }

  BlockWriter writer_;
};

void add(GroupBuilder& group, const Block& block) {
  group.take_texts(block);
  group.append(block, 0, block.rows);
}

std::string expected(const std::string& name) {
  if (name.empty()) return "";
  return "activity_id=id-" + name + "\nuser_name=" + name + "\nlogon_type=" + std::to_string(name.size()) +
         "\nextra={}\n";
}

void expect_rows(GroupBuilder& group, const std::vector<std::string>& names) {
  const Batch& batch = group.seal();
  ASSERT_EQ(batch.rows, names.size());
  for (std::size_t row = 0; row < names.size(); ++row)
    EXPECT_EQ(support::row_text(batch, row), expected(names[row])) << row;
  for (const ColumnData& column : batch.columns) {
    EXPECT_EQ(column.codes.size(), column.codes.empty() ? 0 : batch.rows);
    EXPECT_EQ(column.valid.size(), column.valid.empty() ? 0 : batch.rows);
  }
}

const TextPool& users(GroupBuilder& group) {
  return group.seal().columns[static_cast<std::size_t>(Column::kUserName)].text;
}

TEST(GroupBuilder, AppendsRowsAndMergesDictionaries) {
  GroupBuilder group(Table::kEvents, 1);
  Blocks one(0);
  Blocks other(1);
  add(group, one.of({"alice", "", "bob"}));
  add(group, other.of({"", "bob", "carol", "alice", ""}));
  add(group, one.of({"", ""}));
  add(group, one.of({"bob", "dave"}));
  expect_rows(group, {"alice", "", "bob", "", "bob", "carol", "alice", "", "", "", "bob", "dave"});
  ASSERT_EQ(users(group).size(), 4U);
  EXPECT_EQ(users(group)[0], "alice");
  EXPECT_EQ(users(group)[1], "bob");
  EXPECT_EQ(users(group)[2], "carol");
  EXPECT_EQ(group.room(), kBatchRows - 12);
}

TEST(GroupBuilder, TakesPartsOfBlocks) {
  Blocks blocks;
  const Block block = blocks.of({"a", "bb", "", "ccc", "", ""});
  GroupBuilder group(Table::kEvents, 1);
  group.take_texts(block);
  group.append(block, 1, 2);
  group.append(block, 4, 2);  // behind what any column holds
  group.append(block, 3, 1);
  group.append(block, 0, 0);
  expect_rows(group, {"bb", "", "", "", "ccc"});
  ASSERT_EQ(users(group).size(), 2U);  // entries that no row asked for are left out
}

TEST(GroupBuilder, JoinsRawFormsOfOneText) {
  Block block(Table::kEvents);
  BlockWriter writer(Table::kEvents, 1, 0);
  writer.begin(block);
  for (const fixtures::Value& value :
       {values::text("alice"), values::text("alice", fixtures::Ending::kNul), values::ansi("alice")}) {
    static_cast<void>(writer.set_value(Column::kUserName, support::view(value)));
    writer.end_row();
  }
  ASSERT_EQ(block.columns[static_cast<std::size_t>(Column::kUserName)].fresh.size(), 3U);
  GroupBuilder group(Table::kEvents, 1);
  add(group, block);
  EXPECT_EQ(users(group).size(), 1U);
  for (std::size_t row = 0; row < 3; ++row) EXPECT_EQ(support::row_text(group.seal(), row), "user_name=alice\n");
}

TEST(GroupBuilder, FillsUpToTheLastRow) {
  GroupBuilder group(Table::kEvents, 1);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < 3000; ++i) names.push_back(i % 3 == 0 ? "" : "user" + std::to_string(i % 700));
  Blocks blocks;
  const Block block = blocks.of(names);
  group.take_texts(block);
  std::size_t appended = 0;
  while (group.room() > 0) {
    const std::size_t count = std::min(group.room(), block.rows);
    group.append(block, 0, count);
    appended += count;
  }
  EXPECT_EQ(appended, kBatchRows);
  const Batch& batch = group.seal();
  for (std::size_t row = 0; row < kBatchRows; row += 37)
    ASSERT_EQ(support::row_text(batch, row), expected(names[row % 3000])) << row;
}

// Over every step of the memory that columns get, by blocks that end in front of it, at it and behind it; the last name
// is the first value of its row's columns for a second writer.
TEST(GroupBuilder, KeepsRowsAsItGrows) {
  GroupBuilder group(Table::kEvents, 1);
  Blocks one(0);
  Blocks other(1);
  std::vector<std::string> names;
  const auto grow_to = [&](std::size_t rows, bool empty) {
    std::vector<std::string> more;
    for (std::size_t i = names.size(); i < rows; ++i) more.push_back(empty ? "" : "user" + std::to_string(i % 90));
    add(group, one.of(more));
    names.insert(names.end(), more.begin(), more.end());
  };
  for (const std::size_t step : {64U, 512U, 4096U}) {
    grow_to(step - 1, step == 64U);
    grow_to(step, false);
    grow_to(step + 1, false);
  }
  add(group, other.of({"late"}));
  names.emplace_back("late");
  expect_rows(group, names);
}

TEST(GroupBuilder, GoesOnWhereItsRowsWereMovedAway) {
  GroupBuilder group(Table::kEvents, 1);
  Blocks blocks;
  const std::vector<std::string> names(40, "alice");
  add(group, blocks.of(names));
  ASSERT_TRUE(group.compact());
  const Batch taken = std::move(group.seal());
  group.clear();
  EXPECT_EQ(group.rows(), 0U);
  add(group, blocks.of({"alice", "", "bob"}));
  EXPECT_FALSE(group.compact()) << "three rows in the memory of 64";
  expect_rows(group, {"alice", "", "bob"});
  ASSERT_EQ(taken.rows, names.size());
  for (std::size_t row = 0; row < names.size(); ++row)
    EXPECT_EQ(support::row_text(taken, row), expected("alice")) << row;
}

TEST(GroupBuilder, KeepsWritersTextsBeyondClear) {
  GroupBuilder group(Table::kEvents, 1);
  Blocks blocks;
  add(group, blocks.of({"alice", "bob"}));
  group.clear();
  EXPECT_EQ(group.rows(), 0U);
  add(group, blocks.of({"", "bob"}));
  expect_rows(group, {"", "bob"});
  EXPECT_EQ(users(group).size(), 1U);
}

// More distinct names than a dictionary may hold: the writer begins a new one, and the group follows.
TEST(GroupBuilder, FollowsAWriterThatBeginsAnew) {
  GroupBuilder group(Table::kEvents, 1);
  Blocks blocks;
  std::uint64_t first = 0;
  for (int round = 0; round < 4; ++round) {
    std::vector<std::string> names;
    for (int i = 0; i < 20000; ++i) names.push_back("user" + std::to_string(round * 20000 + i));
    const Block block = blocks.of(names);
    if (round == 0) first = block.dictionary;
    group.clear();
    add(group, block);
    expect_rows(group, names);
  }
  const Block last = blocks.of({"user0"});
  EXPECT_GT(last.dictionary, first);
  group.clear();
  add(group, last);
  expect_rows(group, {"user0"});
}

}  // namespace
}  // namespace ntlmscan::columns
