// Documents as XML.
#include "binxml/xml_render.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tape_builder.hpp"

namespace ntlmscan::binxml {
namespace {

using namespace std::string_literals;

std::string xml(const TapeBuilder& document) {
  XmlRenderer renderer;
  std::string out;
  renderer.append(document.tape(), out);
  return out;
}

TEST(XmlRender, ElementsAttributesAndValues) {
  TapeBuilder document;
  document.open(u"Event").attribute(u"xmlns", u"urn:x");
  document.open(u"Provider").attribute(u"Name", u"P").attribute(u"Guid");
  document.value(ValueType::kGuid, std::string(16, '\xAB')).close().close_empty();
  document.open(u"EventID").attribute(u"Qualifiers").close().value(ValueType::kUInt16, "\x7C\x1B"s).close();
  document.open(u"Data").close().close();
  EXPECT_EQ(xml(document),
            "<Event xmlns='urn:x'><Provider Name='P' Guid='{abababab-abab-abab-abab-abababababab}'/>"
            "<EventID>7036</EventID><Data></Data></Event>");
}

TEST(XmlRender, EmptyDocumentIsEmpty) { EXPECT_EQ(xml(TapeBuilder()), ""); }

TEST(XmlRender, EscapesByPlace) {
  TapeBuilder document;
  document.open(u"X").attribute(u"a", u"<\"'&>\r\n\t").text(u"<\"'&>\r\n\t").close();
  EXPECT_EQ(xml(document), "<X a='&lt;&quot;&apos;&amp;&gt;&#13;&#10;&#9;'>&lt;\"'&amp;&gt;\r\n\t</X>");
}

TEST(XmlRender, ReplacesWhatXmlCannotCarry) {
  TapeBuilder document;
  document.leaf(u"X", u"\x0001\x001F\xFFFE\xFFFF\xD800z\xDC00|\xD83D\xDE00\xFFFD");
  EXPECT_EQ(xml(document), "<X>_____z_|\xF0\x9F\x98\x80\xEF\xBF\xBD</X>");
}

TEST(XmlRender, TurnsWhatMovesTextIntoReferences) {
  TapeBuilder document;
  document.open(u"X").text(u"\x007F\x009B\x202E").piece(ItemKind::kCdata, u"a\x202E").close();
  EXPECT_EQ(xml(document), "<X>&#127;&#155;&#8238;<![CDATA[a]]>&#8238;<![CDATA[]]></X>");
}

TEST(XmlRender, KeepsReferencesThatXmlKnows) {
  TapeBuilder document;
  document.open(u"X").piece(ItemKind::kEntityRef, u"quot").piece(ItemKind::kEntityRef, u"nbsp").char_ref(0x3C);
  document.char_ref(0x41).close();
  EXPECT_EQ(xml(document), "<X>&quot;&amp;nbsp;&lt;A</X>");
}

TEST(XmlRender, CdataAndInstructionsCannotEndEarly) {
  TapeBuilder document;
  document.open(u"X").piece(ItemKind::kCdata, u"a]]]>b]] 12345678>");
  document.piece(ItemKind::kPiTarget, u"go").piece(ItemKind::kPiData, u"a?>b? 12345678>?");
  document.piece(ItemKind::kPiTarget, u"XML").close();
  EXPECT_EQ(xml(document), "<X><![CDATA[a]]]]]><![CDATA[>b]] 12345678>]]><?go a? >b? 12345678>? ?><?_XML?></X>");
}

TEST(XmlRender, MakesNamesThatXmlAccepts) {
  TapeBuilder document;
  document.open(u"1 a<b\xE4\x1C00\x4E2D")
      .attribute(u"n", u"1")
      .attribute(u"n", u"2")
      .attribute(u"", u"3")
      .close_empty();
  EXPECT_EQ(xml(document), "<_1_a_b\xC3\xA4_\xE4\xB8\xAD n='1' n_1='2' _='3'/>");
}

TEST(XmlRender, KeepsOneColonThatDividesAName) {
  TapeBuilder document;
  document.open(u"p:X").attribute(u"xmlns:p", u"urn:p").leaf(u":a", u"").leaf(u"b:", u"").leaf(u"c:1:d", u"").close();
  EXPECT_EQ(xml(document), "<p:X xmlns:p='urn:p'><_a></_a><b_></b_><c:_1_d></c:_1_d></p:X>");
}

TEST(XmlRender, AnsiValuesAreEscaped) {
  TapeBuilder document;
  document.open(u"X").value(ValueType::kAnsi, "<\xE9>\0hidden"s).close();
  EXPECT_EQ(xml(document), "<X>&lt;\xC3\xA9&gt;</X>");
}

// Words of eight characters are copied whole: every place in them must be looked at.
TEST(XmlRender, EscapesAtEveryPlaceOfALongText) {
  for (std::size_t at = 0; at < 40; ++at) {
    std::u16string text(40, u'a');
    text[at] = u'<';
    std::string expected(40, 'a');
    expected.replace(at, 1, "&lt;");
    EXPECT_EQ(xml(TapeBuilder().leaf(u"X", text)), "<X>" + expected + "</X>");
  }
}

}  // namespace
}  // namespace ntlmscan::binxml
