// CSV lines, byte for byte.
#include "sinks/csv.hpp"

#include <gtest/gtest.h>

#include <string>

#include "unit/sinks/sample_batch.hpp"

namespace ntlmscan::sinks {
namespace {

constexpr std::string_view kHeader = "source,byte_offset,code,severity,bytes,message\r\n";

TEST(Csv, WritesHeaderNullsAndQuotes) {
  Batch batch = faults(3);
  set(batch, "source", text_column({"a,b", kNull, ""}));
  set(batch, "bytes", number_column({kNull, -5, 0}));
  set(batch, "message", text_column({"say \"no\"", "two\nlines", kNull}));
  const auto encoder = csv_encoder(Table::kFaults, false);
  EXPECT_EQ(encoded(*encoder, {&batch}), std::string(kHeader) +
                                             "\"a,b\",,,,,\"say \"\"no\"\"\"\r\n"
                                             ",,,,-5,\"two\nlines\"\r\n"
                                             "\"\",,,,0,\r\n");
}

TEST(Csv, WritesTheHeaderOfAnEmptyTable) {
  const auto encoder = csv_encoder(Table::kFaults, false);
  EXPECT_EQ(encoded(*encoder, {}), kHeader);
}

std::string message(const std::string& text, bool spreadsheet_safe) {
  Batch batch = faults(1);
  set(batch, "message", text_column({text}));
  const auto encoder = csv_encoder(Table::kFaults, spreadsheet_safe);
  const std::string out = encoded(*encoder, {&batch});
  const std::size_t start = kHeader.size() + 5;
  return out.substr(start, out.size() - start - 2);
}

struct Guarded {
  std::string text;
  std::string safe;
};
const Guarded kGuarded[] = {
    {"=1+1", "'=1+1"},
    {"+x", "'+x"},
    {"-x", "'-x"},
    {"@x", "'@x"},
    {"\tx", "'\tx"},
    {"\rx", "\"'\rx\""},
    {"=\"x\"", "\"'=\"\"x\"\"\""},
    {"\xEF\xBC\x9Dx", "'\xEF\xBC\x9Dx"},
    {"\xEF\xBC\x8Bx", "'\xEF\xBC\x8Bx"},
    {"\xEF\xBC\x8Dx", "'\xEF\xBC\x8Dx"},
    {"\xEF\xBC\xA0x", "'\xEF\xBC\xA0x"},
    {"x=1", "x=1"},
    {"'x", "'x"},
    {"", "\"\""},
};

TEST(Csv, GuardsFormulasWhenAsked) {
  for (const Guarded& one : kGuarded) EXPECT_EQ(message(one.text, true), one.safe);
  EXPECT_EQ(message("=1+1", false), "=1+1");
}

TEST(Csv, LeavesNegativeNumbersAlone) {
  Batch batch = faults(1);
  set(batch, "byte_offset", number_column({-1}));
  const auto encoder = csv_encoder(Table::kFaults, true);
  EXPECT_EQ(encoded(*encoder, {&batch}), std::string(kHeader) + ",-1,,,,\r\n");
}

TEST(Csv, ReplacesWhatIsNoUtf8) { EXPECT_EQ(message("a\x80\"", false), "\"a\xEF\xBF\xBD\"\"\""); }

}  // namespace
}  // namespace ntlmscan::sinks
