// Records by compiled templates against the same records expanded and rendered: the bytes must be the same.
#include "plan/json_records.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "binxml/expand.hpp"
#include "binxml/json_render.hpp"
#include "evtx_writer/moment.hpp"
#include "evtx_writer/odd_records.hpp"
#include "log_records.hpp"

namespace ntlmscan::plan {
namespace {

using fixtures::Element;
using fixtures::kArray;
using fixtures::kString;
using fixtures::normal_hole;
using fixtures::optional_hole;
namespace values = fixtures::values;

// By compiled templates; "expanded" where they leave the record alone.
std::string compiled(const LogRecords& log, std::size_t record) {
  JsonRecords records;
  records.begin_chunk(log.chunk_of(record));
  binxml::TextBuffer out;
  out.append("before");
  const bool done = records.open(log.begin(record), log.end(record)) && records.append(out);
  if (!done) return out.view() == "before" ? "expanded" : "something was left behind";
  EXPECT_TRUE(out.view().starts_with("before"));
  return std::string(out.view().substr(6));
}

std::string rendered(const LogRecords& log, std::size_t record) {
  binxml::Expander expander;
  expander.begin_chunk(log.chunk_of(record));
  binxml::Tape document;
  const auto read = expander.expand(log.begin(record), log.end(record), document);
  if (read.error != binxml::ParseError::kNone) return "damaged";
  binxml::JsonRenderer renderer;
  std::string out;
  renderer.append_members(document, out);
  return out + ',';
}

Element event_data(std::vector<Element> children) {
  Element root("EventData");
  for (Element& child : children) root.add(std::move(child));
  return root;
}

Element with_attribute(Element element, std::string_view name, std::string_view text) {
  return std::move(element.attribute(name, text));
}

Element leaf(std::string_view name, fixtures::Substitution hole) { return std::move(Element(name).hole(hole)); }

struct Case {
  const char* what;
  Element definition;
  std::vector<fixtures::Value> values;
  const char* payload;  ///< what stands behind System, up to the end of Event
};

std::vector<Case> cases() {
  const std::vector<std::string> three = {"a", "", "c\"\n"};
  const std::vector<std::string> one = {"a"};
  const auto text_hole = [](std::uint16_t index) { return normal_hole(index, kString); };
  const auto array_hole = [](std::uint16_t index) { return normal_hole(index, kArray | kString); };
  const auto data = [](std::string_view name, fixtures::Substitution hole) { return data_element(name, hole); };
  Element slots("Correlation");
  slots.attribute_hole("A", optional_hole(0, kString)).attribute_hole("B", text_hole(1)).hole(text_hole(2));
  Element fixed("Fixed");
  fixed.attribute("k", "v").attribute_hole("A", optional_hole(0, kString)).hole(text_hole(1));
  Element mixed("Mixed");
  mixed.text("<\"").hole(text_hole(0)).text("\\>");
  Element inner("Inner");
  inner.attribute_hole("A", text_hole(0)).add(leaf("X", optional_hole(1, kString)));
  Element hostile(std::string_view("a\"b\\\x01"));
  hostile.hole(text_hole(0));
  return {
      {"values of names",
       event_data({data("A", text_hole(0)), data("B", text_hole(1))}),
       {values::text("x"), values::null(4)},
       R"("EventData":{"A":"x","B":""})"},
      {"an optional null",
       event_data({data("A", optional_hole(0, kString)), data("B", text_hole(1))}),
       {values::null(), values::text("y")},
       R"("EventData":{"B":"y"})"},
      {"nothing left", event_data({data("A", optional_hole(0, kString))}), {values::null()}, R"("EventData":null)"},
      {"a dependency",
       event_data({data_element("A", text_hole(0), 1)}),
       {values::text("x"), values::null()},
       R"("EventData":null)"},
      {"a value that is missing",
       event_data({data("A", text_hole(7))}),
       {values::text("x")},
       R"("EventData":{"A":""})"},
      {"an array of a name",
       event_data({data("A", array_hole(0))}),
       {values::text_array(three)},
       R"("EventData":{"A":["a","","c\"\n"]})"},
      {"an array of one",
       event_data({data("A", array_hole(0))}),
       {values::text_array(one)},
       R"("EventData":{"A":"a"})"},
      {"one without a name",
       event_data({data("", text_hole(0))}),
       {values::text("x")},
       R"("EventData":{"Data":{"#text":"x"}})"},
      {"an array without a name",
       event_data({data("", array_hole(0)), leaf("Binary", normal_hole(1, fixtures::kBinary))}),
       {values::text_array(three), values::binary({1, 0xAB})},
       R"("EventData":{"Data":{"#text":["a","","c\"\n"]},"Binary":"01AB"})"},
      {"several without a name",
       event_data({data("", text_hole(0)), data("N", text_hole(1)), data("", array_hole(2))}),
       {values::text("x"), values::text("y"), values::text_array(three)},
       R"("EventData":{"Data":{"#text":["x","a","","c\"\n"]},"N":"y"})"},
      {"a name again",
       event_data({data("A", text_hole(0)), data("B", text_hole(1)), data("A", text_hole(2))}),
       {values::text("x"), values::text("y"), values::text("z")},
       R"("EventData":{"A":"x","B":"y","A_1":"z"})"},
      {"a name again right away",
       event_data({data("A", text_hole(0)), data("A", text_hole(1))}),
       {values::text("x"), values::text("y")},
       nullptr},
      {"a name again, perhaps",
       event_data({data("A", optional_hole(0, kString)), data("B", text_hole(1)), data("A", text_hole(2))}),
       {values::null(), values::text("y"), values::text("z")},
       nullptr},
      {"attributes that are absent",
       event_data({slots}),
       {values::null(), values::text(""), values::text("t")},
       R"("EventData":{"Correlation":"t"})"},
      {"attributes and text",
       event_data({slots}),
       {values::text("1"), values::text("2"), values::text("t")},
       R"("EventData":{"Correlation":{"#attributes":{"A":"1","B":"2"},"#text":"t"}})"},
      {"attributes alone",
       event_data({slots}),
       {values::null(), values::u32(2), values::null()},
       R"("EventData":{"Correlation":{"#attributes":{"B":2}}})"},
      {"an attribute that is always there",
       event_data({fixed}),
       {values::null(), values::text("")},
       R"("EventData":{"Fixed":{"#attributes":{"k":"v"}}})"},
      {"text around a value", event_data({mixed}), {values::u32(7)}, R"("EventData":{"Mixed":"<\"7\\>"})"},
      {"an element inside with nothing",
       event_data({inner}),
       {values::null(), values::null()},
       R"("EventData":{"Inner":null})"},
      {"an element inside with an attribute",
       event_data({inner}),
       {values::text("1"), values::null()},
       R"("EventData":{"Inner":{"#attributes":{"A":"1"}}})"},
      {"an element inside with a value",
       event_data({inner}),
       {values::null(), values::text("x")},
       R"("EventData":{"Inner":{"X":"x"}})"},
      {"a hostile name", event_data({hostile}), {values::text("x")}, R"("EventData":{"a\"b\\\u0001":"x"})"},
      {"an attribute beside the name",
       event_data({with_attribute(data("A", text_hole(0)), "Unit", "ms")}),
       {values::u32(5)},
       R"("EventData":{"A":{"#attributes":{"Unit":"ms"},"#text":5}})"},
      {"an array in an element", event_data({leaf("X", array_hole(0))}), {values::text_array(three)}, nullptr},
      {"an array in an attribute",
       event_data({slots}),
       {values::text_array(three), values::null(), values::null()},
       nullptr},
      {"Binary XML in an attribute's place",
       event_data({data("A", normal_hole(0, fixtures::kBinXml))}),
       {values::instance({fixtures::make_template(leaf("X", text_hole(0))), {values::text("x")}})},
       nullptr},
      {"a root that is called like System", Element("System"), {}, nullptr},
      {"no children", Element("EventData"), {}, R"("EventData":null)"},
      {"Data in other elements",
       std::move(Element("Other").add(data("A", text_hole(0)))),
       {values::text("x")},
       R"("Other":{"Data":{"#attributes":{"Name":"A"},"#text":"x"}})"},
  };
}

TEST(JsonRecords, WriteWhatTheRendererWrites) {
  for (const Case& one : cases()) {
    SCOPED_TRACE(one.what);
    const LogRecords log = records_of({fixtures::templated_payload(1, one.definition, one.values)});
    const std::string out = compiled(log, 0);
    if (one.payload == nullptr) {
      EXPECT_EQ(out, "expanded");
      continue;
    }
    EXPECT_EQ(out, rendered(log, 0));
    const std::size_t behind_system = out.find("}}") == std::string::npos ? 0 : out.find("\"Security\"");
    EXPECT_NE(out.find(std::string("},") + one.payload + "},", behind_system), std::string::npos) << out;
  }
}

TEST(JsonRecords, EveryTypeAndArray) {
  for (const bool arrays : {false, true}) {
    const LogRecords log = records_of(
        {fixtures::templated_payload(1, arrays ? fixtures::every_array_definition() : fixtures::every_type_definition(),
                                     arrays ? fixtures::every_array_values() : fixtures::every_type_values())});
    EXPECT_EQ(compiled(log, 0), rendered(log, 0));
  }
}

TEST(JsonRecords, LiteralPayload) {
  Element payload("UserData");
  payload.add(std::move(Element("X").attribute("a", "1").text("t")));
  const LogRecords log = records_of({fixtures::literal_in_template(1, payload)});
  EXPECT_EQ(compiled(log, 0), rendered(log, 0));
  EXPECT_NE(compiled(log, 0).find(R"("UserData":{"X":{"#attributes":{"a":"1"},"#text":"t"}})"), std::string::npos);
}

// Bombs are judged, and refused, by the expander.
TEST(JsonRecords, LeaveWhatComesNearTheBoundsAlone) {
  for (const auto& record : {fixtures::expansion_bomb(1, 300, 20000), fixtures::array_bomb(1, 100, 2),
                             fixtures::deep_payloads(1, 4), fixtures::deep_elements(1, 40)}) {
    const LogRecords log = records_of({record});
    ASSERT_EQ(log.size(), 1U);
    EXPECT_EQ(compiled(log, 0), "expanded");
  }
}

// They would be expanded into thousands of elements with long names.
TEST(JsonRecords, LeaveLongArraysOfLongNamesAlone) {
  const std::vector<std::string> items(8000, "");
  Element data = data_element(std::string(400, 'n'), normal_hole(0, kArray | kString));
  const LogRecords log = records_of({fixtures::templated_payload(1, event_data({data}), {values::text_array(items)})});
  EXPECT_EQ(compiled(log, 0), "expanded");
}

// Random definitions from a small set of names, so that they collide, and random values, so that nulls, arrays and
// types meet in all ways.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(engine_()) % bound; }
  bool one_in(std::uint32_t bound) { return below(bound) == 0; }

  fixtures::Substitution hole() {
    const auto index = static_cast<std::uint16_t>(below(6));
    return one_in(3) ? optional_hole(index, kString) : normal_hole(index, kString);
  }
  std::string name() { return std::string(1, static_cast<char>('A' + below(one_in(3) ? 3 : 20))); }

  Element element(int depth) {
    const std::uint32_t kind = below(10);
    Element made(kind < 6 ? std::string("Data") : name(),
                 one_in(6) ? static_cast<std::uint16_t>(below(6)) : fixtures::kAlways);
    if (kind < 5) made.attribute("Name", name());
    if (one_in(5)) made.attribute(name(), one_in(3) ? "" : "text");
    if (one_in(5)) made.attribute_hole(name(), hole());
    if (one_in(8)) made.text("t\"");
    if (!one_in(5)) made.hole(hole());
    if (one_in(12)) made.hole(hole());
    if (depth < 3 && one_in(6)) made.add(element(depth + 1));
    return made;
  }
  Element payload() {
    Element root(one_in(8) ? name() : one_in(4) ? "UserData" : "EventData");
    if (one_in(10)) root.attribute_hole("x", hole());
    for (std::uint32_t i = below(6); i > 0; --i) root.add(element(0));
    return root;
  }
  fixtures::Value value() {
    static const std::vector<std::string> kItems = {"p", "", "q"};
    switch (below(12)) {
      case 0:
      case 1:
        return values::null(below(2) * 4);
      case 2:
        return values::text("");
      case 3:
        return one_in(2) ? values::text_array(kItems) : values::text("a\\b");
      case 4:
        return values::u32(below(100000));
      case 5:
        return values::guid({});
      case 6:
        return values::units(u"\u00e9\u202e\"tail");
      default:
        return values::text("value", one_in(2) ? fixtures::Ending::kNul : fixtures::Ending::kBare);
    }
  }

 private:
  std::mt19937 engine_;
};

TEST(JsonRecords, RandomTemplatesAndValues) {
  int written = 0;
  constexpr std::uint32_t kRecords = 6000;
  for (std::uint32_t seed = 0; seed < kRecords; ++seed) {
    Dice dice(seed);
    const Element definition = dice.payload();
    std::vector<fixtures::Value> all;
    for (std::uint32_t i = dice.below(7); i > 0; --i) all.push_back(dice.value());
    const LogRecords log = records_of({fixtures::templated_payload(1, definition, all)});
    const std::string out = compiled(log, 0);
    if (out == "expanded") continue;
    ++written;
    ASSERT_EQ(out, rendered(log, 0)) << "seed " << seed;
  }
  EXPECT_GT(written, static_cast<int>(kRecords / 3));
}

}  // namespace
}  // namespace ntlmscan::plan
