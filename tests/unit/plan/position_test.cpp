// Which records without names get the catalogue's names by place.
#include "plan/position.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "bytes/utf16.hpp"
#include "catalogue/lookup.hpp"
#include "support/value_view.hpp"

namespace ntlmscan::plan {
namespace {

namespace values = fixtures::values;

// A field as recorded: a name, often none, and a value.
struct Recorded {
  std::string name;
  fixtures::Value value;
};

Recorded data(fixtures::Value value) { return {"", std::move(value)}; }

// The values of an 8001 in the types of its manifest.
std::vector<Recorded> client_audit() {
  return {data(values::text("cifs/srv")), data(values::text("alice")),   data(values::text("CONTOSO")),
          data(values::u32(4)),           data(values::text("")),        data(values::hex64(0x3E7)),
          data(values::text("PC1$")),     data(values::text("CONTOSO")), data(values::text("(NULL)"))};
}

std::vector<Recorded> texts(std::size_t count) { return {count, data(values::text("7"))}; }

// The columns that name_by_position() found, `?` where none, then how the names are marked.
std::string named(std::string_view provider, std::uint16_t id, const std::vector<Recorded>& recorded,
                  Names names = Names::kTemplate) {
  Extraction x;
  x.event = catalogue::find_event(provider, id, 0);
  x.names = names;
  std::vector<std::string> utf16(recorded.size());
  for (std::size_t i = 0; i < recorded.size(); ++i) {
    append_utf16(utf16[i], recorded[i].name);
    const auto* def = recorded[i].name.empty() ? nullptr : catalogue::find_field(*x.event, recorded[i].name);
    x.fields.push_back({.def = def, .name = Bytes::of(utf16[i]), .value = support::view(recorded[i].value)});
  }
  name_by_position(x);
  std::string out;
  for (const Field& field : x.fields) {
    const std::string name(field.def == nullptr ? "?" : field.def->name);
    out.append(field.by_position ? name : "(" + name + ")").append(" ");
  }
  if (x.names == Names::kCatalogue) return out + "catalogue";
  return out + (x.names == Names::kLiteral ? "literal" : "template");
}

constexpr std::string_view kNtlm = "Microsoft-Windows-NTLM";
constexpr std::string_view kAllNamed =
    "TargetName UserName DomainName CallerPID ProcessName ClientLUID ClientUserName ClientDomainName MechanismOID ";
constexpr std::string_view kNoneNamed = "(?) (?) (?) (?) (?) (?) (?) (?) (?) ";

TEST(Position, NamesARecordThatMatchesTheCatalogue) {
  EXPECT_EQ(named(kNtlm, 8001, client_audit()), std::string(kAllNamed) + "catalogue");
}

TEST(Position, AsksForTheCount) {
  std::vector<Recorded> fewer = client_audit();
  fewer.pop_back();
  EXPECT_EQ(named(kNtlm, 8001, fewer), std::string(kNoneNamed.substr(4)) + "template");
  std::vector<Recorded> more = client_audit();
  more.push_back(data(values::text("x")));
  EXPECT_EQ(named(kNtlm, 8001, more), std::string(kNoneNamed) + "(?) template");
  EXPECT_EQ(named(kNtlm, 8001, {}), "template");
}

struct TypeCase {
  const char* what;
  std::size_t place;
  fixtures::Value value;
  bool fits;
};

TEST(Position, AsksForTheTypes) {
  const TypeCase cases[] = {
      {"text for a number", 3, values::text("4"), false},
      {"hex for a plain number", 3, values::hex32(4), false},
      {"a narrower number", 3, values::u16(4), false},
      {"an empty text, as a null comes", 3, values::text(""), true},
      {"a null", 3, values::null(4), true},
      {"u64 for a 64-bit hex number", 5, values::u64(0x3E7), true},
      {"hex32 for a 64-bit hex number", 5, values::hex32(0x3E7), false},
      {"a number for text", 0, values::u32(7), false},
      {"ANSI for text", 0, values::ansi("cifs/srv"), true},
      {"binary for text", 8, values::binary({1}), false},
  };
  for (const TypeCase& one : cases) {
    std::vector<Recorded> recorded = client_audit();
    recorded[one.place].value = one.value;
    const std::string_view names = one.fits ? kAllNamed : kNoneNamed;
    EXPECT_EQ(named(kNtlm, 8001, recorded), std::string(names) + (one.fits ? "catalogue" : "template")) << one.what;
  }
}

TEST(Position, TakesAnyTextInALiteralRecord) {
  EXPECT_EQ(named(kNtlm, 8001, texts(9)), std::string(kNoneNamed) + "template");
  EXPECT_EQ(named(kNtlm, 8001, texts(9), Names::kLiteral), std::string(kAllNamed) + "catalogue");
}

TEST(Position, LooksPastBinaryButNotPastNames) {
  std::vector<Recorded> recorded = client_audit();
  recorded.push_back({"Binary", values::binary({1, 2})});
  EXPECT_EQ(named(kNtlm, 8001, recorded), std::string(kAllNamed) + "(?) catalogue");
  recorded.back() = {"UserName", values::text("bob")};
  EXPECT_EQ(named(kNtlm, 8001, recorded), std::string(kNoneNamed) + "(UserName) template");
  recorded.back() = {"Unheard", values::text("bob")};
  EXPECT_EQ(named(kNtlm, 8001, recorded), std::string(kNoneNamed) + "(?) template");
  recorded = client_audit();
  recorded.back().name = "Unheard";
  EXPECT_EQ(named(kNtlm, 8001, recorded), std::string(kNoneNamed) + "template");
  EXPECT_EQ(named(kNtlm, 8001, {{"Binary", values::binary({1})}}), "(?) template");
}

TEST(Position, LeavesTheMarkWhereRecordsNeverHaveNames) {
  EXPECT_EQ(named("NETLOGON", 5816, texts(5)),
            "Account AccountDomain DomainController DomainControllerDomain SummaryMinutes template");
  EXPECT_EQ(named("NETLOGON", 5816, texts(5), Names::kLiteral),
            "Account AccountDomain DomainController DomainControllerDomain SummaryMinutes literal");
  EXPECT_EQ(named("NETLOGON", 5816, texts(4)), "(?) (?) (?) (?) template");
  EXPECT_EQ(named("NETLOGON", 5832, texts(1)), "Count template");
}

TEST(Position, NamesNothingWhereTheCatalogueHasNoFields) {
  EXPECT_EQ(named(kNtlm, 4026, texts(2)), "(?) (?) template");
}

}  // namespace
}  // namespace ntlmscan::plan
