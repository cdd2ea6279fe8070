// Template libraries: written, read back, and refused where they are damaged.
#include "recover/library.hpp"

#include <gtest/gtest.h>

#include "evtx/checksum.hpp"
#include "recover/bounds.hpp"
#include "recover/harvest.hpp"
#include "support/exact_buffer.hpp"
#include "unit/scan/made_logs.hpp"

namespace ntlmscan::recover {
namespace {

TemplateStore store_of(const fixtures::LogFile& log) {
  TemplateStore store;
  Harvester harvester;
  harvester.run(Bytes(log.bytes).slice_unchecked(scanning::kHeader, scanning::kChunk), store);
  return store;
}

std::string some_library() {
  return write_library(store_of(scanning::log_of({scanning::short_event(1), scanning::short_event(2)})));
}

bool readable(std::string_view bytes) {
  const Bytes view = Bytes::of(bytes);
  const support::ExactBuffer exact(std::span(view.data(), view.size()));
  TemplateStore store;
  return read_library(exact.bytes(), store).ok();
}

// With its checksum made right.
bool readable_when_mended(std::string bytes) {
  bytes.resize(bytes.size() - 4);
  const std::uint32_t sum = evtx::crc32(Bytes::of(bytes));
  for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<char>(sum >> shift));
  return readable(bytes);
}

TEST(Library, HoldsTheTemplatesOfAChunk) {
  const std::string bytes = some_library();
  TemplateStore store;
  ASSERT_TRUE(read_library(Bytes::of(bytes), store).ok());
  EXPECT_EQ(store.size(), 2u);
  EXPECT_EQ(write_library(store), bytes);
}

TEST(Library, IsRefusedWhereItIsCutOrChanged) {
  const std::string bytes = some_library();
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(readable(bytes.substr(0, size))) << size;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 0x41);
    EXPECT_FALSE(readable(changed)) << at;
  }
}

TEST(Library, WithARightChecksumIsReadInBoundsWhateverItSays) {
  const std::string bytes = some_library();
  const std::size_t count_at = std::string_view("ntlmscan templates\n").size() + 4;
  for (const int byte : {0, 1, 0x7F, 0xFF}) {
    for (std::size_t at = 0; at < bytes.size() - 4; ++at) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(byte);
      static_cast<void>(readable_when_mended(changed));
    }
  }
  std::string more = bytes;
  more[count_at] = 3;  // than there are
  EXPECT_FALSE(readable_when_mended(more));
  more[count_at] = 1;  // fewer
  EXPECT_FALSE(readable_when_mended(more));
}

TEST(TemplateStore, BelievesNoneOfSeveralThatAreCalledTheSame) {
  const TemplateStore one = store_of(scanning::log_of({scanning::short_event(1)}));
  Shape other = *one.sorted().front();
  const std::uint32_t id = other.id();
  const auto none = binxml::ValueTable::read(Bytes::of(std::string_view("\0\0\0\0", 4)));
  other.declared.clear();  // so that any values fit
  TemplateStore store;
  store.add(other, Trust::kWhole);
  ASSERT_NE(store.find(id, *none), nullptr);
  other.body.bytes.push_back(0);
  store.add(other, Trust::kMixed);
  EXPECT_NE(store.find(id, *none), nullptr) << "one that may be mixed up does not count beside a whole one";
  store.add(other, Trust::kWhole);
  EXPECT_EQ(store.find(id, *none), nullptr);
}

TEST(TemplateStore, BelievesAWholeOneBesideHoweverManyMixedUp) {
  const Shape whole = *store_of(scanning::log_of({scanning::short_event(1)})).sorted().front();
  const auto joined = [&](bool whole_first) {
    TemplateStore all;
    if (whole_first) all.add(whole, Trust::kWhole);
    for (std::size_t i = 0; i < kMostShapesOfId + 2; ++i) {
      Shape mixed = whole;
      mixed.body.bytes.push_back(static_cast<std::uint8_t>(i));
      TemplateStore one;
      one.add(mixed, Trust::kMixed);
      all.join(std::move(one));
    }
    if (!whole_first) all.add(whole, Trust::kWhole);
    return write_library(all);
  };
  TemplateStore alone;
  alone.add(whole, Trust::kWhole);
  EXPECT_EQ(joined(true), write_library(alone));
  EXPECT_EQ(joined(false), write_library(alone));
}

TEST(TemplateStore, IsTheSameInWhateverOrderItIsJoined) {
  const Shape shape = *store_of(scanning::log_of({scanning::short_event(1)})).sorted().front();
  std::vector<Shape> many(kMostShapesOfId + 2, shape);
  for (std::size_t i = 0; i < many.size(); ++i) many[i].body.bytes.push_back(static_cast<std::uint8_t>(i));
  const auto joined = [&](bool backwards) {
    TemplateStore all;
    for (std::size_t i = 0; i < many.size(); ++i) {
      TemplateStore one;
      one.add(many[backwards ? many.size() - 1 - i : i], Trust::kWhole);
      all.join(std::move(one));
    }
    return write_library(all);
  };
  EXPECT_EQ(joined(false), joined(true));
}

}  // namespace
}  // namespace ntlmscan::recover
