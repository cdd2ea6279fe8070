// What the texts of an output and a format mean together.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <string>

#include "ntlmscan/output.hpp"
#include "unit/sinks/scratch_folder.hpp"

namespace ntlmscan {
namespace {

using enum Destination;
using enum Format;

struct Good {
  std::string output;
  std::string format;
  Destination destination;
  Format chosen;
  bool zstd;
  std::string files;  ///< the name of `files`
};
const Good kGood[] = {
    {"out/", "", kFolder, kParquet, false, "out/files.parquet"},
    {"out/", "CSV", kFolder, kCsv, false, "out/files.csv"},
    {"out/", "ndjson.zst", kFolder, kNdjson, true, "out/files.ndjson.zst"},
    {"-", "", kStream, kNdjson, false, ""},
    {"-", "parquet", kStream, kParquet, false, ""},
    {"-", "csv.zst", kStream, kCsv, true, ""},
    {"case.parquet", "", kFile, kParquet, false, "case.files.parquet"},
    {"a.b/case.x.csv", "csv", kFile, kCsv, false, "a.b/case.x.files.csv"},
    {"case.ndjson.zst", "", kFile, kNdjson, true, "case.files.ndjson.zst"},
    {"case.csv.zst", "csv", kFile, kCsv, true, "case.files.csv.zst"},
    {"case", "parquet", kFile, kParquet, false, "case.files.parquet"},
    {"case.txt", "csv.zst", kFile, kCsv, true, "case.txt.files.csv.zst"},
    {"CASE.CSV.ZST", "", kFile, kCsv, true, "CASE.files.CSV.ZST"},
};

TEST(ParseOutput, Understands) {
  for (const Good& one : kGood) {
    const auto target = parse_output(one.output, one.format);
    ASSERT_TRUE(target.ok()) << one.output << ' ' << one.format << ": " << target.error().message;
    EXPECT_EQ(target.value().destination, one.destination) << one.output;
    EXPECT_EQ(target.value().options.format, one.chosen) << one.output;
    EXPECT_EQ(target.value().options.zstd, one.zstd) << one.output;
    EXPECT_EQ(output_paths(target.value())[1], one.files);
  }
}

TEST(ParseOutput, TakesAnExistingFolderForOne) {
  const sinks::ScratchFolder folder;
  std::filesystem::create_directory(folder / "case.csv");
  const auto target = parse_output(folder / "case.csv", "");
  ASSERT_TRUE(target.ok());
  EXPECT_EQ(target.value().destination, kFolder);
  EXPECT_EQ(output_paths(target.value())[0], (folder / "case.csv") + "/events.parquet");
}

#ifndef _WIN32
TEST(ParseOutput, LetsTheFormatDecideAboutStreams) {
  const auto target = parse_output("/dev/null", "ndjson");
  ASSERT_TRUE(target.ok());
  EXPECT_EQ(target.value().destination, kStream);
  EXPECT_EQ(target.value().options.format, kNdjson);
  EXPECT_EQ(output_paths(target.value())[1], "");
}
#endif

TEST(ParseOutput, Refuses) {
  const std::array<std::string, 2> cases[] = {
      {"", ""},
      {"case", ""},
      {"case.json", ""},
      {"case.zst", ""},
      {"case.zst", "csv"},
      {"/dev/null", ""},
      {".parquet", ""},
      {"dir/.csv", ""},
      {"case.parquet.zst", ""},
      {"out/", "parquet.zst"},
      {"out/", "json"},
      {"case.csv", "ndjson"},
      {"case.csv", "csv.zst"},
      {"-", "xml"},
      {"case.", ""},
  };
  for (const auto& [output, format] : cases) {
    const auto target = parse_output(output, format);
    ASSERT_FALSE(target.ok()) << output << ' ' << format;
    EXPECT_EQ(target.error().code, FaultCode::kBadArgument);
    EXPECT_FALSE(target.error().message.empty());
  }
}

TEST(ParseOutput, GuardsSpreadsheetsInCsvAlone) {
  EXPECT_TRUE(parse_output("case.csv", "", true).value().options.spreadsheet_safe);
  EXPECT_FALSE(parse_output("case.parquet", "", true).ok());
  EXPECT_FALSE(parse_output("-", "", true).ok());
}

}  // namespace
}  // namespace ntlmscan
