// What is taken for a record in bytes that nothing is known of.
#include "recover/candidates.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "support/exact_buffer.hpp"
#include "unit/scan/made_logs.hpp"

namespace ntlmscan::recover {
namespace {

using Buffer = std::vector<std::uint8_t>;

// One record out of a log, alone.
Buffer one_record() {
  const fixtures::LogFile log = scanning::log_of({scanning::short_event(5)});
  const auto from = log.bytes.begin() + static_cast<std::ptrdiff_t>(log.records[0].file_offset);
  return {from, from + log.records[0].size};
}

void put(Buffer& bytes, std::size_t at, std::uint64_t number, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) bytes[at + i] = static_cast<std::uint8_t>(number >> (8 * i));
}

struct Case {
  std::string name;
  std::function<void(Buffer&)> damage;
  Flaw flaw;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> table = {
      {"whole", [](Buffer&) {}, Flaw::kNone},
      {"size 0", [](Buffer& b) { put(b, 4, 0, 4); }, Flaw::kSize},
      {"size of all bits", [](Buffer& b) { put(b, 4, 0xFFFFFFFF, 4); }, Flaw::kSize},
      {"size no multiple of 8", [](Buffer& b) { put(b, 4, b.size() - 4, 4); }, Flaw::kSize},
      {"size beyond the bytes", [](Buffer& b) { put(b, 4, b.size() + 8, 4); }, Flaw::kSize},
      {"cut", [](Buffer& b) { b.resize(b.size() - 1); }, Flaw::kSize},
      {"another size copy", [](Buffer& b) { put(b, b.size() - 4, 64, 4); }, Flaw::kSizeCopy},
      {"written in 1990", [](Buffer& b) { put(b, 16, 122'649'984'000'000'000u, 8); }, Flaw::kTime},
      {"written in 2500", [](Buffer& b) { put(b, 16, 283'690'944'000'000'000u, 8); }, Flaw::kTime},
      {"written never, as in exports", [](Buffer& b) { put(b, 16, 0, 8); }, Flaw::kNone},
      {"a record id of all bits", [](Buffer& b) { put(b, 8, ~std::uint64_t{0}, 8); }, Flaw::kId},
      {"no fragment header", [](Buffer& b) { b[24] = 0; }, Flaw::kNoEvent},
      {"text instead of an event", [](Buffer& b) { b[28] = 5; }, Flaw::kNoEvent},
  };
  return table;
}

TEST(Candidates, FrameIsJudged) {
  for (const Case& c : cases()) {
    SCOPED_TRACE(c.name);
    Buffer bytes = one_record();
    c.damage(bytes);
    const support::ExactBuffer exact(bytes);
    CandidateScan scan(exact.bytes(), 0, bytes.size(), 8);
    const auto found = scan.next();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->flaw, c.flaw) << flaw_text(found->flaw);
    EXPECT_FALSE(scan.next());
  }
}

TEST(Candidates, AreFoundAtAnyPlaceThatTheStepAllows) {
  const Buffer record = one_record();
  for (std::size_t shift = 0; shift < 17; ++shift) {
    Buffer bytes(shift, 0x2A);
    bytes.insert(bytes.end(), record.begin(), record.end());
    const support::ExactBuffer exact(bytes);
    const auto sound = [&](std::size_t step) {
      CandidateScan scan(exact.bytes(), 0, bytes.size(), step);
      std::size_t count = 0;
      while (const auto found = scan.next()) count += found->flaw == Flaw::kNone && found->at == shift ? 1 : 0;
      return count;
    };
    EXPECT_EQ(sound(1), 1u) << shift;
    EXPECT_EQ(sound(8), shift % 8 == 0 ? 1u : 0u) << shift;
  }
}

TEST(Candidates, EveryPrefixIsReadInBounds) {
  const Buffer record = one_record();
  for (std::size_t size = 0; size < record.size(); ++size) {
    const support::ExactBuffer exact(Buffer(record.begin(), record.begin() + static_cast<std::ptrdiff_t>(size)));
    for (const std::size_t step : {std::size_t{1}, std::size_t{8}}) {
      CandidateScan scan(exact.bytes(), 0, size, step);
      while (const auto found = scan.next()) EXPECT_NE(found->flaw, Flaw::kNone) << size;
    }
  }
}

TEST(Candidates, TheSearchGoesOnWhereItIsTold) {
  Buffer bytes = one_record();
  const std::size_t size = bytes.size();
  const Buffer copy = bytes;
  bytes.insert(bytes.end(), copy.begin(), copy.end());
  const support::ExactBuffer exact(bytes);
  CandidateScan scan(exact.bytes(), 0, bytes.size(), 8);
  ASSERT_TRUE(scan.next());
  scan.go_on_at(size - 3);
  const auto second = scan.next();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->at, size);
}

}  // namespace
}  // namespace ntlmscan::recover
