// A log with one wrong byte: records that the byte does not belong to keep their rows, and what is missing is told.
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>

#include "damage/damaged_log.hpp"

namespace ntlmscan::damage {
namespace {

constexpr std::uint64_t kShards = 16;
constexpr std::uint64_t kHeaderStep = 97;  // the unused part of the file header
constexpr std::uint64_t kSecondStep = 7;   // the second chunk's header and records: the first one was flipped whole
constexpr std::uint64_t kSlackStep = 509;

using fixtures::LogFile;
using Flip = std::uint8_t (*)(std::uint8_t);

// Every byte of the file header's fields and of the first chunk up to the end of its records, some of the others.
std::vector<std::uint64_t> places(const LogFile& log) {
  std::vector<std::uint64_t> out;
  const auto add = [&](std::uint64_t from, std::uint64_t to, std::uint64_t step) {
    for (std::uint64_t at = from; at < to; at += step) out.push_back(at);
  };
  add(0, 160, 1);
  add(160, log.chunk_offsets[0], kHeaderStep);
  add(log.chunk_offsets[0], end_of_chunk(log, 0), 1);
  add(end_of_chunk(log, 0), log.chunk_offsets[1], kSlackStep);
  add(log.chunk_offsets[1], log.chunk_offsets[1] + 8, 1);
  add(log.chunk_offsets[1] + 8, end_of_chunk(log, 1), kSecondStep);
  add(end_of_chunk(log, 1), log.bytes.size(), kSlackStep);
  return out;
}

// Definitions come inline at their first use; later records refer to them and to the names inside.
bool shared(const fixtures::RecordPlace& record, std::uint32_t at) {
  for (const fixtures::InstancePlace& instance : record.instances) {
    if (instance.inline_definition && at >= instance.definition && at < instance.value_count) return true;
  }
  return false;
}

// Which records a byte belongs to: one, or all of its chunk where it is of the magic or of what records share.
std::vector<bool> touched_by(const LogFile& log, std::uint64_t at) {
  std::vector<bool> touched(log.records.size(), false);
  std::optional<std::size_t> chunk;
  for (std::size_t i = 0; i < log.chunk_offsets.size(); ++i) {
    if (at >= log.chunk_offsets[i] && at < log.chunk_offsets[i] + 8) chunk = i;
  }
  for (std::size_t i = 0; i < log.records.size(); ++i) {
    const fixtures::RecordPlace& record = log.records[i];
    if (at < record.file_offset || at >= end_of(record)) continue;
    touched[i] = true;
    if (shared(record, record.offset + static_cast<std::uint32_t>(at - record.file_offset))) chunk = record.chunk;
  }
  for (std::size_t i = 0; i < log.records.size(); ++i) touched[i] = touched[i] || chunk == log.records[i].chunk;
  return touched;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

struct Case {
  const char* name;
  Flip flip;
  std::uint64_t shard;
};

class ByteFlip : public testing::TestWithParam<Case> {
 protected:
  ByteFlip()
      : log_(damage_log()), file_(log_.bytes), sound_(by_offset(file_.scan())), lines_(lines_of(file_.dump().text)) {}

  // Calls `check` with each byte of this shard replaced.
  void each(const std::function<void(std::uint64_t)>& check) {
    const auto all = places(log_);
    for (std::size_t i = GetParam().shard; i < all.size() && !HasFatalFailure(); i += kShards) {
      const std::uint8_t before = log_.bytes[all[i]];
      const std::uint8_t after = GetParam().flip(before);
      if (after == before) continue;
      file_.patch(all[i], after);
      check(all[i]);
      file_.patch(all[i], before);
    }
  }

  void check_scan(std::uint64_t at) {
    const support::Scanned scanned = file_.scan();
    ASSERT_TRUE(scanned.summary.ok()) << at;
    ASSERT_EQ(scanned.tables.complaint(), "") << at;
    const std::uint64_t records = scanned.summary.value().records;
    ASSERT_LE(records, log_.records.size()) << at;
    const auto rows = by_offset(scanned);
    for (const auto& row : rows) ASSERT_TRUE(sound_.contains(row.first)) << "a row from nowhere by byte " << at;
    const auto touched = touched_by(log_, at);
    std::uint64_t untold = 0;
    for (std::size_t i = 0; i < log_.records.size(); ++i) {
      const std::uint64_t offset = log_.records[i].file_offset;
      if (!rows.contains(offset)) untold += told(log_.records[i], scanned) ? 0 : 1;
      if (touched[i]) continue;
      ASSERT_TRUE(rows.contains(offset)) << "record " << i << " is lost by byte " << at;
      ASSERT_EQ(rows.at(offset), sound_.at(offset)) << "record " << i << " differs by byte " << at;
    }
    // A record without row was read and is another event now, or a fault says that it is lost.
    ASSERT_LE(untold, records - rows.size()) << at;
  }

  void check_dump(std::uint64_t at) {
    const support::Dumped dumped = file_.dump();
    ASSERT_TRUE(dumped.summary.ok()) << at;
    const auto lines = lines_of(dumped.text);
    for (const std::string& line : lines) ASSERT_TRUE(nlohmann::json::accept(line)) << at << ' ' << line;
    const std::set<std::string> distinct(lines.begin(), lines.end());
    ASSERT_EQ(distinct.size(), lines.size()) << at;
    ASSERT_EQ(dumped.summary.value().rows, lines.size()) << at;
    const auto touched = touched_by(log_, at);
    for (std::size_t i = 0; i < log_.records.size(); ++i) {
      ASSERT_TRUE(touched[i] || distinct.contains(lines_[i])) << "record " << i << " differs by byte " << at;
    }
    ASSERT_LE(lines.size(), log_.records.size()) << at;
    ASSERT_TRUE(lines.size() == log_.records.size() || dumped.summary.value().faults_lost > 0) << at;
  }

 private:
  LogFile log_;
  support::LogOnDisk file_;
  std::map<std::uint64_t, std::string> sound_;
  std::vector<std::string> lines_;
};

TEST_P(ByteFlip, LeavesTheOtherRowsAlone) {
  each([this](std::uint64_t at) { check_scan(at); });
}

TEST_P(ByteFlip, LeavesTheOtherLinesAlone) {
  each([this](std::uint64_t at) { check_dump(at); });
}

std::vector<Case> cases() {
  std::vector<Case> out;
  for (std::uint64_t shard = 0; shard < kShards; ++shard) {
    out.push_back({"Zero", [](std::uint8_t) { return std::uint8_t{0}; }, shard});
    out.push_back({"OneBit", [](std::uint8_t byte) { return static_cast<std::uint8_t>(byte ^ 1); }, shard});
    out.push_back({"AllBits", [](std::uint8_t byte) { return static_cast<std::uint8_t>(byte ^ 0xFF); }, shard});
  }
  return out;
}

INSTANTIATE_TEST_SUITE_P(Flips, ByteFlip, testing::ValuesIn(cases()), [](const testing::TestParamInfo<Case>& of) {
  return std::string(of.param.name) + std::to_string(of.param.shard);
});

}  // namespace
}  // namespace ntlmscan::damage
