// The form a recorded text takes in its column, and whether it could be rebuilt from there.
#include "columns/normalise.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "support/value_view.hpp"

namespace ntlmscan::columns {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;
namespace values = fixtures::values;

struct Case {
  std::u16string_view recorded;
  Normal normal;
  std::string_view shown;  // empty where nothing is
};

void expect_all(Column column, std::span<const Case> cases) {
  for (const Case& one : cases) {
    const fixtures::Value value = values::units(one.recorded);
    std::string out;
    const Normal normal = normalise_text(column, support::view(value), out);
    EXPECT_EQ(normal, one.normal) << testing::PrintToString(std::u16string(one.recorded));
    if (normal == Normal::kNull || normal == Normal::kUnfit) continue;
    EXPECT_EQ(out, one.shown);
  }
}

TEST(Normalise, OrdinaryText) {
  constexpr Case kCases[] = {
      {u"alice", Normal::kSame, "alice"},
      {u"Gr\u00FC\u00DFe \U0001F512", Normal::kSame,
       "Gr\xC3\xBC\xC3\x9F"
       "e \xF0\x9F\x94\x92"},
      {u"alice\0"sv, Normal::kSame, "alice"},
      {u"alice  ", Normal::kSame, "alice"},
      {u"alice \0 \0\0"sv, Normal::kSame, "alice"},
      {u"  alice", Normal::kSame, "  alice"},
      {u"a\tb", Normal::kSame, "a\tb"},
      {u"alice\t", Normal::kSame, "alice\t"},
      {u"alice\0bob"sv, Normal::kLossy, "alice"},
      {u"alice \0bob\0"sv, Normal::kLossy, "alice"},
      {u"\0bob"sv, Normal::kUnfit, ""},
      {u"-\0bob"sv, Normal::kUnfit, ""},
      {u"\xD800", Normal::kSame, "\xEF\xBF\xBD"},
  };
  expect_all(Column::kUserName, kCases);
}

TEST(Normalise, Placeholders) {
  constexpr Case kCases[] = {
      {u"", Normal::kNull, ""},
      {u"-", Normal::kNull, ""},
      {u"(NULL)", Normal::kNull, ""},
      {u"NULL", Normal::kNull, ""},
      {u"Null", Normal::kNull, ""},
      {u"- ", Normal::kNull, ""},
      {u"(NULL)\0"sv, Normal::kNull, ""},
      {u"   ", Normal::kNull, ""},
      {u"\0\0"sv, Normal::kNull, ""},
      {u"null", Normal::kSame, "null"},
      {u"(null)", Normal::kSame, "(null)"},
      {u"--", Normal::kSame, "--"},
      {u" -", Normal::kSame, " -"},
      {u"NULL1", Normal::kSame, "NULL1"},
  };
  for (const Column column :
       {Column::kUserName, Column::kClientAddress, Column::kNtlmVersion, Column::kPrivileges, Column::kLogonGuid}) {
    expect_all(column, std::span(kCases).first(9));
  }
  expect_all(Column::kUserName, kCases);
}

TEST(Normalise, HostsAndAddresses) {
  constexpr Case kCases[] = {
      {u"\\\\HOST", Normal::kLossy, "HOST"},
      {u"\\\\HOST \0"sv, Normal::kLossy, "HOST"},
      {u"\\HOST", Normal::kSame, "\\HOST"},
      {u"\\\\HOST\\share", Normal::kSame, "\\\\HOST\\share"},
      {u"\\\\HOST/share", Normal::kSame, "\\\\HOST/share"},
      {u"\\\\*\\IPC$", Normal::kSame, "\\\\*\\IPC$"},
      {u"\\\\", Normal::kSame, "\\\\"},
      {u"\\\\\\HOST", Normal::kSame, "\\\\\\HOST"},
      {u"\\\\-", Normal::kUnfit, ""},
      {u"\\\\NULL", Normal::kUnfit, ""},
      {u"::ffff:10.0.0.20", Normal::kLossy, "10.0.0.20"},
      {u"::FFFF:10.0.0.20", Normal::kLossy, "10.0.0.20"},
      {u"::FfFf:255.255.255.255 ", Normal::kLossy, "255.255.255.255"},
      {u"::ffff:256.0.0.1", Normal::kSame, "::ffff:256.0.0.1"},
      {u"::ffff:10.0.0", Normal::kSame, "::ffff:10.0.0"},
      {u"::ffff:10.0.0.20.1", Normal::kSame, "::ffff:10.0.0.20.1"},
      {u"::ffff:10.0.0.", Normal::kSame, "::ffff:10.0.0."},
      {u"::ffff:0a00:14", Normal::kSame, "::ffff:0a00:14"},
      {u"::ffff:", Normal::kSame, "::ffff:"},
      {u"::1", Normal::kSame, "::1"},
      {u"fe80::1%12", Normal::kSame, "fe80::1%12"},
      {u"10.0.0.20", Normal::kSame, "10.0.0.20"},
  };
  expect_all(Column::kClientName, kCases);
  expect_all(Column::kClientAddress, kCases);
}

TEST(Normalise, NtlmVersions) {
  constexpr Case kCases[] = {
      {u"NTLM V1", Normal::kSame, "NTLMv1"},
      {u"NTLM V2", Normal::kSame, "NTLMv2"},
      {u"LM", Normal::kSame, "LM"},
      {u"NTLMv1", Normal::kSame, "NTLMv1"},
      {u"ntlm  v2 ", Normal::kSame, "NTLMv2"},
      {u"NTLMv2\0"sv, Normal::kSame, "NTLMv2"},
      {u"NTLM", Normal::kUnfit, ""},
      {u"NTLM V3", Normal::kUnfit, ""},
      {u"LMX", Normal::kUnfit, ""},
      {u"NTLM V2\0x"sv, Normal::kLossy, "NTLMv2"},
  };
  expect_all(Column::kNtlmVersion, kCases);
}

TEST(Normalise, Privileges) {
  constexpr Case kCases[] = {
      {u"SeTcbPrivilege", Normal::kSame, "SeTcbPrivilege"},
      {u"SeTcbPrivilege\r\n\t\t\tSeDebugPrivilege", Normal::kSame, "SeTcbPrivilege SeDebugPrivilege"},
      {u"\r\n A\vB\fC  D\r\n", Normal::kSame, "A B C D"},
      {u"\r\n\t", Normal::kNull, ""},
      {u"\t\0SeA"sv, Normal::kUnfit, ""},
  };
  expect_all(Column::kPrivileges, kCases);
}

TEST(Normalise, LogonGuids) {
  constexpr Case kCases[] = {
      {u"{54849625-5478-4994-A5BA-3E3B0328C30D}", Normal::kSame, "54849625-5478-4994-a5ba-3e3b0328c30d"},
      {u"54849625-5478-4994-a5ba-3e3b0328c30d", Normal::kSame, "54849625-5478-4994-a5ba-3e3b0328c30d"},
      {u"{00000000-0000-0000-0000-000000000000}", Normal::kNull, ""},
      {u"00000000-0000-0000-0000-000000000000", Normal::kNull, ""},
      {u"{00000000-0000-0000-0000-000000000001}", Normal::kSame, "00000000-0000-0000-0000-000000000001"},
      {u"no guid", Normal::kUnfit, ""},
  };
  expect_all(Column::kLogonGuid, kCases);
  std::string out;
  const fixtures::Value zero = values::guid({});
  EXPECT_EQ(normalise_text(Column::kLogonGuid, support::view(zero), out), Normal::kNull);
  out.clear();
  const fixtures::Value typed = values::guid(fixtures::guid_from_text("54849625-5478-4994-a5ba-3e3b0328c30d"));
  EXPECT_EQ(normalise_text(Column::kLogonGuid, support::view(typed), out), Normal::kSame);
  EXPECT_EQ(out, "54849625-5478-4994-a5ba-3e3b0328c30d");
}

struct TypedCase {
  fixtures::Value value;
  std::string shown;
  std::string recorded;
};

TEST(Normalise, OtherTypesAsText) {
  const TypedCase cases[] = {
      {values::ansi("alice ", fixtures::Ending::kNul), "alice", "alice "},
      {values::sid("S-1-5-21-1-2-3-1104"), "S-1-5-21-1-2-3-1104", "S-1-5-21-1-2-3-1104"},
      {values::u32(7), "7", "7"},
      {values::i32(-7), "-7", "-7"},
      {values::hex32(0xC0000418), "0xc0000418", "0xc0000418"},
      {values::hex64(0x3E7), "0x3e7", "0x3e7"},
      {values::boolean(true), "true", "true"},
      {values::binary({0xDE, 0xAD}), "DEAD", "DEAD"},
  };
  for (const TypedCase& one : cases) {
    std::string shown, recorded;
    EXPECT_EQ(normalise_text(Column::kUserName, support::view(one.value), shown), Normal::kSame);
    EXPECT_EQ(shown, one.shown);
    append_recorded_text(recorded, support::view(one.value));
    EXPECT_EQ(recorded, one.recorded);
  }
  std::string out;
  EXPECT_EQ(normalise_text(Column::kUserName, support::view(values::null(4)), out), Normal::kNull);
}

TEST(Normalise, RecordedTextLosesTrailingNulsOnly) {
  const std::pair<std::u16string_view, std::string> cases[] = {
      {u"NtLmSsp \0\0"sv, "NtLmSsp "}, {u"\\\\HOST", "\\\\HOST"}, {u"a\0b\0"sv, "a\0b"s}, {u"\0"sv, ""}, {u"", ""},
  };
  for (const auto& [units, text] : cases) {
    const fixtures::Value value = values::units(units);
    std::string out;
    append_recorded_text(out, support::view(value));
    EXPECT_EQ(out, text);
  }
}

}  // namespace
}  // namespace ntlmscan::columns
