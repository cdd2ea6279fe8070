// Rows of table `files`, the totals of a run, and strict.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "evtx_writer/tampering.hpp"
#include "unit/scan/made_logs.hpp"

namespace ntlmscan::scanning {
namespace {

using fixtures::LogFile;

constexpr std::int64_t kMorningMicros = 1'772'438'400'000'000;

void wipe(LogFile& log, std::size_t index) {
  const auto& record = log.records[index];
  std::fill_n(log.bytes.begin() + static_cast<std::ptrdiff_t>(record.file_offset), record.size, std::uint8_t{0});
  fix_checksums(log);
}

support::Row file_row(const LogFile& log, ScanOptions options = {}) {
  return support::scan_bytes(log.bytes, std::move(options)).tables.rows(Table::kFiles).at(0);
}

TEST(FilesTable, ASoundLog) {
  const LogFile log = chunked_log(3);
  ScanOptions options;
  options.events = "4624";
  const support::Row row = file_row(log, options);
  EXPECT_EQ(row.text("source"),
            "bytes_skipped=0\nchunks=3\nchunks_bad=0\ndirty=0\nfaults=0\nfirst_time=" +
                std::to_string(kMorningMicros + 1'000'000) +
                "\nformat=3.1\nheader_ok=1\nlast_time=" + std::to_string(kMorningMicros + 9'000'000) +
                "\nrecords=9\nrecords_recovered=0\nrows=0\nsize=" + std::to_string(log.bytes.size()) + "\nstate=ok\n");
}

struct Case {
  std::string name;
  fixtures::LogOptions options;
  std::function<void(LogFile&)> damage;
  std::string column;
  std::string value;  ///< empty: null
};

fixtures::LogOptions version(std::uint16_t minor) {
  fixtures::LogOptions options;
  options.minor_version = minor;
  return options;
}
fixtures::LogOptions dirty() {
  fixtures::LogOptions options;
  options.dirty = true;
  return options;
}
fixtures::LogOptions growth() {
  fixtures::LogOptions options;
  options.growth = 16;
  return options;
}

TEST(FilesTable, Cells) {
  const auto nothing = [](LogFile&) {};
  const auto no_header = [](LogFile& log) { std::fill_n(log.bytes.begin(), kHeader, std::uint8_t{0}); };
  const auto no_magic = [](LogFile& log) { log.bytes[kHeader + kChunk] = 0; };
  const auto break_one = [](LogFile& log) { wipe(log, 1); };
  const Case cases[] = {
      {"3.0", version(0), nothing, "format", "3.0"},
      {"3.2", version(2), nothing, "format", "3.2"},
      {"no header, no format", {}, no_header, "format", ""},
      {"no header", {}, no_header, "header_ok", "0"},
      {"no header, all chunks", {}, no_header, "chunks", "3"},
      {"no header, all records", {}, no_header, "state", "ok"},
      {"header sum", {}, [](LogFile& log) { log.bytes[124] ^= 1; }, "header_ok", "0"},
      {"dirty", dirty(), nothing, "dirty", "1"},
      {"dirty is no loss", dirty(), nothing, "state", "ok"},
      {"unused chunks do not count", growth(), nothing, "chunks", "3"},
      {"nor are they bad", growth(), nothing, "chunks_bad", "0"},
      {"a chunk without magic is bad", {}, no_magic, "chunks_bad", "1"},
      {"its bytes are skipped", {}, no_magic, "bytes_skipped", "65536"},
      {"and the file is partial", {}, no_magic, "state", "partial"},
      {"a chunk with a hole is bad", {}, break_one, "chunks_bad", "1"},
      {"a record less", {}, break_one, "records", "8"},
      {"and a row less", {}, break_one, "rows", "8"},
      {"the loss, and a checksum that holds over it", {}, break_one, "faults", "2"},
      {"a stale sum alone is no loss", {}, [](LogFile& log) { log.bytes[kHeader + 52] ^= 1; }, "state", "ok"},
      {"the record with the templates of its chunk gone", {}, [](LogFile& log) { wipe(log, 0); }, "records", "6"},
      {"first time of what was read",
       {},
       [](LogFile& log) { wipe(log, 0); },
       "first_time",
       std::to_string(kMorningMicros + 4'000'000)},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    LogFile log = chunked_log(3, c.options);
    c.damage(log);
    EXPECT_EQ(file_row(log)[c.column], c.value);
  }
}

TEST(FilesTable, TotalsAreSums) {
  const sinks::ScratchFolder folder;
  LogFile partial = chunked_log(2);
  wipe(partial, 4);
  LogFile noted = chunked_log(2);
  noted.bytes[kHeader + 52] ^= 1;
  put_bytes(folder / "in/a.evtx", chunked_log(3).bytes);
  put_bytes(folder / "in/b.evtx", partial.bytes);
  put_bytes(folder / "in/c.evtx", noted.bytes);
  const support::Scanned scanned = support::scan_paths({folder / "in", folder / "none.evtx"});
  ASSERT_TRUE(scanned.summary.ok());
  const Summary& sum = scanned.summary.value();
  EXPECT_EQ(sum.files, 4u);
  EXPECT_EQ(sum.files_partial, 1u);
  EXPECT_EQ(sum.files_failed, 1u);
  EXPECT_EQ(sum.bytes, 3 * kHeader + 7 * kChunk);
  EXPECT_EQ(sum.chunks, 7u);
  EXPECT_EQ(sum.records, 20u);
  EXPECT_EQ(sum.rows, 20u);
  EXPECT_EQ(sum.records_templated, 20u);
  EXPECT_EQ(sum.faults_lost, 2u);
  EXPECT_EQ(sum.faults_other, 3u);  // a checksum that holds over the loss; two that are wrong, of records and header
  EXPECT_EQ(sum.faults_lost + sum.faults_other, scanned.faults().size());
}

TEST(Strict, EndsAtTheFirstLossAndNamesIt) {
  const sinks::ScratchFolder folder;
  LogFile partial = chunked_log(2);
  wipe(partial, 4);
  LogFile noted = chunked_log(2);
  noted.bytes[kHeader + 52] ^= 1;
  put_bytes(folder / "in/a.evtx", noted.bytes);
  put_bytes(folder / "in/b.evtx", partial.bytes);
  ScanOptions options;
  options.strict = true;
  for (const unsigned threads : {1u, 4u}) {
    options.threads = threads;
    const support::Scanned scanned = support::scan_paths({folder / "in"}, options);
    ASSERT_FALSE(scanned.summary.ok());
    EXPECT_EQ(scanned.summary.error().code, FaultCode::kRecordDamaged);
    const std::string place = folder / "in/b.evtx@" + std::to_string(partial.records[4].file_offset);
    EXPECT_EQ(scanned.summary.error().message.find(place), 0u) << scanned.summary.error().message;
    EXPECT_FALSE(scanned.tables.finished());
  }
}

TEST(Strict, NotesDoNotCount) {
  LogFile log = chunked_log(2, dirty());
  log.bytes[kHeader + 52] ^= 1;
  ScanOptions options;
  options.strict = true;
  const support::Scanned scanned = support::scan_bytes(log.bytes, options);
  ASSERT_TRUE(scanned.summary.ok());
  EXPECT_EQ(scanned.events().size(), 6u);
  EXPECT_GT(scanned.summary.value().faults_other, 0u);
}

TEST(Strict, AMissingInputIsALoss) {
  ScanOptions options;
  options.strict = true;
  const support::Scanned scanned = support::scan_paths({"no-such-log.evtx"}, options);
  ASSERT_FALSE(scanned.summary.ok());
  EXPECT_EQ(scanned.summary.error().code, FaultCode::kInputMissing);
}

}  // namespace
}  // namespace ntlmscan::scanning
