// Bytes of the Thrift compact protocol, worked out by hand from its specification.
#include "sinks/parquet/thrift_compact.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace ntlmscan::sinks::parquet {
namespace {

using namespace std::string_literals;
using Element = CompactWriter::Element;

TEST(ThriftCompact, WritesVarints) {
  const std::pair<std::uint64_t, std::string> cases[] = {
      {0, "\0"s},
      {127, "\x7F"},
      {128, "\x80\x01"},
      {300, "\xAC\x02"},
      {std::numeric_limits<std::uint64_t>::max(), "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"}};
  for (const auto& [value, bytes] : cases) {
    std::string out;
    append_varint(out, value);
    EXPECT_EQ(out, bytes);
  }
}

TEST(ThriftCompact, WritesFieldsBehindTheirDistance) {
  std::string out;
  CompactWriter writer(out);
  writer.i32(1, -1);     // distance 1, type 5; zigzag 1
  writer.i64(3, 64);     // distance 2, type 6; zigzag 128
  writer.flag(4, true);  // the type is the value
  writer.flag(5, false);
  writer.i8(6, -2);  // one raw byte
  writer.text(7, "hi");
  writer.i32(40, 0);  // distance 33: type, then the id as a zigzag varint
  writer.close();
  EXPECT_EQ(out, "\x15\x01\x26\x80\x01\x11\x12\x13\xFE\x18\x02hi\x05\x50\x00\x00"s);
}

TEST(ThriftCompact, NestsStructs) {
  std::string out;
  CompactWriter writer(out);
  writer.open_struct(2);
  writer.i32(1, 1);
  writer.empty_struct(3);
  writer.close();
  writer.i32(3, 2);  // counts on from 2, not from the inner 3
  writer.close();
  EXPECT_EQ(out, "\x2C\x15\x02\x2C\x00\x00\x15\x04\x00"s);
}

TEST(ThriftCompact, WritesShortAndLongLists) {
  std::string out;
  CompactWriter writer(out);
  writer.open_list(1, Element::kI32, 2);
  writer.i32_item(0);
  writer.i32_item(-1);
  writer.open_list(2, Element::kText, 1);
  writer.text_item("a");
  writer.open_list(3, Element::kStruct, 15);
  for (int i = 0; i < 15; ++i) {
    writer.open_item();
    writer.close();
  }
  writer.close();
  EXPECT_EQ(out, "\x19\x25\x00\x01\x19\x18\x01"s + "a" + "\x19\xFC\x0F" + std::string(15, '\0') + "\0"s);
}

TEST(ThriftCompact, WritesTheExtremes) {
  std::string out;
  CompactWriter writer(out);
  writer.i64(1, std::numeric_limits<std::int64_t>::min());
  writer.i32(2, std::numeric_limits<std::int32_t>::max());
  EXPECT_EQ(out, "\x16\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01\x15\xFE\xFF\xFF\xFF\x0F");
}

}  // namespace
}  // namespace ntlmscan::sinks::parquet
