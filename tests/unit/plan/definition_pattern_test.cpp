// Which copies of a definition a pattern takes for the same: those that would be parsed to the same, and no others.
#include "plan/definition_pattern.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "unit/binxml/stream_bytes.hpp"

namespace ntlmscan::plan {
namespace {

using binxml::StreamBytes;

enum class Names { kInline, kBorrowed };

// `<EventData><Data Name="UserName">#slot</Data></EventData>` in one of the forms it takes in a chunk.
struct Form {
  const char* what = "";
  Names names = Names::kInline;
  int front = 0;  // bytes ahead of all
  int size = 0;   // of elements and lists: the parser does not ask
  std::u16string_view element = u"Data";
  std::u16string_view text = u"UserName";
  int slot = 3;
  int behind_end = 0;  // bytes behind the end token
};

struct Copy {
  std::vector<std::uint8_t> bytes;
  std::size_t body = 0;
  std::vector<std::size_t> uses;     // of names: where their offset stands
  std::vector<std::uint32_t> ahead;  // borrowed names
};

class Writer {
 public:
  explicit Writer(const Form& form) : form_(form) {
    for (int i = 0; i < form.front; ++i) out_.raw({0x5A});
    if (form.names == Names::kBorrowed) {
      for (const std::u16string_view text : {std::u16string_view(u"EventData"), form.element, kAttribute}) keep(text);
    }
  }

  [[nodiscard]] Copy write() {
    const auto size = static_cast<std::uint32_t>(form_.size);
    copy_.body = out_.here();
    out_.raw({0xF, 1, 1, 0, 1}).u16(0xFFFF).u32(size);
    name(u"EventData");
    out_.raw({2, 0x41}).u16(0xFFFF).u32(size);
    name(form_.element);
    out_.u32(size).raw({6});
    name(kAttribute);
    out_.text(form_.text).raw({2, 0xD, form_.slot, 0, 1, 4, 4, 0});
    for (int i = 0; i < form_.behind_end; ++i) out_.raw({0x77});
    copy_.bytes = out_.bytes();
    return copy_;
  }

 private:
  static constexpr std::u16string_view kAttribute = u"Name";

  void keep(std::u16string_view text) {
    out_.name(text);
    const auto whole = static_cast<std::uint32_t>(binxml::kNameUnits + 2 * text.size() + 2);
    copy_.ahead.push_back(out_.here() - whole);
  }
  void name(std::u16string_view text) {
    const std::size_t use = copy_.uses.size();
    copy_.uses.push_back(out_.here());
    if (form_.names == Names::kInline)
      out_.name(text);
    else
      out_.u32(copy_.ahead[use]);
  }

  Form form_;
  StreamBytes out_;
  Copy copy_;
};

binxml::Stream parsed(Bytes chunk, std::size_t body) {
  binxml::Stream stream;
  binxml::parse_stream(chunk, body, chunk.size(), binxml::Dialect::kDefinition, stream);
  return stream;
}

DefinitionPattern pattern_of(const Copy& copy) {
  const support::ExactBuffer chunk(copy.bytes);
  const binxml::Stream definition = parsed(chunk.bytes(), copy.body);
  EXPECT_EQ(definition.error, binxml::ParseError::kNone);
  EXPECT_EQ(binxml::shape(definition.tape), "<EventData<Data@Name'UserName'>#3>>");
  return {chunk.bytes(), copy.body, definition};
}

bool matches(const DefinitionPattern& pattern, const Copy& copy) {
  const support::ExactBuffer chunk(copy.bytes);
  return pattern.matches(chunk.bytes(), copy.body, chunk.size());
}

void put_u32(Copy& copy, std::size_t at, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i) copy.bytes[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

std::vector<DefinitionPattern> both_patterns() {
  return {pattern_of(Writer({.names = Names::kInline}).write()),
          pattern_of(Writer({.names = Names::kBorrowed}).write())};
}

TEST(DefinitionPattern, KnowsTheSameDefinitionInEveryForm) {
  const Form forms[] = {
      {.what = "the same"},
      {.what = "elsewhere", .front = 41},
      {.what = "names ahead", .names = Names::kBorrowed},
      {.what = "names ahead, elsewhere", .names = Names::kBorrowed, .front = 8},
      {.what = "other sizes", .size = 0x01020304},
      {.what = "bytes behind the end token", .behind_end = 5},
  };
  for (const DefinitionPattern& pattern : both_patterns()) {
    for (const Form& form : forms) EXPECT_TRUE(matches(pattern, Writer(form).write())) << form.what;
  }
}

TEST(DefinitionPattern, RefusesAnotherDefinition) {
  const Form forms[] = {
      {.what = "another name", .element = u"Date"},    {.what = "a longer name", .element = u"DataX"},
      {.what = "a shorter name", .element = u"Dat"},   {.what = "another text", .text = u"UserMame"},
      {.what = "a longer text", .text = u"UserNames"}, {.what = "another slot", .slot = 4},
      {.what = "a shorter text", .text = u"User"},
  };
  for (const DefinitionPattern& pattern : both_patterns()) {
    for (Form form : forms) {
      for (const Names names : {Names::kInline, Names::kBorrowed}) {
        form.names = names;
        EXPECT_FALSE(matches(pattern, Writer(form).write())) << form.what;
      }
    }
  }
}

// Every byte counts but those of sizes, of offsets (given as such above), and the link and terminator of a name.
TEST(DefinitionPattern, RefusesAnyOtherByteUnlessTheParserDoesNotReadIt) {
  const Copy good = Writer({.names = Names::kInline}).write();
  const DefinitionPattern pattern = pattern_of(good);
  const std::string expected = binxml::shape(parsed(Bytes(good.bytes), good.body).tape);
  std::size_t refused = 0;
  for (std::size_t at = good.body; at < good.bytes.size(); ++at) {
    Copy other = good;
    other.bytes[at] ^= 0x10;
    const support::ExactBuffer chunk(other.bytes);
    const binxml::Stream definition = parsed(chunk.bytes(), other.body);
    const bool same = definition.error == binxml::ParseError::kNone && !definition.name_damaged &&
                      binxml::shape(definition.tape) == expected;
    const bool matched = matches(pattern, other);
    EXPECT_TRUE(same || !matched) << at - good.body;
    refused += matched ? 0U : 1U;
  }
  EXPECT_GT(refused, (good.bytes.size() - good.body) / 2);
}

TEST(DefinitionPattern, RefusesANameWithAnotherHash) {
  for (const Names names : {Names::kInline, Names::kBorrowed}) {
    const DefinitionPattern pattern = pattern_of(Writer({.names = names}).write());
    for (std::size_t use = 0; use < 3; ++use) {
      Copy other = Writer({.names = names}).write();
      const std::size_t name = names == Names::kInline ? other.uses[use] + 4 : other.ahead[use];
      other.bytes[name + binxml::kNameHash] ^= 1;
      EXPECT_FALSE(matches(pattern, other)) << use;
    }
  }
}

// The name is there, but a parser does not take names from behind their use or from the chunk's header.
TEST(DefinitionPattern, RefusesNamesWhereNoneMayBe) {
  const Copy good = Writer({.names = Names::kBorrowed}).write();
  const DefinitionPattern pattern = pattern_of(good);
  for (std::size_t use = 0; use < 3; ++use) {
    const std::size_t end = use + 1 < 3 ? good.ahead[use + 1] : good.body;
    const std::vector<std::uint8_t> name(good.bytes.begin() + good.ahead[use],
                                         good.bytes.begin() + static_cast<std::ptrdiff_t>(end));
    Copy behind = good;
    put_u32(behind, behind.uses[use], static_cast<std::uint32_t>(behind.bytes.size()));
    behind.bytes.insert(behind.bytes.end(), name.begin(), name.end());
    EXPECT_FALSE(matches(pattern, behind)) << use;
    Copy header = good;
    std::copy(name.begin(), name.end(), header.bytes.begin() + 100);
    put_u32(header, header.uses[use], 100);
    EXPECT_FALSE(matches(pattern, header)) << use;
    for (const std::uint32_t outside : {0xFFFFFFFFU, 0xFFFFFFF0U, static_cast<std::uint32_t>(good.bytes.size())}) {
      Copy far = good;
      put_u32(far, far.uses[use], outside);
      EXPECT_FALSE(matches(pattern, far)) << use;
    }
    EXPECT_TRUE(matches(pattern, good));
  }
}

TEST(DefinitionPattern, RefusesABodyThatIsCut) {
  for (const DefinitionPattern& pattern : both_patterns()) {
    for (const Names names : {Names::kInline, Names::kBorrowed}) {
      const Copy whole = Writer({.names = names}).write();
      for (std::size_t size = whole.body; size < whole.bytes.size(); ++size) {
        Copy cut = whole;
        cut.bytes.resize(size);
        ASSERT_FALSE(matches(pattern, cut)) << size;
      }
    }
  }
}

// Without an end token the definition ends with its last byte; a byte more would be read.
TEST(DefinitionPattern, KnowsWhereADefinitionWithoutEndTokenEnds) {
  Copy open = Writer({}).write();
  open.bytes.pop_back();
  const DefinitionPattern pattern = pattern_of(open);
  EXPECT_TRUE(matches(pattern, open));
  EXPECT_FALSE(matches(pattern, Writer({}).write()));
}

}  // namespace
}  // namespace ntlmscan::plan
