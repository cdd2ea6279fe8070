// The grammar of Binary XML: every token, every error.
#include "binxml/stream.hpp"

#include <gtest/gtest.h>

#include "unit/binxml/stream_bytes.hpp"

namespace ntlmscan::binxml {
namespace {

using enum ParseError;

struct Case {
  const char* name;
  StreamBytes bytes;
  Dialect dialect;
  ParseError error;
  std::string shape;
};

constexpr Dialect kIn = Dialect::kStream;
constexpr Dialect kDef = Dialect::kDefinition;

StreamBytes start() { return StreamBytes(); }
// Start tag of a definition: with the dependency.
StreamBytes root() { return StreamBytes().raw({1}).u16(0xFFFF).u32(0).name(u"R"); }
StreamBytes deep(int depth) {
  StreamBytes out;
  for (int i = 0; i < depth; ++i) out.open(u"D").raw({2});
  for (int i = 0; i < depth; ++i) out.raw({4});
  return std::move(out.raw({0}));
}

std::vector<Case> cases() {
  return {
      {"nothing", start(), kIn, kNone, ""},
      {"end alone", start().raw({0}), kIn, kNone, ""},
      {"fragment header", start().raw({0xF, 1, 1, 0, 0}), kIn, kNone, ""},
      {"empty element", start().open(u"A").raw({3, 0}), kIn, kNone, "<A>"},
      {"element without end token", start().open(u"A").raw({3}), kIn, kNone, "<A>"},
      {"start and end tag", start().open(u"A").raw({2, 4, 0}), kIn, kNone, "<A>"},
      {"text", start().open(u"A").raw({2}).text(u"x").raw({4, 0}), kIn, kNone, "<A'x'>"},
      {"attributes",
       start()
           .raw({0x41})
           .u32(0)
           .name(u"A")
           .u32(0)
           .raw({0x46})
           .name(u"p")
           .text(u"1")
           .raw({6})
           .name(u"q")
           .raw({2})
           .text(u"x")
           .raw({4, 0}),
       kIn, kNone, "<A@p'1'>@q>'x'>"},
      {"references", start().open(u"A").raw({2, 8, 0xE9, 0, 9}).name(u"amp").raw({4, 0}), kIn, kNone, "<A&233&amp>"},
      {"instruction and CDATA",
       start().open(u"A").raw({2, 0xA}).name(u"t").raw({0xB, 1, 0, 'd', 0, 7, 1, 0, 'c', 0, 4, 0}), kIn, kNone,
       "<A?t?d'c'>"},
      {"holes", root().raw({2, 0xD, 3, 0, 1, 0xE, 1, 0, 6, 4, 0}), kDef, kNone, "<R#3#1>"},
      {"hole in a stream", start().open(u"A").raw({2, 0xD, 0, 0, 1, 4, 0}), kIn, kBadToken, "<A>"},
      {"hole outside an element", start().raw({0xD, 0, 0, 1, 0}), kDef, kBadToken, ""},
      {"unknown token", start().raw({0x10}), kIn, kBadToken, ""},
      {"more-follows where none can", start().open(u"A").raw({0x42}), kIn, kBadToken, "<A>"},
      {"text in a start tag", start().open(u"A").text(u"x"), kIn, kBadToken, "<A>"},
      {"attribute in content", start().open(u"A").raw({2, 6}).name(u"p"), kIn, kBadToken, "<A>"},
      {"element in an attribute", start().open(u"A").raw({6}).name(u"p").open(u"B"), kIn, kBadToken, "<A@p>>"},
      {"close without open", start().raw({4}), kIn, kBadToken, ""},
      {"close of a start tag without open", start().raw({2}), kIn, kBadToken, ""},
      {"end inside an element", start().open(u"A").raw({2, 0}), kIn, kBadToken, "<A>"},
      {"text of another type", start().open(u"A").raw({2, 5, 2, 1, 0, 'x', 0}), kIn, kBadToken, "<A>"},
      {"text that is cut", start().open(u"A").raw({2, 5, 1, 9, 0, 'x', 0}), kIn, kCut, "<A>"},
      {"element that is cut", start().open(u"A").raw({2}), kIn, kCut, "<A>"},
      {"name ahead", start().raw({1}).u32(0).u32(530).raw({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}), kIn, kBadName, ""},
      {"name in the header", start().raw({1}).u32(0).u32(511), kIn, kBadName, ""},
      {"name far away", start().raw({1}).u32(0).u32(0xFFFFFFF0), kIn, kBadName, ""},
      {"name that is cut", start().raw({1}).u32(0).u32(521).u32(0).u16(0).u16(500), kIn, kBadName, ""},
      {"instance in a definition", root().raw({2, 0xC, 1}), kDef, kBadInstance, "<R>"},
      {"instance ahead", start().raw({0xC, 1}).u32(1).u32(0xFFFF).u32(0), kIn, kBadInstance, ""},
      {"instance with cut values", start().raw({0xC, 1}).u32(1).u32(512).u32(5), kIn, kBadInstance, ""},
      {"instance", start().raw({0xC, 1}).u32(1).u32(512).u32(0).raw({0}), kIn, kNone, "!"},
      {"depth 256", deep(256), kIn, kNone, ""},
      {"depth 300", deep(300), kIn, kTooDeep, ""},
  };
}

TEST(ParseStream, Tables) {
  for (const Case& c : cases()) {
    SCOPED_TRACE(c.name);
    const support::ExactBuffer buffer(c.bytes.bytes());
    Stream stream;
    parse_stream(buffer.bytes(), 512, buffer.size(), c.dialect, stream);
    EXPECT_EQ(stream.error, c.error);
    EXPECT_EQ(support::wrong_with(stream.tape, buffer.bytes()), "");
    const bool deep_one = std::string_view(c.name).substr(0, 5) == "depth";
    EXPECT_TRUE(deep_one || shape(stream.tape) == c.shape) << shape(stream.tape);
    EXPECT_FALSE(stream.name_damaged);
  }
}

TEST(ParseStream, EveryPrefixEndsWellFormed) {
  for (const Case& c : cases()) {
    if (c.bytes.here() > 2000) continue;
    for (std::size_t end = 512; end < c.bytes.here(); ++end) {
      const support::ExactBuffer buffer(std::span(c.bytes.bytes()).first(end));
      Stream stream;
      parse_stream(buffer.bytes(), 512, end, c.dialect, stream);
      ASSERT_EQ(support::wrong_with(stream.tape, buffer.bytes()), "") << c.name << ' ' << end;
      ASSERT_LE(stream.end, end);
    }
  }
}

TEST(ParseStream, ADamagedNameIsTakenAsItStands) {
  auto bytes = start().open(u"A").raw({3, 0}).bytes();
  bytes[521 + 8] = 'B';  // behind next link, hash and count
  Stream stream;
  parse_stream(Bytes(bytes), 512, bytes.size(), kIn, stream);
  EXPECT_TRUE(stream.name_damaged);
  EXPECT_EQ(stream.error, kNone);
  EXPECT_EQ(shape(stream.tape), "<B>");
}

TEST(ParseUpTo, StopsBehindTheChildAndReadsNothingFurther) {
  const auto event = [] { return start().open(u"Event").raw({2}); };
  const auto system = [](StreamBytes out) { return std::move(out.open(u"System").raw({2}).text(u"x").raw({4})); };
  struct Wanted {
    const char* what;
    StreamBytes bytes;
    ParseError error;
    bool found;
    std::string shape;
  };
  const Wanted wanted[] = {
      {"damage behind it", system(event()).raw({0x7F}), kNone, true, "<Event<System'x'>>"},
      {"nothing behind it", system(event()), kNone, true, "<Event<System'x'>>"},
      {"more behind it", system(event()).open(u"Data").raw({3, 4, 0}), kNone, true, "<Event<System'x'>>"},
      {"without content", event().open(u"System").raw({3, 0x7F}), kNone, true, "<Event<System>>"},
      {"an element in front of it", system(event().open(u"Data").raw({3})).raw({0x7F}), kNone, true,
       "<Event<Data><System'x'>>"},
      {"damage in front of it", system(event().raw({0x7F})), kBadToken, false, "<Event>"},
      {"deeper", system(event().open(u"Data").raw({2})).raw({0x7F}), kBadToken, false, "<Event<Data<System'x'>>>"},
      {"the root", start().open(u"System").raw({2}).text(u"x").raw({4, 0x7F}), kBadToken, false, "<System'x'>"},
      {"cut inside it", event().open(u"System").raw({2}).text(u"x"), kCut, false, "<Event<System'x'>>"},
      {"a longer name", event().open(u"Systems").raw({3, 0x7F}), kBadToken, false, "<Event<Systems>>"},
  };
  for (const Wanted& one : wanted) {
    SCOPED_TRACE(one.what);
    const support::ExactBuffer buffer(one.bytes.bytes());
    Stream stream;
    parse_up_to(buffer.bytes(), 512, buffer.size(), "System", stream);
    EXPECT_EQ(stream.error, one.error);
    EXPECT_EQ(stream.ended, one.found);
    EXPECT_EQ(shape(stream.tape), one.shape);
    EXPECT_EQ(support::wrong_with(stream.tape, buffer.bytes()), "");
  }
}

TEST(ParseDefinition, NeedsItsGuidAndItsBody) {
  StreamBytes bytes;
  bytes.u32(0).u32(0x12345678).u32(0).u32(0).u32(0);
  const std::uint32_t size_at = bytes.here();
  bytes.u32(0).raw({1}).u16(0xFFFF).u32(0).name(u"R").raw({3, 0});
  auto raw = bytes.bytes();
  const auto body = static_cast<std::uint8_t>(raw.size() - size_at - 4);
  raw[size_at] = body;
  const auto error_of = [&](std::size_t at, std::uint32_t id) {
    const support::ExactBuffer buffer(raw);
    Stream stream;
    parse_definition(buffer.bytes(), at, id, stream);
    return stream.error;
  };
  EXPECT_EQ(error_of(512, 0x12345678), kNone);
  EXPECT_EQ(error_of(512, 0x12345679), kBadInstance);
  EXPECT_EQ(error_of(500, 0), kBadInstance);
  EXPECT_EQ(error_of(0xFFFFFFF0, 0), kBadInstance);
  raw[size_at] = static_cast<std::uint8_t>(body + 1);
  EXPECT_EQ(error_of(512, 0x12345678), kBadInstance);
}

}  // namespace
}  // namespace ntlmscan::binxml
