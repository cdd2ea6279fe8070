// What opens as an instance, and which of them hold plain values only.
#include "plan/instance.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "unit/binxml/stream_bytes.hpp"

namespace ntlmscan::plan {
namespace {

using binxml::StreamBytes;

constexpr std::uint32_t kBegin = 512;
constexpr std::uint32_t kEarlier = 512;  // a definition that is not behind the instance
constexpr std::uint32_t kId = 0x11223344;

struct Slot {
  int type = 1;
  int size = 2;
};

StreamBytes header(std::uint32_t definition = kEarlier) {
  return std::move(StreamBytes().raw({0xC, 1}).u32(kId).u32(definition));
}

// Count, descriptors, values: byte i of a value is the slot's number.
StreamBytes& add_values(StreamBytes& out, const std::vector<Slot>& slots) {
  out.u32(static_cast<std::uint32_t>(slots.size()));
  for (const Slot& slot : slots) out.u16(static_cast<std::uint16_t>(slot.size)).raw({slot.type, 0});
  for (std::size_t i = 0; i < slots.size(); ++i) {
    for (int k = 0; k < slots[i].size; ++k) out.raw({static_cast<int>(i)});
  }
  return out;
}

StreamBytes instance(const std::vector<Slot>& slots) {
  StreamBytes out = header();
  return std::move(add_values(out, slots).raw({0}));
}

// By both ways of opening, which must agree.
bool open_in(OpenInstance& opened, Bytes chunk, std::size_t begin, std::size_t end) {
  OpenInstance apart;
  const bool found = apart.open(chunk, begin, end);
  EXPECT_EQ(opened.open_located(chunk, begin, end), found) << begin << " to " << end;
  if (!found) return false;
  apart.locate();
  EXPECT_EQ(opened.bytes(), apart.bytes());
  for (std::size_t i = 0; i < apart.count(); ++i) {
    EXPECT_EQ(opened.bytes_unchecked(i).offset_in(chunk), apart.bytes_unchecked(i).offset_in(chunk));
  }
  return true;
}

bool opens(const StreamBytes& bytes, std::size_t begin = kBegin) {
  const support::ExactBuffer chunk(bytes.bytes());
  OpenInstance opened;
  return open_in(opened, chunk.bytes(), begin, chunk.size());
}

TEST(OpenInstance, FindsItsValues) {
  for (const bool headed : {false, true}) {
    StreamBytes out;
    if (headed) out.raw({0xF, 1, 1, 0});
    out.raw({0xC, 1}).u32(kId).u32(kEarlier);
    add_values(out, {{1, 4}, {0, 0}, {8, 3}}).raw({0});
    const support::ExactBuffer chunk(out.bytes());
    OpenInstance opened;
    ASSERT_TRUE(open_in(opened, chunk.bytes(), kBegin, chunk.size()));
    EXPECT_EQ(opened.id(), kId);
    EXPECT_EQ(opened.definition(), kEarlier);
    ASSERT_EQ(opened.count(), 3U);
    EXPECT_EQ(opened.bytes(), 4U + 3 * 4 + 7);
    constexpr std::size_t kSizes[] = {4, 0, 3};
    constexpr int kTypes[] = {1, 0, 8};
    for (std::size_t i = 0; i < 3; ++i) {
      const Bytes bytes = opened.bytes_unchecked(i);
      EXPECT_EQ(static_cast<int>(opened.type_unchecked(i)), kTypes[i]);
      ASSERT_EQ(bytes.size(), kSizes[i]);
      for (std::size_t k = 0; k < bytes.size(); ++k) EXPECT_EQ(bytes.u8_unchecked(k), i);
    }
  }
}

TEST(OpenInstance, NeedsEveryByteButTheEndToken) {
  const StreamBytes whole = instance({{1, 4}, {1, 2}, {1, 5}});
  const std::size_t size = whole.bytes().size();
  for (std::size_t end = kBegin; end <= size; ++end) {
    const support::ExactBuffer chunk(std::span(whole.bytes()).first(end));
    OpenInstance opened;
    EXPECT_EQ(open_in(opened, chunk.bytes(), kBegin, end), end + 1 >= size) << end;
  }
}

TEST(OpenInstance, StaysInsideItsRange) {
  const StreamBytes whole = instance({{1, 4}});
  const support::ExactBuffer chunk(whole.bytes());
  OpenInstance opened;
  for (std::size_t begin = kBegin + 1; begin <= chunk.size(); ++begin) {
    EXPECT_FALSE(open_in(opened, chunk.bytes(), begin, chunk.size())) << begin;
  }
  for (std::size_t end = kBegin; end + 1 < chunk.size(); ++end) {
    EXPECT_FALSE(open_in(opened, chunk.bytes(), kBegin, end)) << end;
  }
}

TEST(OpenInstance, RefusesWhatIsNoneOrHasSomethingBehind) {
  const std::vector<Slot> slots = {{1, 2}};
  StreamBytes wrong_token;
  wrong_token.raw({1, 1}).u32(kId).u32(kEarlier);
  EXPECT_FALSE(opens(add_values(wrong_token, slots).raw({0})));
  StreamBytes more = header();
  EXPECT_FALSE(opens(add_values(more, slots).raw({0xC})));
  StreamBytes ended = header();
  EXPECT_TRUE(opens(add_values(ended, slots).raw({0, 0xC})));  // nobody reads behind an end token
}

TEST(OpenInstance, RefusesCountsThatCannotBe) {
  struct Case {
    std::uint32_t count;
    std::size_t descriptors;
    bool opens;
  };
  constexpr std::uint32_t kMost = kMostSlots;
  const Case cases[] = {{0, 0, true},           {kMost, kMost, true},     {kMost + 1, kMost + 1, false},
                        {3, 2, false},          {0x40000000, 8, false},   {0xFFFFFFFF, 8, false},
                        {0x3FFFFFFF, 8, false}, {kMost, kMost - 1, false}};
  for (const Case& one : cases) {
    StreamBytes out = header();
    out.u32(one.count);
    for (std::size_t i = 0; i < one.descriptors; ++i) out.u16(0).raw({1, 0});
    EXPECT_EQ(opens(out), one.opens) << one.count;
  }
}

TEST(OpenInstance, RefusesSizesBeyondTheEnd) {
  for (const int slots : {1, 2, 3, 255, 256}) {
    StreamBytes out = header();
    out.u32(static_cast<std::uint32_t>(slots));
    for (int i = 0; i < slots; ++i) out.u16(0xFFFF).raw({1, 0});
    EXPECT_FALSE(opens(out.raw({0}))) << slots;
  }
}

TEST(OpenInstance, SkipsADefinitionOfItsOwn) {
  constexpr std::uint32_t kOwn = kBegin + 10;
  for (const std::uint32_t body : {0U, 3U, 100U, 0xFFFFFFFFU, 0xFFFFFFE8U}) {
    StreamBytes out = header(kOwn);
    out.u32(0).u32(kId).u32(0).u32(0).u32(0).u32(body).raw({9, 9, 9});
    EXPECT_EQ(opens(add_values(out, {{1, 2}}).raw({0})), body == 3) << body;
  }
}

TEST(OpenInstance, RefusesADefinitionAhead) {
  for (const std::uint32_t ahead : {kBegin + 11, 0xFFFFU, 0xFFFFFFFFU}) {
    StreamBytes out = header(ahead);
    EXPECT_FALSE(opens(add_values(out, {{1, 2}}).raw({0}))) << ahead;
  }
}

bool flat(const std::vector<Slot>& slots) {
  const StreamBytes bytes = instance(slots);
  const support::ExactBuffer chunk(bytes.bytes());
  OpenInstance opened;
  EXPECT_TRUE(open_in(opened, chunk.bytes(), kBegin, chunk.size()));
  return opened.flat();
}

// One opened instance after the other in the same object: what is remembered of the last one must not show.
TEST(OpenInstance, LocatesAlikeWhatItLocates) {
  std::vector<std::vector<Slot>> tables = {{{1, 4}, {8, 4}},
                                           {{1, 4}, {8, 4}},
                                           {{1, 4}, {8, 5}},
                                           {{0x81, 4}, {8, 5}},
                                           {{0x81, 4}, {8, 5}},
                                           {{1, 4}, {0x21, 5}},
                                           {},
                                           {{1, 4}, {8, 4}, {0, 0}},
                                           {}};
  tables.emplace_back(32, Slot{1, 2});
  tables.emplace_back(33, Slot{1, 2});
  tables.emplace_back(32, Slot{1, 2});
  tables.back().back().type = 0x81;
  OpenInstance opened;
  for (std::size_t round = 0; round < 3; ++round) {
    for (std::size_t k = 0; k < tables.size(); ++k) {
      const std::vector<Slot>& slots = tables[round == 1 ? tables.size() - 1 - k : k];
      const StreamBytes whole = instance(slots);
      const support::ExactBuffer chunk(whole.bytes());
      OpenInstance fresh;
      ASSERT_TRUE(fresh.open_located(chunk.bytes(), kBegin, chunk.size()));
      ASSERT_TRUE(opened.find_table(chunk.bytes(), kBegin, chunk.size()));
      EXPECT_EQ(opened.locate_alike(), fresh.flat());
      EXPECT_EQ(opened.bytes(), fresh.bytes());
      for (std::size_t i = 0; i < slots.size(); ++i) {
        EXPECT_EQ(opened.bytes_unchecked(i).offset_in(chunk.bytes()),
                  fresh.bytes_unchecked(i).offset_in(chunk.bytes()));
        EXPECT_EQ(opened.bytes_unchecked(i).size(), fresh.bytes_unchecked(i).size());
      }
    }
  }
}

TEST(SumSizes, CountsWhatBelongsToTheTable) {
  StreamBytes out;
  for (std::uint32_t i = 0; i < kMostSummed; ++i) out.u16(static_cast<std::uint16_t>(0xFFFF - i)).raw({0xFF, 0xFF});
  const support::ExactBuffer chunk(out.bytes());
  const std::size_t table = chunk.size() - kSummedBytes;
  std::size_t expected = 0;
  for (std::size_t count = 0; count <= kMostSummed; ++count) {
    EXPECT_EQ(sum_sizes(chunk.bytes(), table, count), expected) << count;
    expected += 0xFFFF - count;
  }
}

TEST(OpenInstance, KnowsArraysAndBinaryXmlInEverySlot) {
  for (const std::size_t count : {1U, 2U, 3U, 4U, 5U, 8U, 9U, 255U, 256U}) {
    for (const int size : {0, 1, 0xFF}) {
      const std::vector<Slot> plain(count, {0x20, size});
      EXPECT_TRUE(flat(plain)) << count;
      for (std::size_t slot = 0; slot < count; ++slot) {
        for (const int type : {0x21, 0x80, 0x81, 0xA1, 0xFF}) {
          std::vector<Slot> odd = plain;
          odd[slot].type = type;
          EXPECT_FALSE(flat(odd)) << type << " in " << slot << " of " << count;
        }
      }
    }
  }
}

TEST(OpenInstance, TakesEveryOtherTypeForPlain) {
  for (int type = 0; type < 256; ++type) {
    const bool plain = type < 0x80 && type != 0x21;
    for (std::size_t slot = 0; slot < 3; ++slot) {
      std::vector<Slot> slots(3, {1, 0x21});
      slots[slot].type = type;
      EXPECT_EQ(flat(slots), plain) << type << " in " << slot;
    }
  }
}

}  // namespace
}  // namespace ntlmscan::plan
