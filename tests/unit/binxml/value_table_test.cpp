// Value tables: what fits and what does not.
#include "binxml/value_table.hpp"

#include <gtest/gtest.h>

#include "support/exact_buffer.hpp"

namespace ntlmscan::binxml {
namespace {

using Raw = std::vector<std::uint8_t>;

TEST(ValueTable, ReadsValuesInOrderAndSkipsTheBytesOfANull) {
  const Raw raw = {3, 0, 0, 0, 2, 0, 6, 0, 3, 0, 0, 0, 1, 0, 4, 0, 0x34, 0x12, 9, 9, 9, 7, 0xEE};
  const support::ExactBuffer buffer(raw);
  const auto table = ValueTable::read(buffer.bytes());
  ASSERT_TRUE(table.has_value());
  EXPECT_EQ(table->count(), 3u);
  EXPECT_EQ(table->size(), raw.size() - 1);
  EXPECT_EQ(table->value(0).bytes.u16_unchecked(0), 0x1234);
  EXPECT_EQ(table->value(1).type, ValueType::kNull);
  EXPECT_EQ(table->value(1).bytes.size(), 3u);
  EXPECT_EQ(table->value(2).bytes.u8_unchecked(0), 7);
  EXPECT_EQ(table->value(3).type, ValueType::kNull);
  EXPECT_EQ(table->value(0xFFFFFFFF).bytes.size(), 0u);
  for (std::size_t size = 0; size + 1 < raw.size(); ++size) {
    EXPECT_FALSE(ValueTable::read(support::ExactBuffer(std::span(raw).first(size)).bytes()).has_value()) << size;
  }
}

TEST(ValueTable, RefusesCountsAndSizesThatCannotBe) {
  const Raw bad[] = {{},
                     {1, 0, 0, 0},
                     {0xFF, 0xFF, 0xFF, 0xFF},
                     {0, 0, 0, 0x40},
                     {1, 0, 0, 0, 1, 0, 1, 0},
                     {2, 0, 0, 0, 0xFF, 0xFF, 1, 0, 0xFF, 0xFF, 1, 0, 1, 2, 3}};
  for (const Raw& raw : bad) EXPECT_FALSE(ValueTable::read(support::ExactBuffer(raw).bytes()).has_value());
  const Raw none = {0, 0, 0, 0};
  const auto empty = ValueTable::read(support::ExactBuffer(none).bytes());
  ASSERT_TRUE(empty.has_value());
  EXPECT_EQ(empty->count(), 0u);
}

}  // namespace
}  // namespace ntlmscan::binxml
