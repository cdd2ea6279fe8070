// Blocks into row groups: rows in order, one dictionary, nulls where nothing was set.
#include "columns/group_builder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/cells.hpp"
#include "support/value_view.hpp"

namespace ntlmscan::columns {
namespace {

namespace values = fixtures::values;

// One row a name; an empty name leaves the row without cells.
Block block_of(const std::vector<std::string>& names) {
  Block block(Table::kEvents, 1);
  for (const std::string& name : names) {
    if (!name.empty()) {
      static_cast<void>(block.set_value(Column::kUserName, support::view(values::text(name))));
      block.set_number(Column::kLogonType, static_cast<std::int64_t>(name.size()));
      block.set_text(Column::kActivityId, "id-" + name);
      block.set_text(Column::kExtra, "{}");
    }
    block.end_row();
  }
  return block;
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
  group.append(block_of({"alice", "", "bob"}).batch(), 0, 3);
  group.append(block_of({"", "bob", "carol", "alice", ""}).batch(), 0, 5);
  group.append(block_of({"", ""}).batch(), 0, 2);
  expect_rows(group, {"alice", "", "bob", "", "bob", "carol", "alice", "", "", ""});
  ASSERT_EQ(users(group).size(), 3U);
  EXPECT_EQ(users(group)[0], "alice");
  EXPECT_EQ(users(group)[1], "bob");
  EXPECT_EQ(users(group)[2], "carol");
  EXPECT_EQ(group.room(), kBatchRows - 10);
}

TEST(GroupBuilder, TakesPartsOfBlocks) {
  const Block block = block_of({"a", "bb", "", "ccc", "", ""});
  GroupBuilder group(Table::kEvents, 1);
  group.append(block.batch(), 1, 2);
  group.append(block.batch(), 4, 2);  // behind what any column holds
  group.append(block.batch(), 3, 1);
  group.append(block.batch(), 0, 0);
  expect_rows(group, {"bb", "", "", "", "ccc"});
  ASSERT_EQ(users(group).size(), 2U);  // entries that no row asked for are left out
}

TEST(GroupBuilder, JoinsRawFormsOfOneText) {
  Block block(Table::kEvents, 1);
  for (const fixtures::Value& value :
       {values::text("alice"), values::text("alice", fixtures::Ending::kNul), values::ansi("alice")}) {
    static_cast<void>(block.set_value(Column::kUserName, support::view(value)));
    block.end_row();
  }
  ASSERT_EQ(block.batch().columns[static_cast<std::size_t>(Column::kUserName)].text.size(), 3U);
  GroupBuilder group(Table::kEvents, 1);
  group.append(block.batch(), 0, 3);
  EXPECT_EQ(users(group).size(), 1U);
  for (std::size_t row = 0; row < 3; ++row) EXPECT_EQ(support::row_text(group.seal(), row), "user_name=alice\n");
}

TEST(GroupBuilder, FillsUpToTheLastRow) {
  GroupBuilder group(Table::kEvents, 1);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < 3000; ++i) names.push_back(i % 3 == 0 ? "" : "user" + std::to_string(i % 700));
  const Block block = block_of(names);
  std::size_t appended = 0;
  while (group.room() > 0) {
    const std::size_t count = std::min(group.room(), block.rows());
    group.append(block.batch(), 0, count);
    appended += count;
  }
  EXPECT_EQ(appended, kBatchRows);
  const Batch& batch = group.seal();
  for (std::size_t row = 0; row < kBatchRows; row += 37)
    ASSERT_EQ(support::row_text(batch, row), expected(names[row % 3000])) << row;
}

TEST(GroupBuilder, BeginsAnewAfterClear) {
  GroupBuilder group(Table::kEvents, 1);
  group.append(block_of({"alice", "bob"}).batch(), 0, 2);
  group.clear();
  EXPECT_EQ(group.rows(), 0U);
  group.append(block_of({"", "bob"}).batch(), 0, 2);
  expect_rows(group, {"", "bob"});
  EXPECT_EQ(users(group).size(), 1U);
}

}  // namespace
}  // namespace ntlmscan::columns
