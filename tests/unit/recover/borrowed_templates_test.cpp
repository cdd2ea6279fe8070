// Templates that a chunk has lost: from its file, from other inputs, from a library, and from nowhere else.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "unit/scan/made_logs.hpp"

namespace ntlmscan::recover {
namespace {

using fixtures::Shape;
using support::Row;
using support::Scanned;

fixtures::EventSpec event_of(std::uint64_t id) {
  fixtures::EventSpec event = fixtures::make_event("Microsoft-Windows-Security-Auditing", 4624, 2);
  event.system.record_id = id;
  event.system.created = scanning::kMorning;
  event.system.computer = "PC1";
  event.set("TargetUserName", "user" + std::to_string(id));
  return event;
}

// Chunk 0 is whole; of chunk 1 the front, with its templates, lies under a record of a classic source.
fixtures::LogFile whole_and_overwritten() {
  fixtures::LogWriter log;
  for (std::uint64_t id = 1; id <= 20; ++id) append(log, event_of(id), Shape::kLive);
  log.close_chunk();
  fixtures::EventSpec top = fixtures::make_event("NETLOGON", 5823);
  top.system.record_id = 900;
  top.system.created = scanning::kMorning;
  top.system.computer = "PC1";
  for (int i = 0; i < 3; ++i) append(log, top, Shape::kLive);
  return log.finish();
}

std::vector<std::uint8_t> chunk_of(const fixtures::LogFile& log, std::size_t number) {
  std::vector<std::uint8_t> bytes(log.bytes.begin(), log.bytes.begin() + scanning::kHeader);
  const auto chunk = log.bytes.begin() + static_cast<std::ptrdiff_t>(log.chunk_offsets[number]);
  bytes.insert(bytes.end(), chunk, chunk + static_cast<std::ptrdiff_t>(scanning::kChunk));
  return bytes;
}

ScanOptions recovering() {
  ScanOptions options;
  options.recover = true;
  options.threads = 1;
  return options;
}

// How the old records of a scan were named, and that their users are those of their ids.
std::string named_by(const Scanned& scanned) {
  std::string how;
  for (const Row& row : scanned.events()) {
    if (row["origin"] == "live") continue;
    if (row["decoded_by"] != "none") {
      EXPECT_EQ(row["user_name"], "user" + row["record_id"]);
    }
    if (how.find(row["decoded_by"]) == std::string::npos) how += (how.empty() ? "" : " ") + row["decoded_by"];
  }
  return how;
}

class BorrowedTemplates : public testing::Test {
 protected:
  fixtures::LogFile log_ = whole_and_overwritten();
  support::LogOnDisk whole_{chunk_of(log_, 0)};
  support::LogOnDisk overwritten_{chunk_of(log_, 1)};
};

TEST_F(BorrowedTemplates, OfNobody) {
  EXPECT_EQ(named_by(support::scan_paths({overwritten_.path()}, recovering())), "catalogue");
}

TEST_F(BorrowedTemplates, OfTheOwnFile) {
  ScanOptions options = recovering();
  EXPECT_EQ(named_by(support::scan_bytes(log_.bytes, options)), "file");
  options.one_pass = true;
  EXPECT_EQ(named_by(support::scan_bytes(log_.bytes, options)), "file");
}

TEST_F(BorrowedTemplates, OfAnotherFileWhateverTheOrderAndTheThreads) {
  for (const unsigned threads : {1u, 3u}) {
    ScanOptions options = recovering();
    options.threads = threads;
    EXPECT_EQ(named_by(support::scan_paths({whole_.path(), overwritten_.path()}, options)), "collection");
    EXPECT_EQ(named_by(support::scan_paths({overwritten_.path(), whole_.path()}, options)), "collection");
  }
}

TEST_F(BorrowedTemplates, OnePassAsksNoOtherFile) {
  ScanOptions options = recovering();
  options.one_pass = true;
  EXPECT_EQ(named_by(support::scan_paths({whole_.path(), overwritten_.path()}, options)), "catalogue");
}

TEST_F(BorrowedTemplates, OfASavedLibrary) {
  const std::string path = whole_.path() + ".templates";
  ScanOptions saving = recovering();
  saving.save_templates = path;
  EXPECT_TRUE(support::scan_paths({whole_.path()}, saving).summary.ok());
  ScanOptions loading = recovering();
  loading.templates = path;
  EXPECT_EQ(named_by(support::scan_paths({overwritten_.path()}, loading)), "library");
  std::filesystem::remove(path);
}

TEST_F(BorrowedTemplates, ALibraryThatIsNoneEndsTheRun) {
  ScanOptions options = recovering();
  options.templates = whole_.path();
  const Scanned scanned = support::scan_paths({overwritten_.path()}, options);
  ASSERT_FALSE(scanned.summary.ok());
  EXPECT_EQ(scanned.summary.error().code, FaultCode::kTemplateLibrary);
}

// A definition is where the record says, and its id is right, but one of its names was overwritten.
TEST_F(BorrowedTemplates, NotOfADefinitionWithADamagedName) {
  fixtures::LogWriter writer;
  for (std::uint64_t id = 1; id <= 20; ++id) append(writer, event_of(id), Shape::kLive);
  writer.close_chunk();
  append(writer, event_of(21), Shape::kLive);
  std::vector<std::uint8_t> bytes = chunk_of(writer.finish(), 1);
  EXPECT_EQ(named_by(support::scan_bytes(bytes, recovering())), "chunk");
  const std::string data("D\0a\0t\0a\0\0", 10);
  const auto name = std::search(bytes.begin() + scanning::kHeader, bytes.end(), data.begin(), data.end());
  ASSERT_NE(name, bytes.end());
  *name = 'E';
  EXPECT_EQ(named_by(support::scan_bytes(bytes, recovering())), "catalogue");
}

}  // namespace
}  // namespace ntlmscan::recover
