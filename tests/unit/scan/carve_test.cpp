// Carving: chunks and single records at any place of an image, each once, and nothing that is none.
#include "ntlmscan/carve.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "scan/open_image.hpp"
#include "scan/unit.hpp"
#include "unit/scan/made_logs.hpp"

namespace ntlmscan::scanning {
namespace {

using fixtures::LogFile;
using Image = std::vector<std::uint8_t>;

// Bytes without a pattern, the same each time.
void noise(Image& image, std::size_t count) {
  std::uint64_t state = image.size() + 88172645463325252u;
  for (std::size_t i = 0; i < count; ++i) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    image.push_back(static_cast<std::uint8_t>(state >> 24));
  }
}

void put(Image& image, const LogFile& log, std::uint64_t from, std::uint64_t size) {
  const auto begin = log.bytes.begin() + static_cast<std::ptrdiff_t>(from);
  image.insert(image.end(), begin, begin + static_cast<std::ptrdiff_t>(size));
}

struct Found {
  Carved carved;
  support::CollectSink tables;

  [[nodiscard]] std::vector<std::uint64_t> ids() const {
    std::vector<std::uint64_t> out;
    for (const support::Row& row : tables.events()) out.push_back(static_cast<std::uint64_t>(row.number("record_id")));
    return out;
  }
};

Found carve_bytes(const Image& image, unsigned threads = 1, const std::string& logs = {}) {
  const support::LogOnDisk file(image);
  CarveOptions options;
  options.scan.inputs = {file.path()};
  options.scan.threads = threads;
  options.logs_folder = logs;
  Found found;
  auto done = carve(options, found.tables);
  EXPECT_TRUE(done.ok());
  if (done) found.carved = std::move(done.value());
  return found;
}

std::string without_place(const support::Row& row) {
  std::string out;
  for (const char* column :
       {"record_id", "filetime", "computer", "channel", "event_id", "process_id", "process_name"}) {
    out += row[column] + "|";
  }
  return out;
}

TEST(Carve, FindsChunksAtAnyAlignment) {
  const LogFile log = chunked_log(3);
  const support::Scanned live = support::scan_bytes(log.bytes);
  for (const std::size_t shift : {0u, 1u, 7u, 512u, 4097u}) {
    Image image;
    noise(image, shift);
    put(image, log, kHeader, 3 * kChunk);
    const Found found = carve_bytes(image);
    ASSERT_EQ(found.tables.events().size(), live.events().size()) << shift;
    for (std::size_t i = 0; i < live.events().size(); ++i) {
      const support::Row& row = found.tables.events()[i];
      EXPECT_EQ(without_place(row), without_place(live.events()[i]));
      EXPECT_EQ(row.number("byte_offset"),
                live.events()[i].number("byte_offset") - std::int64_t{kHeader} + static_cast<std::int64_t>(shift));
      EXPECT_EQ(row["origin"], "carved");
      EXPECT_EQ(row["decoded_by"], "chunk");
    }
    EXPECT_EQ(found.carved.summary.chunks, 3u);
    EXPECT_TRUE(found.tables.rows(Table::kCoverage).empty());
    EXPECT_EQ(found.tables.rows(Table::kFiles).at(0)["state"], "ok");
  }
}

// U+9280 and U+8000 hold the bytes that end the head of a freed heap block.
TEST(Carve, LeavesTextsAloneThatAChecksumVouchesFor) {
  std::vector<fixtures::EventSpec> events;
  for (const std::string text : {"kim\xE9\x8A\x80\\synchronise.exe", "\xE6\x9D\x8E\xE8\x80\x80\\synchronise.exe"}) {
    for (std::size_t shift = 0; shift < 8; ++shift) {  // with two bytes a unit, each place within a block
      events.push_back(
          short_event(events.size() + 1).set("ProcessName", "C:\\Users\\" + std::string(shift, 'a') + text));
    }
  }
  const LogFile log = log_of(events);
  const support::Scanned live = support::scan_bytes(log.bytes);
  const auto names_at = [&](std::size_t shift) {
    Image image(shift);
    put(image, log, kHeader, kChunk);
    const Found found = carve_bytes(image);
    std::vector<std::string> names;
    for (const support::Row& row : found.tables.events()) names.push_back(row["process_name"]);
    return names;
  };
  std::vector<std::string> names;
  for (const support::Row& row : live.events()) names.push_back(row["process_name"]);
  ASSERT_EQ(names.size(), events.size());
  EXPECT_EQ(names_at(0), names);
  EXPECT_EQ(names_at(7), names);
}

TEST(Carve, TellsWhatWentWhileItWasRead) {
  const LogFile log = chunked_log(1);
  Image image(std::size_t{24} << 20);
  put(image, log, kHeader, kChunk);
  for (const std::size_t left : {std::size_t{5} << 20, std::size_t{0}}) {
    support::LogOnDisk file(image);
    CarveOptions options;
    options.scan.inputs = {file.path()};
    options.scan.threads = 1;
    options.scan.on_progress = [&](const Progress& progress) {
      if (progress.bytes_done > 0) file.cut(left);
      return true;
    };
    support::CollectSink tables;
    ASSERT_TRUE(carve(options, tables).ok());
    EXPECT_TRUE(tables.events().empty());
    std::uint64_t lost_to = 0;
    for (const support::Row& fault : tables.rows(Table::kFaults)) {
      EXPECT_EQ(fault["code"], "input_shrank");
      EXPECT_EQ(fault["severity"], "lost");
      lost_to = static_cast<std::uint64_t>(fault.number("byte_offset") + fault.number("bytes"));
    }
    EXPECT_EQ(lost_to, image.size());
    EXPECT_EQ(tables.rows(Table::kFiles).at(0)["state"], "partial");
  }
}

TEST(Carve, FindsWhatLiesAcrossWindowsOnceWhateverTheThreads) {
  const LogFile log = chunked_log(2);
  const std::size_t unit = kChunksPerUnit * kImageWindow;
  for (const std::size_t before : {unit - kChunk, unit - 100, unit - 3, unit + kChunk - 1, unit - 600}) {
    Image image(before);
    put(image, log, kHeader, 2 * kChunk);
    image.resize(image.size() + 1000);
    const Found one = carve_bytes(image, 1);
    const Found two = carve_bytes(image, 2);
    EXPECT_EQ(one.ids(), (std::vector<std::uint64_t>{1, 2, 3, 4, 5, 6})) << before;
    EXPECT_EQ(one.ids(), two.ids()) << before;
    for (std::size_t i = 0; i < one.tables.events().size(); ++i) {
      EXPECT_EQ(one.tables.events()[i].text("source"), two.tables.events()[i].text("source"));
    }
  }
}

TEST(Carve, FindsSingleRecordsWithTheirTemplates) {
  const LogFile log = chunked_log(1);
  const fixtures::RecordPlace& first = log.records[0];
  Image image;
  noise(image, 1001);
  put(image, log, first.file_offset, first.size);
  noise(image, 333);
  put(image, log, log.records[2].file_offset, log.records[2].size);
  noise(image, 100);
  const Found found = carve_bytes(image);
  ASSERT_EQ(found.tables.events().size(), 2u);
  EXPECT_EQ(found.tables.events()[0]["decoded_by"], "chunk");
  EXPECT_EQ(found.tables.events()[0]["process_name"], "lsass.exe");
  EXPECT_EQ(found.tables.events()[1]["decoded_by"], "catalogue");
  EXPECT_EQ(found.tables.events()[1]["process_name"], "lsass.exe");
  EXPECT_FALSE(found.tables.events()[1].has("computer"));
}

TEST(Carve, FindsTheDefinitionOfARecordBehindOne) {
  const LogFile log = chunked_log(1);
  Image image;
  noise(image, 77);
  put(image, log, log.records[0].file_offset, log.records[0].size + log.records[1].size);
  const Found found = carve_bytes(image);
  ASSERT_EQ(found.tables.events().size(), 2u);
  EXPECT_EQ(found.tables.events()[1]["decoded_by"], "chunk");
  EXPECT_EQ(found.tables.events()[1]["computer"], "PC1");
}

TEST(Carve, TakesNoSignatureAloneForAnything) {
  Image image;
  const std::string text = "ElfChnk is the magic of a chunk, and ** begins";
  for (int i = 0; i < 1000; ++i) {
    image.insert(image.end(), text.begin(), text.end());
    for (const char c : {'E', 'l', 'f', 'C', 'h', 'n', 'k', '\0', '*', '*', '\0', '\0'}) {
      image.push_back(static_cast<std::uint8_t>(c));
    }
    noise(image, 700);
  }
  const Found found = carve_bytes(image);
  EXPECT_EQ(found.carved.summary.chunks, 0u);
  EXPECT_TRUE(found.tables.events().empty());
  EXPECT_TRUE(found.tables.faults().empty());
  EXPECT_EQ(found.carved.summary.files_failed, 0u);
}

TEST(Carve, ReadsAChunkThatIsCutShort) {
  const LogFile log = chunked_log(1);
  Image image;
  put(image, log, kHeader, log.records[2].file_offset - kHeader + 40);
  const Found found = carve_bytes(image);
  EXPECT_EQ(found.ids(), (std::vector<std::uint64_t>{1, 2}));
}

TEST(Carve, WritesChunksAsLogsThatScanReads) {
  const LogFile log = chunked_log(3);
  Image image;
  for (const std::uint64_t chunk : {2u, 0u, 1u, 0u}) {  // out of order, and one twice
    noise(image, 999 + chunk);
    put(image, log, kHeader + chunk * kChunk, kChunk);
    if (chunk == 1) image[image.size() - kChunk + 50] ^= 1;  // its header is damaged
  }
  const sinks::ScratchFolder folder;
  const Found found = carve_bytes(image, 1, folder / "logs");
  ASSERT_EQ(found.carved.logs.size(), 1u);
  EXPECT_EQ(found.carved.chunks_written, 3u);
  EXPECT_EQ(found.carved.chunks_left_out, 1u);
  EXPECT_EQ(std::filesystem::path(found.carved.logs[0]).filename().string(),
            "carved-0001-PC1-Microsoft-Windows-NTLM_Operational.evtx");
  const support::Scanned again = support::scan_paths({found.carved.logs[0]});
  EXPECT_TRUE(again.faults().empty()) << again.faults()[0].text();
  EXPECT_EQ(numbers(again, "record_id"), (std::vector<std::uint64_t>{1, 2, 3, 4, 5, 6, 7, 8, 9}));
}

TEST(Carve, ReplacesNoLog) {
  const LogFile log = chunked_log(1);
  const sinks::ScratchFolder folder;
  static_cast<void>(carve_bytes(log.bytes, 1, folder / "logs"));
  const support::LogOnDisk file(log.bytes);
  CarveOptions options;
  options.scan.inputs = {file.path()};
  options.logs_folder = folder / "logs";
  support::CollectSink tables;
  const auto again = carve(options, tables);
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, FaultCode::kOutputFailed);
  EXPECT_FALSE(tables.finished());
}

TEST(Carve, NamesFilesByLettersAlone) {
  fixtures::LogWriter log;
  fixtures::EventSpec event = short_event(1);
  event.system.computer = "../../etc/passwd\x1b[31m";
  append(log, event, fixtures::Shape::kLive);
  const sinks::ScratchFolder folder;
  const Found found = carve_bytes(log.finish().bytes, 1, folder / "logs");
  ASSERT_EQ(found.carved.logs.size(), 1u);
  EXPECT_EQ(std::filesystem::path(found.carved.logs[0]).filename().string(),
            "carved-0001-etc_passwd_31m-Microsoft-Windows-NTLM_Operational.evtx");
}

}  // namespace
}  // namespace ntlmscan::scanning
