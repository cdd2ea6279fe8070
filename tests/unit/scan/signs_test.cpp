// Signs of tampering: each doctored log gets its sign, by scan and by inspect, and ordinary logs get none.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "evtx_writer/tampering.hpp"
#include "ntlmscan/inspect.hpp"
#include "unit/scan/made_logs.hpp"

namespace ntlmscan::scanning {
namespace {

using fixtures::LogFile;
using Codes = std::vector<std::string>;

void put(LogFile& log, std::uint64_t at, std::uint64_t value, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) log.bytes[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

FileHealth health_of(const LogFile& log) {
  const support::LogOnDisk file(log.bytes);
  ScanOptions options;
  options.inputs = {file.path()};
  options.threads = 1;
  FileHealth found;
  const auto done = inspect(options, [&](const FileHealth& health) -> Status {
    found = health;
    return {};
  });
  EXPECT_TRUE(done.ok());
  return found;
}

Codes signs_of(const FileHealth& health) {
  Codes out;
  for (const TamperSign& sign : health.signs) {
    out.emplace_back(sign.code);
    const auto as_fault = [&](const Fault& fault) {
      return fault_code_name(fault.code) == sign.code && fault.severity == Severity::kTamper &&
             fault.byte_offset == sign.byte_offset && fault.message.starts_with(sign.evidence);
    };
    EXPECT_EQ(std::count_if(health.faults.begin(), health.faults.end(), as_fault), 1) << sign.code;
  }
  std::sort(out.begin(), out.end());
  return out;
}

Codes scanned_signs(const LogFile& log) {
  Codes out = support::scan_bytes(log.bytes).fault_codes("tamper");
  std::sort(out.begin(), out.end());
  return out;
}

struct Case {
  const char* name;
  std::function<void(LogFile&)> tamper;
  Codes codes;
};

std::uint64_t record_at(const LogFile& log, std::size_t record) { return log.records[record].file_offset; }

// Without the chunk that holds the records 4 to 6, and with a header that knows nothing of it.
void drop_second_chunk(LogFile& log) {
  const auto from = log.bytes.begin() + static_cast<std::ptrdiff_t>(kHeader + kChunk);
  log.bytes.erase(from, from + static_cast<std::ptrdiff_t>(kChunk));
  log.chunk_offsets.pop_back();
  put(log, 42, 2, 2);
  fix_checksums(log);
}

const Case kCases[] = {
    {"Ordinary", [](LogFile&) {}, {}},
    {"RecordSwallowed", [](LogFile& log) { swallow_next(log, 3); }, {"chunk_ids", "hidden_bytes", "id_gap"}},
    {"LastRecordSwallowed", [](LogFile& log) { swallow_next(log, 7); }, {"chunk_ids", "next_record"}},
    {"RecordZeroedAndChecksumsMended",
     [](LogFile& log) {
       for (std::uint64_t i = 0; i < log.records[4].size; ++i) log.bytes[record_at(log, 4) + i] = 0;
       fix_checksums(log);
     },
     {"checksum_over_gap"}},
    {"ChunkTakenOut", drop_second_chunk, {"id_gap"}},
    {"ChunkSaysOtherIds",
     [](LogFile& log) {
       put(log, log.chunk_offsets[1] + 24, 3, 8);
       fix_checksums(log);
     },
     {"chunk_ids"}},
    {"ChunkCountsOtherRecords",
     [](LogFile& log) {
       put(log, log.chunk_offsets[1] + 16, 9, 8);
       fix_checksums(log);
     },
     {"chunk_ids"}},
    {"ChunkEndsElsewhere",
     [](LogFile& log) {
       put(log, log.chunk_offsets[1] + 44, 512, 4);
       fix_checksums(log);
     },
     {"chunk_ids"}},
    {"HeaderNamesMoreRecords",
     [](LogFile& log) {
       put(log, 24, 12, 8);
       fix_checksums(log);
     },
     {"next_record"}},
    {"HeaderNamesFewerChunks",
     [](LogFile& log) {
       put(log, 42, 2, 2);
       fix_checksums(log);
     },
     {"chunk_count"}},
};

class Tampered : public testing::TestWithParam<Case> {};

TEST_P(Tampered, IsSeenByScanAndInspect) {
  LogFile log = chunked_log(3);
  GetParam().tamper(log);
  const FileHealth health = health_of(log);
  Codes signs = signs_of(health);
  Codes expected = GetParam().codes;
  EXPECT_EQ(scanned_signs(log), expected);
  // A record hidden behind the last one leaves no gap: only a look at every record finds it.
  if (std::string(GetParam().name) == "LastRecordSwallowed") expected.insert(expected.begin() + 1, "hidden_bytes");
  EXPECT_EQ(signs, expected);
}

INSTANTIATE_TEST_SUITE_P(Signs, Tampered, testing::ValuesIn(kCases),
                         [](const auto& of) { return std::string(of.param.name); });

TEST(Signs, NameTheHiddenRecord) {
  LogFile log = chunked_log(3);
  swallow_next(log, 3);
  const FileHealth health = health_of(log);
  const auto hidden = std::find_if(health.signs.begin(), health.signs.end(),
                                   [](const TamperSign& sign) { return sign.code == "hidden_bytes"; });
  ASSERT_NE(hidden, health.signs.end());
  EXPECT_NE(hidden->evidence.find("record 5 can be found in them"), std::string::npos) << hidden->evidence;
}

TEST(Signs, AreNotMadeOfDirtyRingsAndExports) {
  fixtures::LogOptions dirty;
  dirty.dirty = true;
  dirty.unflushed_records = 2;
  dirty.stale_header = fixtures::StaleHeader{};
  fixtures::LogOptions ring;
  ring.rotate = 1;
  ring.first_record_number = 1;
  for (const fixtures::LogOptions& options : {dirty, ring}) {
    const LogFile log = chunked_log(3, options);
    EXPECT_EQ(signs_of(health_of(log)), Codes{});
    EXPECT_EQ(scanned_signs(log), Codes{});
  }
}

// Records of one log a minute apart; `change` may set the time of an event and that of its writing.
LogFile timed_log(const char* provider, std::uint16_t id,
                  const std::function<void(std::uint64_t, fixtures::RecordSpec&, fixtures::EventSpec&)>& change) {
  fixtures::LogWriter log;
  for (std::uint64_t n = 1; n <= 60; ++n) {
    fixtures::EventSpec event = fixtures::make_event(provider, id);
    event.system.record_id = n;
    event.system.computer = "PC1";
    event.system.created = kMorning + n * 60 * kTicksPerSecond;
    fixtures::RecordSpec ignored;
    change(n, ignored, event);
    append(log, event, fixtures::Shape::kLive);
  }
  return log.finish();
}

constexpr const char* kAuditing = "Microsoft-Windows-Security-Auditing";

TEST(Signs, TellAClockThatNothingSet) {
  const auto back = [](std::uint64_t n, fixtures::RecordSpec&, fixtures::EventSpec& event) {
    if (n > 30) event.system.created -= 3600 * kTicksPerSecond;
  };
  EXPECT_EQ(signs_of(health_of(timed_log(kAuditing, 4624, back))), Codes{"time_back"});
  const FileHealth other = health_of(timed_log("Microsoft-Windows-NTLM", 4010, back));
  EXPECT_EQ(signs_of(other), Codes{}) << "this log would not be told of a clock that was set";
  ASSERT_EQ(other.faults.size(), 1u);
  EXPECT_EQ(other.faults[0].code, FaultCode::kTimeBack);
  EXPECT_EQ(other.faults[0].severity, Severity::kNote);
}

TEST(Signs, BelieveAClockThatWasSet) {
  fixtures::LogWriter log;
  for (std::uint64_t n = 1; n <= 60; ++n) {
    fixtures::EventSpec event = fixtures::make_event(kAuditing, n == 31 ? 4616 : 4624);
    event.system.record_id = n;
    event.system.computer = "PC1";
    event.system.created = kMorning + n * 60 * kTicksPerSecond - (n > 30 ? 3600 * kTicksPerSecond : 0);
    append(log, event, fixtures::Shape::kLive);
  }
  EXPECT_EQ(signs_of(health_of(log.finish())), Codes{});
}

TEST(Signs, TellATimeThatWasChangedAlone) {
  LogFile log = timed_log(kAuditing, 4624, [](std::uint64_t, fixtures::RecordSpec&, fixtures::EventSpec&) {});
  const std::uint64_t created = kMorning + 20 * 60 * kTicksPerSecond;
  const std::uint64_t from = record_at(log, 19) + 24;
  std::uint64_t at = from;
  for (std::uint64_t seen = 0; seen != created; ++at) {
    seen = 0;
    for (std::size_t i = 0; i < 8; ++i) seen |= std::uint64_t{log.bytes[at + i]} << (8 * i);
  }
  put(log, at - 1, created + 86400 * kTicksPerSecond, 8);
  fix_checksums(log);
  EXPECT_EQ(signs_of(health_of(log)), Codes{"time_back"});
}

TEST(Signs, TellThatALogWasCleared) {
  const auto plain = [](std::uint64_t, fixtures::RecordSpec&, fixtures::EventSpec&) {};
  const LogFile log = timed_log("Microsoft-Windows-Eventlog", 1102, plain);
  EXPECT_EQ(signs_of(health_of(log)), Codes{"log_cleared"});
  EXPECT_EQ(scanned_signs(log), Codes(60, "log_cleared"));
}

}  // namespace
}  // namespace ntlmscan::scanning
