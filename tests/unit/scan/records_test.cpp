// Logs that are no files, and records one by one: the same as a scan and a dump of the file.
#include "ntlmscan/records.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "ntlmscan/inspect.hpp"
#include "unit/scan/made_logs.hpp"

namespace ntlmscan::scanning {
namespace {

class Memory final : public ByteSource {
 public:
  explicit Memory(std::vector<std::uint8_t> bytes) : bytes_(std::move(bytes)) {}
  [[nodiscard]] std::uint64_t size() const noexcept override { return bytes_.size(); }
  [[nodiscard]] Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> into) const override {
    if (offset >= bytes_.size()) return std::size_t{0};
    const std::size_t count = std::min<std::size_t>(into.size(), bytes_.size() - static_cast<std::size_t>(offset));
    std::memcpy(into.data(), bytes_.data() + offset, count);
    return count;
  }

 private:
  std::vector<std::uint8_t> bytes_;
};

std::vector<std::uint8_t> bytes_of(fixtures::Shape shape) {
  return log_of({short_event(1), short_event(2), short_event(3)}, shape).bytes;
}

NamedBytes buffer(std::string name, std::vector<std::uint8_t> bytes, std::size_t after = 0) {
  return {std::move(name), std::make_shared<const Memory>(std::move(bytes)), after};
}

TEST(Buffers, AreReadAmongTheInputsInOrder) {
  const auto bytes = bytes_of(fixtures::Shape::kLive);
  const support::LogOnDisk file(bytes);
  ScanOptions options;
  options.buffers = {buffer("first", bytes), buffer("middle", bytes, 1), buffer("no log", {1, 2, 3}, 1),
                     buffer("last", bytes, 7)};
  const auto scanned = support::scan_paths({file.path(), file.path()}, options);
  ASSERT_TRUE(scanned.summary.ok());
  std::vector<std::string> sources;
  for (const auto& row : scanned.tables.rows(Table::kFiles)) sources.push_back(row["source"]);
  EXPECT_EQ(sources, (std::vector<std::string>{"first", file.path(), "middle", "no log", file.path(), "last"}));
  EXPECT_EQ(scanned.summary.value().records, 15u);
  EXPECT_EQ(scanned.fault_codes("lost"), std::vector<std::string>{"not_evtx"});
}

// One line a record, as a dump has it behind its head.
std::string dumped_one_by_one(RecordWalker& walker) {
  RecordDecoder decoder;
  std::string out;
  while (const auto record = walker.next()) {
    const auto json = decoder.json(*record);
    EXPECT_TRUE(json.ok());
    if (json) out += json.value().substr(1) + "\n";
  }
  return out;
}

std::string without_heads(const std::string& dump) {
  constexpr std::string_view kEvent = "\"Event\":";
  std::string out;
  for (std::size_t at = 0; at < dump.size();) {
    const std::size_t end = dump.find('\n', at) + 1;
    const std::string line = dump.substr(at, end - at);
    out += line.substr(line.find(kEvent));
    at = end;
  }
  return out;
}

TEST(Records, AreThoseOfADumpFromFilesAndBuffers) {
  for (const auto shape : {fixtures::Shape::kLive, fixtures::Shape::kLiteral}) {
    const auto bytes = bytes_of(shape);
    const support::LogOnDisk file(bytes);
    const std::string expected = without_heads(file.dump().text);
    EXPECT_EQ(std::count(expected.begin(), expected.end(), '\n'), 3);
    const auto from_file = RecordWalker::open(file.path());
    const auto from_bytes = RecordWalker::open(buffer("memory", bytes));
    ASSERT_TRUE(from_file.ok() && from_bytes.ok());
    EXPECT_EQ(dumped_one_by_one(*from_file.value()), expected);
    EXPECT_EQ(dumped_one_by_one(*from_bytes.value()), expected);
    EXPECT_EQ(from_bytes.value()->source(), "memory");
  }
}

TEST(Records, OutliveTheirWalkAndAreDecodedInAnyOrder) {
  std::vector<LogRecord> records;
  {
    const auto walker = RecordWalker::open(buffer("memory", bytes_of(fixtures::Shape::kLive)));
    ASSERT_TRUE(walker.ok());
    while (auto record = walker.value()->next()) records.push_back(std::move(*record));
  }
  RecordDecoder decoder;
  std::vector<std::uint64_t> ids;
  for (auto record = records.rbegin(); record != records.rend(); ++record) {
    const auto system = decoder.system(*record);
    ASSERT_TRUE(system.ok());
    ids.push_back(system.value().record_id.value_or(0));
  }
  EXPECT_EQ(ids, (std::vector<std::uint64_t>{3, 2, 1}));
}

TEST(Records, ThatAreDamagedSayWhere) {
  auto bytes = bytes_of(fixtures::Shape::kLive);
  const auto whole = RecordWalker::open(buffer("memory", bytes));
  ASSERT_TRUE(whole.ok());
  const auto first = whole.value()->next();
  const auto content = bytes.begin() + static_cast<std::ptrdiff_t>(first->byte_offset + 24);
  std::fill(content, content + 40, std::uint8_t{0xFF});  // no tokens of Binary XML
  const auto walker = RecordWalker::open(buffer("memory", bytes));
  RecordDecoder decoder;
  const auto damaged = walker.value()->next();  // the one behind: its template was defined in what is no record now
  const auto json = decoder.json(*damaged);
  ASSERT_FALSE(json.ok());
  EXPECT_EQ(json.error().source, "memory");
  EXPECT_EQ(json.error().byte_offset, damaged->byte_offset);
}

TEST(Records, NeedALog) {
  EXPECT_EQ(RecordWalker::open("/no/such/log").error().code, FaultCode::kInputMissing);
  EXPECT_EQ(RecordWalker::open(buffer("memory", {1, 2, 3})).error().code, FaultCode::kNotEvtx);
  EXPECT_EQ(RecordWalker::open(buffer("memory", {})).error().code, FaultCode::kInputEmpty);
}

TEST(ShowRecord, ReadsBuffers) {
  const auto bytes = bytes_of(fixtures::Shape::kLive);
  const support::LogOnDisk file(bytes);
  const auto walker = RecordWalker::open(file.path());
  ASSERT_TRUE(walker.ok());
  const auto record = walker.value()->next();
  const auto from_file = show_record(file.path(), record->byte_offset);
  const auto from_bytes = show_record(buffer("memory", bytes), record->byte_offset);
  ASSERT_TRUE(from_file.ok() && from_bytes.ok());
  EXPECT_EQ(from_file.value().xml, from_bytes.value().xml);
  EXPECT_EQ(from_bytes.value().source, "memory");
}

}  // namespace
}  // namespace ntlmscan::scanning
