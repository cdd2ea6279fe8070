// A log with one wrong byte: records that the byte does not belong to keep their rows, and what is missing is told.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <functional>
#include <set>
#include <sstream>

#include "damage/damaged_log.hpp"

namespace ntlmscan::damage {
namespace {

constexpr std::uint64_t kShards = 16;
constexpr std::uint64_t kSlackStep = 509;  // bytes behind the records are zero and look alike

using fixtures::LogFile;

// What a byte belongs to.
struct Touch {
  bool every_record = false;  ///< a definition or names that other records use, or a magic
  std::set<std::size_t> records;
};

// Definitions come inline at their first use; later records refer to them and to the names inside.
bool shared(const fixtures::RecordPlace& record, std::uint32_t at) {
  for (const fixtures::InstancePlace& instance : record.instances) {
    if (instance.inline_definition && at >= instance.definition && at < instance.value_count) return true;
  }
  return false;
}

Touch touch_of(const LogFile& log, std::uint64_t at) {
  Touch touch;
  touch.every_record = at >= fixtures::kFileHeaderSize && at < fixtures::kFileHeaderSize + 8;
  for (std::size_t i = 0; i < log.records.size(); ++i) {
    const fixtures::RecordPlace& record = log.records[i];
    if (at < record.file_offset || at >= end_of(record)) continue;
    touch.records.insert(i);
    touch.every_record = shared(record, record.offset + static_cast<std::uint32_t>(at - record.file_offset));
  }
  return touch;
}

class ByteFlip : public testing::TestWithParam<std::uint64_t> {
 protected:
  ByteFlip() : log_(damage_log()), file_(log_.bytes), sound_(by_offset(file_.scan())) { split_lines(); }

  // Calls `check` with each byte of this shard replaced.
  void each(const std::function<std::uint8_t(std::uint8_t)>& flip, const std::function<void(std::uint64_t)>& check) {
    const std::uint64_t end = end_of(log_.records.back());
    for (std::uint64_t i = GetParam(); !HasFatalFailure(); i += kShards) {
      const std::uint64_t at = i < end ? i : end + (i - end) * kSlackStep;  // every byte, then some of the slack
      if (at >= log_.bytes.size()) return;
      if (at >= 160 && at < fixtures::kFileHeaderSize && at % 97 != 0) continue;  // unused part of the file header
      if (flip(log_.bytes[at]) == log_.bytes[at]) continue;
      file_.patch(at, flip(log_.bytes[at]));
      check(at);
      file_.patch(at, log_.bytes[at]);
    }
  }

  void check_scan(std::uint64_t at) {
    const support::Scanned scanned = file_.scan();
    ASSERT_TRUE(scanned.summary.ok()) << at;
    ASSERT_LE(scanned.summary.value().records, log_.records.size()) << at;
    const auto rows = by_offset(scanned);
    const Touch touch = touch_of(log_, at);
    for (std::size_t i = 0; i < log_.records.size(); ++i) {
      const std::uint64_t offset = log_.records[i].file_offset;
      if (touch.every_record || touch.records.contains(i)) continue;
      ASSERT_TRUE(rows.contains(offset)) << "record " << i << " is lost by byte " << at;
      ASSERT_EQ(rows.at(offset), sound_.at(offset)) << "record " << i << " differs by byte " << at;
    }
    for (const auto& row : rows) ASSERT_TRUE(sound_.contains(row.first)) << "a row from nowhere by byte " << at;
    ASSERT_GE(covered(log_, scanned) + scanned.summary.value().records, log_.records.size()) << at;
    ASSERT_TRUE(rows.size() == log_.records.size() || !scanned.faults().empty()) << at;
  }

  void check_dump(std::uint64_t at) {
    const support::Dumped dumped = file_.dump();
    ASSERT_TRUE(dumped.summary.ok()) << at;
    std::set<std::string> lines;
    std::istringstream text(dumped.text);
    for (std::string line; std::getline(text, line);) {
      ASSERT_TRUE(nlohmann::json::accept(line)) << at << ' ' << line;
      ASSERT_TRUE(lines.insert(line).second) << at;
    }
    const Touch touch = touch_of(log_, at);
    for (std::size_t i = 0; i < log_.records.size(); ++i) {
      const bool touched = touch.every_record || touch.records.contains(i);
      ASSERT_TRUE(touched || lines.contains(lines_[i])) << "record " << i << " differs by byte " << at;
    }
    ASSERT_LE(lines.size(), log_.records.size()) << at;
  }

 private:
  void split_lines() {
    std::istringstream text(file_.dump().text);
    for (std::string line; std::getline(text, line);) lines_.push_back(line);
  }

  LogFile log_;
  support::LogOnDisk file_;
  std::map<std::uint64_t, std::string> sound_;
  std::vector<std::string> lines_;
};

TEST_P(ByteFlip, ScanWithZero) {
  each([](std::uint8_t) { return std::uint8_t{0}; }, [this](std::uint64_t at) { check_scan(at); });
}
TEST_P(ByteFlip, ScanWithOnes) {
  each([](std::uint8_t) { return std::uint8_t{0xFF}; }, [this](std::uint64_t at) { check_scan(at); });
}
TEST_P(ByteFlip, ScanWithOneBit) {
  each([](std::uint8_t byte) { return static_cast<std::uint8_t>(byte ^ 1); }, [this](std::uint64_t at) { check_scan(at); });
}
TEST_P(ByteFlip, DumpWithZero) {
  each([](std::uint8_t) { return std::uint8_t{0}; }, [this](std::uint64_t at) { check_dump(at); });
}
TEST_P(ByteFlip, DumpWithOnes) {
  each([](std::uint8_t) { return std::uint8_t{0xFF}; }, [this](std::uint64_t at) { check_dump(at); });
}
TEST_P(ByteFlip, DumpWithOneBit) {
  each([](std::uint8_t byte) { return static_cast<std::uint8_t>(byte ^ 1); }, [this](std::uint64_t at) { check_dump(at); });
}

INSTANTIATE_TEST_SUITE_P(Shards, ByteFlip, testing::Range(std::uint64_t{0}, kShards));

}  // namespace
}  // namespace ntlmscan::damage
