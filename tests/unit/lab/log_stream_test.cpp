// The ring of a log file: what stays, where it stands, what the header says.
#include "lab/log_stream.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "evtx_writer/event.hpp"

namespace ntlmscan::fixtures::lab {
namespace {

class LogStreamTest : public testing::Test {
 protected:
  LogStreamTest()
      : path_((std::filesystem::path(testing::TempDir()) /
               testing::UnitTest::GetInstance()->current_test_info()->name() / "log.evtx")
                  .string()) {}
  ~LogStreamTest() override { std::filesystem::remove_all(std::filesystem::path(path_).parent_path()); }

  // About sixty records fill a chunk.
  void append(LogStream& stream, unsigned count) {
    for (unsigned i = 0; i < count; ++i) {
      EventSpec event = make_event("Microsoft-Windows-NTLM", 8002);
      event.system.record_id = stream.next_record_id();
      event.set("ProcessName", std::string(300, 'x'));
      ASSERT_TRUE(stream.append(record_of(event, Shape::kLive)));
    }
  }

  [[nodiscard]] std::uint64_t number_at(std::size_t offset, unsigned width) const {
    std::ifstream in(path_, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
    std::uint64_t out = 0;
    for (unsigned i = 0; i < width; ++i)
      out |= std::uint64_t{static_cast<std::uint8_t>(bytes.at(offset + i))} << (8 * i);
    return out;
  }

  std::string path_;
};

TEST_F(LogStreamTest, WithoutALimitEverythingStays) {
  LogStream stream(path_, {1, 0});
  append(stream, 300);
  ASSERT_TRUE(stream.finish());
  EXPECT_EQ(stream.first_record_id(), 1u);
  EXPECT_EQ(stream.next_record_id(), 301u);
  EXPECT_EQ(number_at(8, 8), 0u);     // oldest chunk
  EXPECT_EQ(number_at(24, 8), 301u);  // next record
  EXPECT_EQ(std::filesystem::file_size(path_), kFileHeaderSize + number_at(42, 2) * kChunkSize);
}

TEST_F(LogStreamTest, ALimitMakesTheNewestOverwriteTheOldest) {
  LogStream stream(path_, {1, kFileHeaderSize + 3 * kChunkSize});
  append(stream, 400);
  ASSERT_TRUE(stream.finish());
  const std::uint64_t oldest = number_at(8, 8);
  EXPECT_EQ(number_at(42, 2), 3u);
  EXPECT_EQ((number_at(16, 8) + 1) % 3, oldest);
  EXPECT_GT(stream.first_record_id(), 1u);
  // First id of the chunk that the header calls the oldest.
  EXPECT_EQ(number_at(kFileHeaderSize + oldest * kChunkSize + 24, 8), stream.first_record_id());
  EXPECT_EQ(std::filesystem::file_size(path_), kFileHeaderSize + 3 * kChunkSize);
}

TEST_F(LogStreamTest, AClearedLogGoesOnCounting) {
  LogStream stream(path_, {2, 0});
  append(stream, 100);
  stream.clear();
  EXPECT_EQ(stream.first_record_id(), 101u);
  append(stream, 5);
  ASSERT_TRUE(stream.finish());
  EXPECT_EQ(stream.first_record_id(), 101u);
  EXPECT_EQ(number_at(kFileHeaderSize + 24, 8), 101u);
  EXPECT_EQ(number_at(kFileHeaderSize + 32, 8), 105u);
}

TEST_F(LogStreamTest, AnEmptyLogHasOneChunk) {
  LogStream stream(path_, {1, 0});
  ASSERT_TRUE(stream.finish());
  EXPECT_EQ(std::filesystem::file_size(path_), kFileHeaderSize + kChunkSize);
}

}  // namespace
}  // namespace ntlmscan::fixtures::lab
