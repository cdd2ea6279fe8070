// Records of logs without headers, at shifted places, and with damaged templates.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "evtx_writer/tampering.hpp"
#include "unit/scan/made_logs.hpp"

namespace ntlmscan::recover {
namespace {

using fixtures::LogFile;
using scanning::kChunk;
using scanning::kHeader;
using support::Row;
using support::Scanned;

struct Case {
  std::string name;
  std::function<void(LogFile&)> damage;
  std::string origins;    // of the rows, each once
  std::size_t least = 9;  // records that must come out of nine
};

void wipe(LogFile& log, std::uint64_t from, std::uint64_t size) {
  std::fill_n(log.bytes.begin() + static_cast<std::ptrdiff_t>(from), size, std::uint8_t{0});
}
void shift(LogFile& log, std::uint64_t at, std::size_t by) {
  log.bytes.insert(log.bytes.begin() + static_cast<std::ptrdiff_t>(at), by, std::uint8_t{0xAA});
}

const std::vector<Case>& cases() {
  static const std::vector<Case> table = {
      {"header of a chunk wiped", [](LogFile& l) { wipe(l, kHeader + kChunk, 512); }, "damaged live"},
      {"magic of a chunk overwritten", [](LogFile& l) { l.bytes[kHeader] = 'X'; }, "damaged live"},
      {"all chunk headers wiped",
       [](LogFile& l) {
         for (std::uint64_t k = 0; k < 3; ++k) wipe(l, kHeader + k * kChunk, 512);
       },
       "damaged"},
      {"first page of a chunk zeroed", [](LogFile& l) { wipe(l, kHeader + kChunk, 4096); }, "live", 6},
      {"chunk shifted by 16", [](LogFile& l) { shift(l, kHeader + kChunk, 16); }, "damaged live"},
      {"chunk shifted by an odd number", [](LogFile& l) { shift(l, kHeader + kChunk, 1001); }, "damaged live"},
      {"file shifted by an odd number", [](LogFile& l) { shift(l, 0, 13); }, "damaged"},
      {"file header cut off oddly", [](LogFile& l) { l.bytes.erase(l.bytes.begin(), l.bytes.begin() + 4001); },
       "damaged"},
      {"file and chunk headers gone, shifted",
       [](LogFile& l) {
         for (std::uint64_t k = 0; k < 3; ++k) wipe(l, kHeader + k * kChunk, 512);
         l.bytes.erase(l.bytes.begin(), l.bytes.begin() + 3333);
       },
       "damaged"},
      {"file header wiped", [](LogFile& l) { wipe(l, 0, kHeader); }, "live"},
  };
  return table;
}

TEST(DamagedLogs, GiveTheRecordsThatAreUntouched) {
  for (const Case& c : cases()) {
    SCOPED_TRACE(c.name);
    fixtures::LogOptions options;
    options.reuse_buffer = false;
    LogFile log = scanning::chunked_log(3, options);
    c.damage(log);
    ScanOptions recovering;
    recovering.recover = true;
    const Scanned scanned = support::scan_bytes(log.bytes, recovering);
    ASSERT_TRUE(scanned.summary.ok());
    std::set<std::string> origins;
    std::set<std::string> ids;
    for (const Row& row : scanned.events()) {
      origins.insert(row["origin"]);
      ids.insert(row["record_id"]);
      EXPECT_EQ(row["process_id"], row["record_id"]);
      EXPECT_EQ(row["computer"], "PC1");
    }
    EXPECT_EQ(scanned.events().size(), ids.size()) << "no record comes twice";
    EXPECT_GE(ids.size(), c.least);
    std::string text;
    for (const std::string& origin : origins) text += (text.empty() ? "" : " ") + origin;
    EXPECT_EQ(text, c.origins);
    EXPECT_TRUE(std::is_sorted(scanned.events().begin(), scanned.events().end(), [](const Row& a, const Row& b) {
      return a.number("byte_offset") < b.number("byte_offset");
    }));
  }
}

// Live records whose own template is damaged take it from another chunk of the file.
TEST(DamagedLogs, LiveRecordsBorrowATemplateThatIsDamaged) {
  LogFile log = scanning::chunked_log(2);
  const std::string name("P\0r\0o\0v\0i\0d\0e\0r\0", 16);
  const auto found = std::search(log.bytes.begin(), log.bytes.end(), name.begin(), name.end());
  ASSERT_NE(found, log.bytes.end());
  found[-10] = 0xFF;  // the offset of that name now leads nowhere
  found[-9] = 0xFF;
  fix_checksums(log);
  const Scanned without = support::scan_bytes(log.bytes);
  ScanOptions recovering;
  recovering.recover = true;
  const Scanned with = support::scan_bytes(log.bytes, recovering);
  EXPECT_LT(without.events().size(), 6u);
  ASSERT_EQ(with.events().size(), 6u);
  EXPECT_EQ(with.events()[0]["origin"], "live");
  EXPECT_EQ(with.events()[0]["decoded_by"], "file");
  EXPECT_EQ(with.events()[0]["process_id"], "1");
  EXPECT_EQ(with.events()[5]["decoded_by"], "chunk");
}

TEST(DamagedLogs, EveryByteOfAChunkMayBeAnything) {
  fixtures::LogWriter writer;
  for (std::uint64_t id = 1; id <= 3; ++id) append(writer, scanning::short_event(id), fixtures::Shape::kLive);
  writer.close_chunk();
  append(writer, scanning::short_event(4), fixtures::Shape::kLive);
  const LogFile log = writer.finish();
  ScanOptions recovering;
  recovering.recover = true;
  recovering.one_pass = true;
  support::LogOnDisk disk(log.bytes);
  const std::uint64_t begin = log.chunk_offsets[1] + 512;
  for (std::uint64_t at = begin; at < begin + 3000; at += 3) {
    disk.patch(at, static_cast<std::uint8_t>(log.bytes[at] ^ 0xFF));
    const Scanned scanned = disk.scan(recovering);
    EXPECT_TRUE(scanned.summary.ok());
    EXPECT_TRUE(scanned.tables.complaint().empty()) << at << scanned.tables.complaint();
    disk.patch(at, log.bytes[at]);
  }
}

}  // namespace
}  // namespace ntlmscan::recover
