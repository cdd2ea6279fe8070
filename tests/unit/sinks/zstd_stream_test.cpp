// What goes through the compressing writer comes back.
#include "sinks/zstd_stream.hpp"

#include <gtest/gtest.h>
#include <zstd.h>

#include <string>

#include "unit/sinks/sample_batch.hpp"

namespace ntlmscan::sinks {
namespace {

std::string decompressed(const std::string& frame, std::size_t room) {
  std::string out(room, '\0');
  const std::size_t size = ZSTD_decompress(out.data(), out.size(), frame.data(), frame.size());
  return ZSTD_isError(size) != 0 ? ZSTD_getErrorName(size) : out.substr(0, size);
}

TEST(ZstdStream, GivesBackWhatWasWritten) {
  ByteKeeper below;
  ZstdStream stream(below);
  std::string all;
  for (unsigned i = 0; i < 20'000; ++i) {
    const std::string piece = "line " + std::to_string(i * 2654435761U) + "\n";
    ASSERT_TRUE(stream.write(piece).ok());
    all += piece;
  }
  ASSERT_TRUE(stream.finish().ok());
  EXPECT_LT(below.bytes.size(), all.size());
  EXPECT_EQ(decompressed(below.bytes, all.size()), all);
}

TEST(ZstdStream, MakesAFrameOfNothing) {
  ByteKeeper below;
  ZstdStream stream(below);
  ASSERT_TRUE(stream.finish().ok());
  EXPECT_FALSE(below.bytes.empty());
  EXPECT_EQ(decompressed(below.bytes, 1), "");
}

class Full final : public ByteWriter {
 public:
  Status write(std::string_view bytes) override {
    if (bytes.empty()) return {};
    return Error{FaultCode::kOutputFailed, "full"};
  }
};

TEST(ZstdStream, PassesErrorsOn) {
  Full below;
  ZstdStream stream(below);
  ASSERT_TRUE(stream.write("x").ok());
  const Status finished = stream.finish();
  ASSERT_FALSE(finished.ok());
  EXPECT_EQ(finished.error().message, "full");
}

}  // namespace
}  // namespace ntlmscan::sinks
