// Real logs give the same rows by compiled plans and by the general walker, whatever the number of threads.
#include <gtest/gtest.h>

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "corpus_logs.hpp"
#include "ntlmscan/scan.hpp"
#include "support/log_on_disk.hpp"

namespace ntlmscan {
namespace {

using support::Row;
using support::Scanned;

constexpr double kPlannedShare = 0.99;
constexpr Table kTables[] = {Table::kEvents, Table::kFiles, Table::kCoverage, Table::kFaults};

std::unique_ptr<Scanned> scanned(unsigned threads, bool walker_only) {
  ScanOptions options;
  options.threads = threads;
  options.walker_only = walker_only;
  return std::make_unique<Scanned>(support::scan_paths(corpus::logs(), options));
}

void expect_sound(const Scanned& run) {
  ASSERT_TRUE(run.summary.ok()) << run.summary.error().message;
  EXPECT_TRUE(run.tables.finished());
  EXPECT_EQ(run.tables.complaint(), "");
}

/// Stops at the first row that differs: those behind it would say the same.
void expect_equal_rows(const std::vector<Row>& expected, const std::vector<Row>& actual) {
  ASSERT_EQ(expected.size(), actual.size());
  for (std::size_t i = 0; i < expected.size(); ++i) ASSERT_EQ(expected[i].text(), actual[i].text()) << "row " << i;
}

void expect_equal_tables(const Scanned& expected, const Scanned& actual) {
  for (const Table table : kTables) {
    SCOPED_TRACE(std::string(table_name(table)));
    expect_equal_rows(expected.tables.rows(table), actual.tables.rows(table));
  }
}

class WalkerEquality : public testing::Test {
 protected:
  static void TearDownTestSuite() { by_plan_.reset(); }

  void SetUp() override {
    if (!corpus::folder().empty()) return read_once();
    ASSERT_FALSE(corpus::required()) << "no corpus at NTLMSCAN_CORPUS or ../shared/corpus, and this run demands it";
    GTEST_SKIP() << "no corpus at NTLMSCAN_CORPUS or ../shared/corpus";
  }

  static const Scanned& by_plan() { return *by_plan_; }

 private:
  static void read_once() {
    if (by_plan_ == nullptr) by_plan_ = scanned(1, false);
    expect_sound(*by_plan_);
  }

  static inline std::unique_ptr<Scanned> by_plan_;
};

TEST_F(WalkerEquality, PlansServeNearlyAllTemplatedRecords) {
  const Summary& summary = by_plan().summary.value();
  ASSERT_GT(summary.records_templated, 0U);
  const double share = static_cast<double>(summary.records_planned) / static_cast<double>(summary.records_templated);
  std::cout << summary.files << " files, " << summary.records << " records, of them " << summary.records_templated
            << " templated; " << summary.records_planned << " read by plan, share " << share << '\n';
  RecordProperty("planned_share", std::to_string(share));
  EXPECT_GE(share, kPlannedShare);
}

TEST_F(WalkerEquality, TheWalkerGivesTheRowsOfThePlans) {
  const auto walked = scanned(1, true);
  expect_sound(*walked);
  EXPECT_EQ(walked->summary.value().records_planned, 0U);
  EXPECT_EQ(walked->summary.value().records, by_plan().summary.value().records);
  EXPECT_GT(walked->tables.events().size(), 0U);
  expect_equal_tables(by_plan(), *walked);
}

TEST_F(WalkerEquality, RowsDoNotDependOnThreads) {
  for (const unsigned threads : {2U, 5U}) {
    for (const bool walker_only : {false, true}) {
      SCOPED_TRACE(std::to_string(threads) + (walker_only ? " threads, walker" : " threads, plans"));
      const auto other = scanned(threads, walker_only);
      expect_sound(*other);
      expect_equal_tables(by_plan(), *other);
    }
  }
}

}  // namespace
}  // namespace ntlmscan
