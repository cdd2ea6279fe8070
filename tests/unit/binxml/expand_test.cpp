// Bounds of expansion: hostile records end quickly and say so.
#include "binxml/expand.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "evtx_writer/odd_records.hpp"
#include "support/exact_buffer.hpp"
#include "support/tape_check.hpp"

namespace ntlmscan::binxml {
namespace {

struct Expanded {
  Expansion result;
  std::size_t items = 0;
  std::string wrong;
  std::int64_t milliseconds = 0;
};

Expanded expand(const fixtures::RecordSpec& record) {
  fixtures::LogWriter log;
  EXPECT_TRUE(log.append(record));
  const fixtures::LogFile file = log.finish();
  const support::ExactBuffer chunk(std::span(file.bytes).subspan(fixtures::kFileHeaderSize));
  Expander expander;
  expander.begin_chunk(chunk.bytes());
  Tape document;
  Expanded out;
  const auto before = std::chrono::steady_clock::now();
  out.result =
      expander.expand(file.records[0].offset + 24, file.records[0].offset + file.records[0].size - 4, document);
  out.milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - before).count();
  out.items = document.size();
  out.wrong = support::wrong_with(document, chunk.bytes());
  return out;
}

// An array of 30 000 bytes that stands in `times` elements: three tape items for each byte.
fixtures::RecordSpec repeated_array(int times) {
  constexpr auto kType = static_cast<std::uint8_t>(fixtures::kArray | fixtures::kUInt8);
  fixtures::Element root("EventData");
  for (int i = 0; i < times; ++i) {
    fixtures::Element data("Data");
    root.add(std::move(data.hole(fixtures::normal_hole(0, kType))));
  }
  fixtures::Value array = fixtures::values::binary(std::vector<std::uint8_t>(30'000, 7));
  array.type = kType;
  return fixtures::templated_payload(1, std::move(root), {std::move(array)});
}

TEST(Expand, Bounds) {
  struct Case {
    const char* name;
    fixtures::RecordSpec record;
    ParseError error;
  };
  const Case cases[] = {
      {"elements", fixtures::deep_elements(1, 40), ParseError::kNone},
      {"too many elements inside each other", fixtures::deep_elements(1, 5000), ParseError::kTooDeep},
      {"streams", fixtures::deep_payloads(1, 5), ParseError::kNone},
      {"too many streams inside each other", fixtures::deep_payloads(1, 900), ParseError::kTooDeep},
      {"repeated text", fixtures::expansion_bomb(1, 200, 4000), ParseError::kNone},
      {"too much repeated text", fixtures::expansion_bomb(1, 600, 15'000), ParseError::kTooLarge},
      {"arrays", fixtures::array_bomb(1, 24, 1), ParseError::kNone},
      {"too many items", repeated_array(4), ParseError::kTooLarge},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const Expanded expanded = expand(c.record);
    EXPECT_EQ(expanded.result.error, c.error);
    EXPECT_EQ(expanded.wrong, "");
    EXPECT_LE(expanded.items, kMaxTapeItems + 2 * kMaxElementDepth);
    EXPECT_LT(expanded.milliseconds, 5000);
  }
}

TEST(Expand, EveryTypeAndEveryArray) {
  const Expanded types =
      expand(fixtures::templated_payload(1, fixtures::every_type_definition(), fixtures::every_type_values()));
  EXPECT_EQ(types.result.error, ParseError::kNone);
  EXPECT_TRUE(types.result.templated);
  const Expanded arrays =
      expand(fixtures::templated_payload(1, fixtures::every_array_definition(), fixtures::every_array_values()));
  EXPECT_EQ(arrays.result.error, ParseError::kNone);
  EXPECT_FALSE(arrays.result.array_damaged);
}

TEST(Expand, AValueThatIsMissingIsNoted) {
  fixtures::Element root("EventData");
  root.hole(fixtures::normal_hole(3, fixtures::kString));
  const Expanded expanded = expand(fixtures::templated_payload(1, root, {fixtures::values::text("only")}));
  EXPECT_EQ(expanded.result.error, ParseError::kNone);
  EXPECT_TRUE(expanded.result.values_missing);
}

TEST(Expand, ThePartOfAnItemAtTheEndOfAnArrayIsLeftOut) {
  fixtures::Element root("EventData");
  root.hole(fixtures::normal_hole(0, fixtures::kArray | fixtures::kUInt32));
  fixtures::Value array = fixtures::values::binary({1, 0, 0, 0, 2, 0});
  array.type = fixtures::kArray | fixtures::kUInt32;
  EXPECT_TRUE(expand(fixtures::templated_payload(1, root, {array})).result.array_damaged);
}

}  // namespace
}  // namespace ntlmscan::binxml
