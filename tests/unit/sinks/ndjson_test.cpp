// NDJSON lines, byte for byte.
#include "sinks/ndjson.hpp"

#include <gtest/gtest.h>

#include <string>

#include "unit/sinks/sample_batch.hpp"

namespace ntlmscan::sinks {
namespace {

TEST(Ndjson, WritesEveryColumnOfEveryRow) {
  Batch batch = faults(3);
  set(batch, "source", text_column({"a.evtx", kNull, "\xC3\xA4.evtx"}));
  set(batch, "byte_offset", number_column({-9223372036854775807 - 1, 0, kNull}));
  set(batch, "message", text_column({"", kNull, "cut \"here\"\n"}));
  const auto encoder = ndjson_encoder(Table::kFaults);
  EXPECT_EQ(
      encoded(*encoder, {&batch}),
      R"({"source":"a.evtx","byte_offset":-9223372036854775808,"code":null,"severity":null,"bytes":null,"message":""})"
      "\n"
      R"({"source":null,"byte_offset":0,"code":null,"severity":null,"bytes":null,"message":null})"
      "\n"
      "{\"source\":\"\xC3\xA4.evtx\",\"byte_offset\":null,\"code\":null,\"severity\":null,\"bytes\":null,"
      "\"message\":\"cut \\\"here\\\"\\n\"}\n");
}

std::string cell(std::string_view name, ColumnData values) {
  Batch batch;
  batch.rows = 1;
  set(batch, name, std::move(values));
  const auto encoder = ndjson_encoder(Table::kEvents);
  const std::string line = encoded(*encoder, {&batch});
  const std::string key = "\"" + std::string(name) + "\":";
  const std::size_t start = line.find(key) + key.size();
  const bool last = column_index(Table::kEvents, name) + 1 == kEventColumnCount;
  return line.substr(start, (last ? line.size() - 2 : line.find(",\"", start)) - start);
}

TEST(Ndjson, WritesEachTypeItsOwnWay) {
  EXPECT_EQ(cell("time", number_column({1788986400123456})), "\"2026-09-09T20:40:00.123456Z\"");
  EXPECT_EQ(cell("filetime", number_column({134334600001234567})), "\"134334600001234567\"");
  EXPECT_EQ(cell("logon_id", number_column({-2})), "\"-2\"");
  EXPECT_EQ(cell("keywords", number_column({-9214364837600034816})), "-9214364837600034816");
  EXPECT_EQ(cell("event_id", number_column({4624})), "4624");
  EXPECT_EQ(cell("weakness", number_column({1})), "true");
  EXPECT_EQ(cell("weakness", number_column({0})), "false");
  EXPECT_EQ(cell("extra", text_column({R"({"Data":"x"})"})), R"({"Data":"x"})");
}

TEST(Ndjson, KeepsAnObjectOnItsLine) {
  EXPECT_EQ(cell("extra", text_column({"{\r\n \"Data\" :\n\"x\"}"})), "{   \"Data\" : \"x\"}");
}

TEST(Ndjson, ForgetsTheColumnsOfTheBatchBefore) {
  Batch first = faults(1);
  set(first, "code", text_column({"one"}));
  Batch second = faults(1);
  set(second, "severity", text_column({"two"}));
  const auto encoder = ndjson_encoder(Table::kFaults);
  EXPECT_EQ(encoded(*encoder, {&first, &second}),
            R"({"source":null,"byte_offset":null,"code":"one","severity":null,"bytes":null,"message":null})"
            "\n"
            R"({"source":null,"byte_offset":null,"code":null,"severity":"two","bytes":null,"message":null})"
            "\n");
}

struct Escape {
  std::string_view text;
  std::string_view json;
};
constexpr Escape kEscapes[] = {
    {"", "\"\""},
    {"a/b'c", "\"a/b'c\""},
    {"\"\\", "\"\\\"\\\\\""},
    {"\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\""},
    {std::string_view("\0\x1f", 2), "\"\\u0000\\u001f\""},
    {"\xF0\x9F\x98\x80", "\"\xF0\x9F\x98\x80\""},
    {"\xE2\x80\xAE", "\"\\u202e\""},
    {"a\xFFz", "\"a\xEF\xBF\xBDz\""},
    {"\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
};

TEST(JsonString, EscapesAndReplaces) {
  for (const Escape& one : kEscapes) {
    binxml::TextBuffer out;
    append_json_string(one.text, out);
    EXPECT_EQ(out.view(), one.json);
  }
}

}  // namespace
}  // namespace ntlmscan::sinks
