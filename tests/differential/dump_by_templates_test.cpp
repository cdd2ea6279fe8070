// A dump by compiled templates is, byte for byte, the dump of the expanded records.
#include <gtest/gtest.h>

#include "corpus_logs.hpp"
#include "evtx_writer/odd_records.hpp"
#include "scenarios/catalogue.hpp"
#include "scenarios/odd_file.hpp"
#include "support/log_on_disk.hpp"

namespace ntlmscan {
namespace {

using fixtures::Shape;
using support::Dumped;

Dumped dump(const support::LogOnDisk& file, ScanOptions options, bool walker_only) {
  options.walker_only = walker_only;
  return file.dump(DumpFormat::kNdjson, std::move(options));
}

void expect_same_faults(const Dumped& ours, const Dumped& theirs) {
  ASSERT_EQ(ours.faults.size(), theirs.faults.size());
  for (std::size_t i = 0; i < ours.faults.size(); ++i) {
    EXPECT_EQ(ours.faults[i].code, theirs.faults[i].code);
    EXPECT_EQ(ours.faults[i].byte_offset, theirs.faults[i].byte_offset);
    EXPECT_EQ(ours.faults[i].message, theirs.faults[i].message);
  }
}

// The summary of the compiled dump.
Summary expect_same(const support::LogOnDisk& file, const ScanOptions& options = {}) {
  const Dumped ours = dump(file, options, false);
  const Dumped theirs = dump(file, options, true);
  EXPECT_TRUE(ours.summary.ok() && theirs.summary.ok());
  EXPECT_EQ(ours.text, theirs.text);
  expect_same_faults(ours, theirs);
  const Summary& ours_sum = ours.summary.value();
  const Summary& theirs_sum = theirs.summary.value();
  EXPECT_EQ(theirs_sum.records_planned, 0U);
  EXPECT_EQ(ours_sum.records, theirs_sum.records);
  EXPECT_EQ(ours_sum.rows, theirs_sum.rows);
  EXPECT_EQ(ours_sum.records_templated, theirs_sum.records_templated);
  return ours_sum;
}

TEST(DumpByTemplates, EveryEventInEveryShape) {
  for (const Shape shape : {Shape::kLive, Shape::kExported, Shape::kLiteral}) {
    const support::LogOnDisk file(fixtures::catalogue_log(shape).write().bytes);
    const Summary summary = expect_same(file);
    EXPECT_GT(summary.records, 0U);
    EXPECT_EQ(summary.records_planned, shape == Shape::kLiteral ? 0U : summary.records)
        << "a plain record was expanded";
  }
}

TEST(DumpByTemplates, EverySelection) {
  const support::LogOnDisk file(fixtures::catalogue_log(Shape::kExported).write().bytes);
  const std::uint64_t all = expect_same(file).rows;
  for (const char* events : {"4624", "4624,8001-8006", "@ntlm", "@ntlm,4776"}) {
    SCOPED_TRACE(events);
    ScanOptions options;
    options.events = events;
    const Summary summary = expect_same(file, options);
    EXPECT_GT(summary.rows, 0U);
    EXPECT_LT(summary.rows, all);
    EXPECT_EQ(summary.records_planned, summary.records);
  }
  ScanOptions later;
  later.since = ~std::uint64_t{0} >> 2;
  EXPECT_EQ(expect_same(file, later).rows, 0U);
}

TEST(DumpByTemplates, EveryOddFile) {
  for (const fixtures::OddFile& odd : fixtures::odd_files()) {
    SCOPED_TRACE(odd.name);
    expect_same(support::LogOnDisk(odd.file.bytes));
  }
}

// Every byte of a record with its definitions, and of one that only has values, turned into what hurts most: types
// that are Binary XML or arrays, nulls, other sizes, other indices.
TEST(DumpByTemplates, EveryByteDamaged) {
  fixtures::LogWriter writer;
  for (std::uint64_t id = 1; id <= 2; ++id) append(writer, fixtures::carrier_event(id), Shape::kLive);
  ASSERT_TRUE(
      writer.append(fixtures::templated_payload(3, fixtures::every_type_definition(), fixtures::every_type_values())));
  const fixtures::LogFile log = writer.finish();
  support::LogOnDisk file(log.bytes);
  std::uint64_t planned = 0;
  for (const fixtures::RecordPlace& record : log.records) {
    for (std::uint64_t at = record.file_offset + 24; at < record.file_offset + record.size && !HasFailure(); ++at) {
      const std::uint8_t before = log.bytes[at];
      for (const int after : {0x00, 0x21, 0x81, 0x01, before ^ 0xFF, before + 1}) {
        SCOPED_TRACE(std::to_string(at) + " becomes " + std::to_string(after & 0xFF));
        file.patch(at, static_cast<std::uint8_t>(after));
        planned += expect_same(file).records_planned;
      }
      file.patch(at, before);
    }
  }
  EXPECT_GT(planned, 0U);
}

// Counts and keeps a hash of the text: real logs are large.
struct CorpusDump {
  Summary summary;
  std::size_t bytes = 0;
  std::size_t hash = 0;
  std::size_t faults = 0;
};

CorpusDump dump_corpus(bool walker_only) {
  CorpusDump out;
  ScanOptions options;
  options.inputs = corpus::logs();
  options.walker_only = walker_only;
  const auto write = [&](std::string_view text) -> Status {
    out.bytes += text.size();
    out.hash = out.hash * 31 + std::hash<std::string_view>()(text);
    return {};
  };
  const auto on_fault = [&](std::string_view, const Fault&) -> Status {
    ++out.faults;
    return {};
  };
  const auto summary = ntlmscan::dump(options, DumpFormat::kNdjson, write, on_fault);
  EXPECT_TRUE(summary.ok());
  if (summary.ok()) out.summary = summary.value();
  return out;
}

TEST(DumpByTemplates, ServeNearlyAllRecordsOfTheCorpus) {
  if (corpus::folder().empty()) {
    ASSERT_FALSE(corpus::required()) << "no corpus at NTLMSCAN_CORPUS or ../shared/corpus, and this run demands it";
    GTEST_SKIP() << "no corpus at NTLMSCAN_CORPUS or ../shared/corpus";
  }
  const CorpusDump ours = dump_corpus(false);
  const CorpusDump theirs = dump_corpus(true);
  EXPECT_EQ(ours.bytes, theirs.bytes);
  EXPECT_EQ(ours.hash, theirs.hash);
  EXPECT_EQ(ours.faults, theirs.faults);
  ASSERT_GT(ours.summary.records_templated, 0U);
  constexpr double kShare = 0.99;
  EXPECT_GE(static_cast<double>(ours.summary.records_planned),
            kShare * static_cast<double>(ours.summary.records_templated));
}

}  // namespace
}  // namespace ntlmscan
