// Logs in, expected rows of all four tables out. NTLMSCAN_WRITE_GOLDEN=1 writes the expected files anew (README.md).
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "evtx_writer/moment.hpp"
#include "ntlmscan/output.hpp"
#include "ntlmscan/scan.hpp"
#include "scenarios/catalogue.hpp"
#include "scenarios/contoso_seed.hpp"
#include "unit/sinks/scratch_folder.hpp"

namespace ntlmscan {
namespace {

namespace fs = std::filesystem;
using fixtures::CollectedLog;
using Texts = std::array<std::string, kTableCount>;

std::vector<CollectedLog> seed_logs() {
  fixtures::Collection collection;
  const std::uint64_t start = fixtures::filetime_of(2026, 3, 2, 6);
  for (const fixtures::Host& host : fixtures::contoso_hosts()) collection.boot(host, start);
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

// One NDJSON file, read again: nulls left out, one member a line, sources relative to `folder`.
std::string shown_rows(const std::string& path, Table table, const std::string& folder) {
  std::istringstream lines(sinks::content_of(path));
  std::string out;
  for (std::string line; std::getline(lines, line);) {
    const auto row = nlohmann::ordered_json::parse(line);
    EXPECT_EQ(row.size(), table_columns(table).size());
    nlohmann::ordered_json shown;
    for (const auto& [name, value] : row.items()) {
      EXPECT_EQ(name, table_columns(table)[static_cast<std::size_t>(std::distance(row.begin(), row.find(name)))].name);
      if (!value.is_null()) shown[name] = value;
    }
    shown["source"] = shown["source"].get<std::string>().substr(folder.size());
    out += shown.dump(1) + "\n";
  }
  return out;
}

Texts tables_of(const std::vector<CollectedLog>& logs) {
  const sinks::ScratchFolder folder;
  for (const CollectedLog& log : logs) {
    const fs::path path(folder / ("logs/" + log.path));
    fs::create_directories(path.parent_path());
    EXPECT_TRUE(log.write().save(path.string()));
  }
  ScanOptions options;
  options.inputs = {folder / "logs"};
  const OutputTarget target{Destination::kFolder, folder / "out", {.format = Format::kNdjson}};
  auto sink = open_output(target);
  EXPECT_TRUE(sink.ok());
  EXPECT_TRUE(scan(options, *sink.value()).ok());
  Texts out;
  for (std::size_t i = 0; i < kTableCount; ++i) {
    out[i] = shown_rows(output_paths(target)[i], static_cast<Table>(i), folder / "logs/");
  }
  return out;
}

TEST(Golden, RowsAreAsExpected) {
  for (const Golden& golden : goldens()) {
    const Texts tables = tables_of(golden.logs());
    for (std::size_t i = 0; i < kTableCount; ++i) {
      const std::string name =
          std::string(golden.name) + "/" + std::string(table_name(static_cast<Table>(i))) + ".json";
      SCOPED_TRACE(name);
      const fs::path expected = fs::path(NTLMSCAN_SOURCE_DIR) / "tests/golden/expected" / name;
      fs::create_directories(expected.parent_path());
      if (std::getenv("NTLMSCAN_WRITE_GOLDEN") != nullptr) sinks::put_content(expected.string(), tables[i]);
      ASSERT_TRUE(fs::exists(expected));
      EXPECT_EQ(tables[i], sinks::content_of(expected.string()));
    }
  }
}

// An export holds the same events in other bytes.
TEST(Golden, AnExportGivesTheRowsOfTheLog) {
  const auto without_place = [](fixtures::Shape shape) {
    std::istringstream lines(tables_of({fixtures::catalogue_log(shape)})[0]);
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
