// Value descriptors under heads of heap blocks: put back as they were, or given up, but never made up.
#include "recover/mend.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <random>

#include "recover/heap_heads.hpp"

namespace ntlmscan::recover {
namespace {

struct Descriptor {
  std::uint16_t size;
  std::uint8_t type;
};

const std::vector<Descriptor> kHead = {{1, 4}, {1, 4}, {2, 6}, {2, 6},  {0, 0}, {8, 0x15}, {8, 0x11},
                                       {0, 0}, {4, 8}, {4, 8}, {8, 10}, {1, 4}, {12, 0x13}};
const std::vector<Descriptor> kManifest = {{0, 0}, {40, 1}, {16, 15}, {66, 1}, {48, 0x21}};
const std::vector<Descriptor> kClassic = {{4, 8}, {1, 4}, {4, 8}, {4, 8}, {8, 10}, {0, 0}, {48, 0x21}};

constexpr std::size_t kAt = 1024;
constexpr std::size_t kCountAt = kAt + 24 + 4 + 10;

// A chunk's front with one record in it.
struct Made {
  std::vector<std::uint8_t> home = std::vector<std::uint8_t>(kAt);
  Candidate record;

  Made(const std::vector<Descriptor>& tail, std::uint16_t qualifiers) {
    std::vector<Descriptor> table = kHead;
    table[4] = {qualifiers, static_cast<std::uint8_t>(qualifiers == 0 ? 0 : 6)};
    table.insert(table.end(), tail.begin(), tail.end());
    home.resize(kAt + 24, 0x2A);
    put({0x0F, 1, 1, 0, 0x0C, 1, 1, 2, 3, 4, 0, 2, 0, 0, static_cast<std::uint8_t>(table.size()), 0, 0, 0});
    for (const Descriptor& one : table) {
      put({static_cast<std::uint8_t>(one.size), static_cast<std::uint8_t>(one.size >> 8), one.type, 0});
    }
    for (std::size_t i = 0; i + 1 < table.size(); ++i) home.resize(home.size() + table[i].size, 0x41);
    const std::size_t payload = home.size();
    home.resize(payload + table.back().size, 0x42);
    const std::uint8_t begins[] = {0x0F, 1, 1, 0};
    std::copy(std::begin(begins), std::end(begins), home.begin() + static_cast<std::ptrdiff_t>(payload));
    home.resize((home.size() + 1 + 4 + 7) / 8 * 8);
    record.at = kAt;
    record.size = static_cast<std::uint32_t>(home.size() - kAt);
  }
  void put(std::initializer_list<std::uint8_t> bytes) { home.insert(home.end(), bytes); }
  void head(std::size_t at) {
    const std::uint8_t bytes[] = {0xB5, 0x82, 0x5D, 0xA9, home[at + 4], 0xB0, 1, 0x80};
    std::copy(std::begin(bytes), std::end(bytes), home.begin() + static_cast<std::ptrdiff_t>(at));
  }
};

TEST(Mend, PutsBackWhatWasThereOrNothing) {
  std::size_t whole = 0;
  std::size_t tried = 0;
  for (const auto* tail : {&kManifest, &kClassic}) {
    for (const std::uint16_t qualifiers : {std::uint16_t{0}, std::uint16_t{2}}) {
      const Made sound(*tail, qualifiers);
      const std::size_t end = kCountAt + 4 + 4 * (kHead.size() + tail->size());
      for (std::size_t at = kCountAt - 7 + (8 - (kCountAt - 7) % 8); at < end; at += 8) {
        Made made = sound;
        made.head(at);
        Descriptors found;
        const std::size_t heads[] = {at};
        const Mended mended = mend_descriptors(Bytes(made.home), made.record, heads, found);
        ++tried;
        ASSERT_NE(mended, Mended::kNothing) << at;
        if (mended != Mended::kWhole) continue;
        ++whole;
        ASSERT_EQ(found.at, kCountAt);
        ASSERT_EQ(found.size, end - kCountAt);
        EXPECT_EQ(std::memcmp(found.bytes.data(), sound.home.data() + kCountAt, found.size), 0) << at;
      }
    }
  }
  EXPECT_GT(whole, tried / 2);
}

TEST(Mend, LeavesARecordAloneWhoseTableIsWhole) {
  const Made made(kManifest, 2);
  Descriptors found;
  EXPECT_EQ(mend_descriptors(Bytes(made.home), made.record, {}, found), Mended::kNothing);
  const std::size_t heads[] = {kAt + 8, kCountAt + 4 + 4 * 20 + 6};
  EXPECT_EQ(mend_descriptors(Bytes(made.home), made.record, heads, found), Mended::kNothing);
  EXPECT_EQ(found.size, 0u);
}

TEST(Mend, ReadsNothingBehindTheRecord) {
  std::mt19937 random(7);
  const Made sound(kManifest, 2);
  for (int round = 0; round < 20'000; ++round) {
    const std::size_t size = 64 + random() % (sound.record.size - 64 + 1);
    const std::unique_ptr<std::uint8_t[]> exact(new std::uint8_t[kAt + size]);
    std::memcpy(exact.get(), sound.home.data(), kAt + size);
    for (unsigned i = 0; i < random() % 6; ++i) {
      exact[kAt + 24 + random() % (size - 24)] = static_cast<std::uint8_t>(random());
    }
    Candidate record = sound.record;
    record.size = static_cast<std::uint32_t>(size);
    std::vector<std::size_t> heads;
    for (std::size_t at = kAt + 24; at < kAt + size; at += 16 * (1 + random() % 4)) heads.push_back(at);
    Descriptors found;
    const Mended mended = mend_descriptors(Bytes(exact.get(), kAt + size), record, heads, found);
    EXPECT_TRUE(mended != Mended::kWhole || Bytes(exact.get(), kAt + size).fits(found.at, found.size));
  }
}

}  // namespace
}  // namespace ntlmscan::recover
