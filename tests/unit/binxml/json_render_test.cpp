// The shape of documents as JSON.
#include "binxml/json_render.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tape_builder.hpp"

namespace ntlmscan::binxml {
namespace {

using namespace std::string_literals;

std::string json(const TapeBuilder& document) {
  JsonRenderer renderer;
  std::string out;
  render_json(renderer, document.tape(), out);
  return out;
}

// The children of an EventData element, written by `fill`.
template <class Fill>
std::string event_data(Fill fill) {
  TapeBuilder document;
  document.open(u"EventData");
  fill(document);
  document.close();
  const std::string text = json(document);
  const std::string head = "{\"EventData\":";
  EXPECT_EQ(text.substr(0, head.size()), head);
  return text.substr(head.size(), text.size() - head.size() - 1);
}

TEST(JsonRender, EmptyDocumentIsAnEmptyObject) { EXPECT_EQ(json(TapeBuilder()), "{}"); }

TEST(JsonRender, AttributesTextAndChildren) {
  TapeBuilder document;
  document.open(u"Event").attribute(u"xmlns", u"urn:x");
  document.open(u"System");
  document.open(u"EventID").attribute(u"Qualifiers").value(ValueType::kUInt16, "\x00\x40"s).close();
  document.value(ValueType::kUInt16, "\x7C\x1B"s).close();
  document.open(u"Level").value(ValueType::kUInt8, "\x04"s).close();
  document.open(u"Correlation").attribute(u"ActivityID").close().close_empty();
  document.leaf(u"Computer", u"PC1");
  document.close().close();
  EXPECT_EQ(json(document),
            R"({"Event":{"#attributes":{"xmlns":"urn:x"},"System":{"EventID":{"#attributes":{"Qualifiers":16384},)"
            R"("#text":7036},"Level":4,"Correlation":null,"Computer":"PC1"}}})");
}

TEST(JsonRender, OnlyWholeIntegersAndBooleansGoWithoutQuotes) {
  const struct {
    ValueType type;
    std::string bytes;
    std::string expected;
  } cases[] = {
      {ValueType::kInt8, "\xFF"s, "-1"},
      {ValueType::kUInt64, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s, "18446744073709551615"},
      {ValueType::kBool, "\x10\0\0\0"s, "true"},
      {ValueType::kBool, "\0"s, "false"},
      {ValueType::kBool, "\0\0\0"s, R"("000000")"},
      {ValueType::kUInt32, "\x0A\x0B"s, R"("0A0B")"},
      {ValueType::kDouble, "\0\0\0\0\0\0\xF0\x7F"s, R"("1.#INF")"},
      {ValueType::kFloat, "\0\0\xC0\x3F"s, R"("1.5")"},
      {ValueType::kHex32, "\x10\0\0\0"s, R"("0x10")"},
      {ValueType::kGuid, std::string(16, '\0'), R"("{00000000-0000-0000-0000-000000000000}")"},
      {ValueType::kAnsi, "say \"\xE9\"\0"s, "\"say \\\"\xC3\xA9\\\"\""},
  };
  for (const auto& c : cases) {
    TapeBuilder document;
    document.open(u"X").value(c.type, c.bytes).close();
    EXPECT_EQ(json(document), "{\"X\":" + c.expected + "}");
  }
}

TEST(JsonRender, SeveralPiecesAreOneText) {
  TapeBuilder document;
  document.open(u"X").value(ValueType::kUInt8, "\x07"s).text(u"<").piece(ItemKind::kEntityRef, u"amp");
  document.piece(ItemKind::kEntityRef, u"nbsp").char_ref(0x263A).char_ref(0xD800).piece(ItemKind::kCdata, u"]]>");
  document.piece(ItemKind::kPiTarget, u"t").piece(ItemKind::kPiData, u"d").close();
  EXPECT_EQ(json(document), "{\"X\":\"7<&&nbsp;\xE2\x98\xBA\xEF\xBF\xBD]]>\"}");
}

TEST(JsonRender, TextBesideElementsIsKept) {
  TapeBuilder document;
  document.open(u"X").text(u"a").leaf(u"Y", u"inner").value(u"b\0c").close();
  EXPECT_EQ(json(document), R"({"X":{"#text":"ab","Y":"inner"}})");
}

TEST(JsonRender, EmptyTextIsNullAndEmptyDataIsAnEmptyString) {
  EXPECT_EQ(event_data([](TapeBuilder& d) { d.leaf(u"Binary", u"").data(u"A", u"").open(u"Data").close(); }),
            R"({"Binary":null,"A":"","Data":{"#text":""}})");
  EXPECT_EQ(event_data([](TapeBuilder&) {}), "null");
}

TEST(JsonRender, StringsEndAtTheirNul) {
  EXPECT_EQ(event_data([](TapeBuilder& d) {
              d.open(u"Data").attribute(u"Name", u"A").value(std::u16string_view(u"(NULL)\0", 7)).close();
              d.open(u"Data").attribute(u"Name", u"B").value(std::u16string_view(u"\0", 1)).close();
            }),
            R"x({"A":"(NULL)","B":""})x");
}

TEST(JsonRender, RepeatedElementsAreNumbered) {
  TapeBuilder document;
  document.open(u"X").leaf(u"Y", u"1").leaf(u"Y", u"2").leaf(u"Y_1", u"3").leaf(u"Y", u"4").close();
  EXPECT_EQ(json(document), R"({"X":{"Y":"1","Y_1":"2","Y_1_1":"3","Y_2":"4"}})");
}

TEST(JsonRender, NamesAreNumberedInTheirOwnObjectOnly) {
  TapeBuilder document;
  document.open(u"X").open(u"Y").leaf(u"Z", u"1").close().open(u"Q").leaf(u"Z", u"2").leaf(u"Y", u"3").close().close();
  EXPECT_EQ(json(document), R"({"X":{"Y":{"Z":"1"},"Q":{"Z":"2","Y":"3"}}})");
}

TEST(JsonRender, NamedDataAreMembers) {
  EXPECT_EQ(event_data([](TapeBuilder& d) {
              d.data(u"LogonGuid", u"1").data(u"User", u"u").data(u"LogonGuid", u"2").leaf(u"User", u"element");
            }),
            R"({"LogonGuid":"1","User":"u","LogonGuid_1":"2","User_1":"element"})");
}

TEST(JsonRender, DataOfOneNameInARowAreAnArray) {
  EXPECT_EQ(event_data([](TapeBuilder& d) {
              d.data(u"A", u"1").data(u"A", u"").data(u"A", u"3").data(u"B", u"4").data(u"A", u"5");
            }),
            R"({"A":["1","","3"],"B":"4","A_1":"5"})");
}

TEST(JsonRender, UnnamedDataAreOneArrayAndNeverLost) {
  EXPECT_EQ(event_data([](TapeBuilder& d) { d.leaf(u"Data", u"1").leaf(u"Data", u"2").leaf(u"Binary", u"00"); }),
            R"({"Data":{"#text":["1","2"]},"Binary":"00"})");
  EXPECT_EQ(event_data([](TapeBuilder& d) { d.leaf(u"Data", u"1").data(u"A", u"2").leaf(u"Data", u"3"); }),
            R"({"Data":{"#text":["1","3"]},"A":"2"})");
  EXPECT_EQ(event_data([](TapeBuilder& d) { d.data(u"A", u"1").leaf(u"Data", u"2").leaf(u"Tail", u"3"); }),
            R"({"A":"1","Data":{"#text":"2"},"Tail":"3"})");
}

TEST(JsonRender, DataKeepsItsOtherAttributesAndItsElements) {
  EXPECT_EQ(event_data([](TapeBuilder& d) {
              d.open(u"Data").attribute(u"Name", u"A").attribute(u"Unit", u"ms").text(u"5").close();
              d.open(u"Data").attribute(u"Name", u"B").leaf(u"Data", u"x").close();
            }),
            R"({"A":{"#attributes":{"Unit":"ms"},"#text":"5"},"B":{"Data":"x"}})");
}

TEST(JsonRender, OutsideEventDataAndUserDataDataIsAnElement) {
  TapeBuilder document;
  document.open(u"X").data(u"A", u"1").data(u"B", u"2").close();
  EXPECT_EQ(json(document), R"({"X":{"Data":{"#attributes":{"Name":"A"},"#text":"1"},)"
                            R"("Data_1":{"#attributes":{"Name":"B"},"#text":"2"}}})");
}

TEST(JsonRender, EscapesKeysAndValues) {
  TapeBuilder document;
  document.open(u"a\"b").attribute(u"\x0001", u"\t\r\n\b\f\\/").text(u"\x001B\x007F\x0085\x202E\x2028\xD800").close();
  EXPECT_EQ(json(document),
            "{\"a\\\"b\":{\"#attributes\":{\"\\u0001\":\"\\t\\r\\n\\b\\f\\\\/\"},"
            "\"#text\":\"\\u001b\\u007f\\u0085\\u202e\\u2028\xEF\xBF\xBD\"}}");
}

// Words of eight characters are copied whole: every place in them must be looked at.
TEST(JsonRender, EscapesAtEveryPlaceOfALongText) {
  for (std::size_t at = 0; at < 40; ++at) {
    std::u16string text(40, u'a');
    std::string expected(40, 'a');
    text[at] = u'"';
    expected.replace(at, 1, "\\\"");
    EXPECT_EQ(json(TapeBuilder().leaf(u"X", text)), "{\"X\":\"" + expected + "\"}");
    text[at] = u'\xE4';
    expected.replace(at, 2, "\xC3\xA4");
    EXPECT_EQ(json(TapeBuilder().leaf(u"X", text)), "{\"X\":\"" + expected + "\"}");
  }
}

TEST(JsonRender, AppendsToTheCallersObject) {
  JsonRenderer renderer;
  TapeBuilder document;
  document.leaf(u"Event", u"x");
  std::string out = "{\"n\":1,";
  renderer.append_members(document.tape(), out);
  renderer.append_members(document.tape(), out);
  EXPECT_EQ(out, R"({"n":1,"Event":"x""Event":"x")");
}

// More names than the table of keys has room for at first, in two documents.
TEST(JsonRender, NumbersThousandsOfNames) {
  TapeBuilder document;
  document.open(u"X");
  for (int i = 0; i < 3000; ++i) document.leaf(i % 2 == 0 ? u"Same" : std::u16string(u"N") + char16_t(0x4000 + i), u"");
  document.close();
  JsonRenderer renderer;
  std::string first;
  render_json(renderer, document.tape(), first);
  std::string second;
  render_json(renderer, document.tape(), second);
  EXPECT_EQ(first, second);
  EXPECT_NE(first.find("\"Same\":null"), std::string::npos);
  EXPECT_NE(first.find("\"Same_1499\":null"), std::string::npos);
  EXPECT_EQ(first.find("\"Same_1500\""), std::string::npos);
}

TEST(JsonRender, DeepElementsDoNotDeepenTheCallStack) {
  TapeBuilder document;
  constexpr int kDepth = 100'000;
  for (int i = 0; i < kDepth; ++i) document.open(u"X");
  for (int i = 0; i < kDepth; ++i) document.close();
  const std::string text = json(document);
  EXPECT_EQ(text.size(), 6u * kDepth - 1 + 4 + 1);
}

}  // namespace
}  // namespace ntlmscan::binxml
