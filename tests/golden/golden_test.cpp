// Fixture in, expected rows out. NTLMSCAN_WRITE_GOLDEN=1 writes the expected files anew (see README.md beside this).
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "ntlmscan/output.hpp"
#include "ntlmscan/scan.hpp"
#include "scenarios/catalogue.hpp"
#include "scenarios/contoso_seed.hpp"
#include "evtx_writer/moment.hpp"
#include "unit/sinks/scratch_folder.hpp"

namespace ntlmscan {
namespace {

namespace fs = std::filesystem;
using fixtures::CollectedLog;

std::vector<CollectedLog> seed_logs() {
  fixtures::Collection collection;
  play_seed(collection, fixtures::filetime_of(2026, 3, 2, 8, 15, 30));
  return collection.logs();
}

struct Golden {
  const char* name;
  std::function<std::vector<CollectedLog>()> logs;
};

const std::vector<Golden>& goldens() {
  static const std::vector<Golden> table = {
      {"catalogue", [] { return std::vector{fixtures::catalogue_log(fixtures::Shape::kLive)}; }},
      {"catalogue-forwarded", [] { return std::vector{fixtures::catalogue_log(fixtures::Shape::kLiteral)}; }},
      {"seed", seed_logs},
  };
  return table;
}

// Rows as NDJSON, read again: nulls left out, one member a line, sources relative.
std::string rows_of(const std::vector<CollectedLog>& logs) {
  const sinks::ScratchFolder folder;
  for (const CollectedLog& log : logs) {
    const fs::path path(folder / ("logs/" + log.path));
    fs::create_directories(path.parent_path());
    EXPECT_TRUE(log.write().save(path.string()));
  }
  ScanOptions options;
  options.inputs = {folder / "logs"};
  auto sink = open_output({Destination::kFile, folder / "rows.ndjson", {.format = Format::kNdjson}});
  EXPECT_TRUE(sink.ok());
  const auto summary = scan(options, *sink.value());
  EXPECT_TRUE(summary.ok());
  EXPECT_EQ(summary.value().faults_lost + summary.value().faults_other, 0u);

  std::istringstream lines(sinks::content_of(folder / "rows.ndjson"));
  const std::string prefix = folder / "logs/";
  std::string out;
  for (std::string line; std::getline(lines, line);) {
    const auto row = nlohmann::ordered_json::parse(line);
    nlohmann::ordered_json shown;
    for (const auto& [name, value] : row.items()) {
      if (!value.is_null()) shown[name] = value;
    }
    shown["source"] = shown["source"].get<std::string>().substr(prefix.size());
    out += shown.dump(1) + "\n";
  }
  return out;
}

TEST(Golden, RowsAreAsExpected) {
  for (const Golden& golden : goldens()) {
    SCOPED_TRACE(golden.name);
    const std::string expected = std::string(NTLMSCAN_SOURCE_DIR "/tests/golden/expected/") + golden.name + ".json";
    const std::string rows = rows_of(golden.logs());
    if (std::getenv("NTLMSCAN_WRITE_GOLDEN") != nullptr) sinks::put_content(expected, rows);
    EXPECT_EQ(rows, sinks::content_of(expected));
  }
}

// An export holds the same events in other bytes.
TEST(Golden, AnExportGivesTheRowsOfTheLog) {
  const auto without_place = [](fixtures::Shape shape) {
    std::istringstream lines(rows_of({fixtures::catalogue_log(shape)}));
    std::string out;
    for (std::string line; std::getline(lines, line);) {
      if (line.find("\"byte_offset\"") == std::string::npos) out += line + "\n";
    }
    return out;
  };
  EXPECT_EQ(without_place(fixtures::Shape::kExported), without_place(fixtures::Shape::kLive));
}

}  // namespace
}  // namespace ntlmscan
