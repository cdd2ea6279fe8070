// What goes into `extra`: values without a column, and values that their column could not give back.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "event_cells.hpp"

namespace ntlmscan::columns {
namespace {

using fixtures::Shape;
using namespace std::string_view_literals;
namespace values = fixtures::values;

struct Case {
  const char* what;
  std::string_view provider;
  std::uint16_t id;
  const char* field;
  fixtures::Value value;
  const char* column;
  const char* cell;
  const char* extra;
};

// The event with that one field alone.
fixtures::EventSpec alone(const Case& one) {
  fixtures::EventSpec spec = event(one.provider, one.id);
  const fixtures::Field* known = spec.find(one.field);
  const fixtures::Field field{one.field, known == nullptr ? std::uint8_t{fixtures::kString} : known->declared_type,
                              true, one.value};
  spec.fields = {field};
  return spec;
}

TEST(ExtraRules, TextInColumns) {
  const Case cases[] = {
      {"with a column", kNtlm, 8001, "UserName", values::text("alice"), "user_name", "alice", "null"},
      {"blanks at the end", kNtlm, 8001, "UserName", values::text("alice  "), "user_name", "alice", "null"},
      {"placeholder", kNtlm, 8001, "UserName", values::text("(NULL)"), "user_name", "null", "null"},
      {"empty", kNtlm, 8001, "UserName", values::text(""), "user_name", "null", "null"},
      {"null", kNtlm, 8001, "UserName", values::null(), "user_name", "null", "null"},
      {"slashes", kNtlm, 8003, "Workstation", values::text("\\\\PC1"), "client_name", "PC1",
       "{\"Workstation\":\"\\\\\\\\PC1\"}"},
      {"version by table", kAuditing, 4624, "LmPackageName", values::text("NTLM V1"), "ntlm_version", "NTLMv1", "null"},
      {"unknown version", kAuditing, 4624, "LmPackageName", values::text("NTLM V9"), "ntlm_version", "null",
       "{\"LmPackageName\":\"NTLM V9\"}"},
      {"yes by table", kAuditing, 4624, "ElevatedToken", values::text("%%1842"), "elevated", "1", "null"},
      {"no by table", kAuditing, 4624, "ElevatedToken", values::text("%%1843"), "elevated", "0", "null"},
      {"neither", kAuditing, 4624, "ElevatedToken", values::text("%%1844"), "elevated", "null",
       "{\"ElevatedToken\":\"%%1844\"}"},
      {"zero GUID", kAuditing, 4624, "LogonGuid", values::guid({}), "logon_guid", "null", "null"},
      {"no column", kNtlm, 8003, "InProc", values::boolean(false), "client_name", "null", "{\"InProc\":\"false\"}"},
      {"no column, placeholder", kNtlm, 4014, "SvcHostTag", values::text("-"), "process_name", "null",
       "{\"SvcHostTag\":\"-\"}"},
      {"no column, empty", kNtlm, 4014, "SvcHostTag", values::text(""), "process_name", "null",
       "{\"SvcHostTag\":\"\"}"},
      {"no column, blanks kept", kNtlm, 4014, "SvcHostTag", values::text("a "), "process_name", "null",
       "{\"SvcHostTag\":\"a \"}"},
      {"unknown to the catalogue", kNtlm, 8001, "Unheard", values::text("\"x\"\n"), "user_name", "null",
       "{\"Unheard\":\"\\\"x\\\"\\u000a\"}"},
  };
  for (const Case& one : cases) {
    fixtures::EventSpec spec = alone(one);
    if (one.field == "ElevatedToken"sv) spec.system.version = 2;
    for (const Shape shape : {Shape::kLive, Shape::kExported, Shape::kLiteral}) {
      const std::string cells = cells_of(spec, shape);
      EXPECT_EQ(cell(cells, one.column), one.cell) << one.what << " " << static_cast<int>(shape);
      EXPECT_EQ(cell(cells, "extra"), one.extra) << one.what << " " << static_cast<int>(shape);
    }
  }
}

// What a forwarded record spells must give the same cell as the typed value; a spelling of its own stays in extra.
TEST(ExtraRules, NumbersInColumns) {
  const Case cases[] = {
      {"typed", kNtlm, 8001, "CallerPID", values::u32(4), "process_id", "4", "null"},
      {"text", kNtlm, 8001, "CallerPID", values::text("4"), "process_id", "4", "null"},
      {"text with a blank", kNtlm, 8001, "CallerPID", values::text("4 "), "process_id", "4", "null"},
      {"hex text of a decimal field", kNtlm, 8001, "CallerPID", values::text("0x4"), "process_id", "4",
       "{\"CallerPID\":\"0x4\"}"},
      {"leading zeros", kNtlm, 8001, "CallerPID", values::text("004"), "process_id", "4", "{\"CallerPID\":\"004\"}"},
      {"negative", kNtlm, 8001, "CallerPID", values::text("-1"), "process_id", "-1", "{\"CallerPID\":\"-1\"}"},
      {"no number", kNtlm, 8001, "CallerPID", values::text("four"), "process_id", "null", "{\"CallerPID\":\"four\"}"},
      {"too large", kNtlm, 8001, "CallerPID", values::text("18446744073709551616"), "process_id", "null",
       "{\"CallerPID\":\"18446744073709551616\"}"},
      {"placeholder", kNtlm, 8001, "CallerPID", values::text("-"), "process_id", "null", "null"},
      {"empty", kNtlm, 8001, "CallerPID", values::text(""), "process_id", "null", "null"},
      {"of another type", kNtlm, 8001, "CallerPID", values::binary({1, 2}), "process_id", "null",
       "{\"CallerPID\":\"0102\"}"},
      {"hex, typed", kNtlm, 8001, "ClientLUID", values::hex64(0x3E7), "caller_logon_id", "999", "null"},
      {"hex, text", kNtlm, 8001, "ClientLUID", values::text("0x3e7"), "caller_logon_id", "999", "null"},
      {"hex, capitals", kNtlm, 8001, "ClientLUID", values::text("0x3E7"), "caller_logon_id", "999",
       "{\"ClientLUID\":\"0x3E7\"}"},
      {"hex, decimal text", kNtlm, 8001, "ClientLUID", values::text("999"), "caller_logon_id", "999",
       "{\"ClientLUID\":\"999\"}"},
      {"hex, bit 63", kNtlm, 8001, "ClientLUID", values::text("0xffffffffffffffff"), "caller_logon_id", "-1", "null"},
      {"pointer, typed", kAuditing, 4624, "ProcessId", values::size_type(0x2D4, true), "process_id", "724", "null"},
      {"pointer, text", kAuditing, 4624, "ProcessId", values::text("0x2d4"), "process_id", "724", "null"},
      {"text by manifest, decimal", kAuditing, 4624, "IpPort", values::text("445"), "client_port", "445", "null"},
      {"text by manifest, hex", kAuditing, 4777, "Status", values::text("0xc0000064"), "status", "3221225572", "null"},
      {"status, typed", kAuditing, 4776, "Status", values::hex32(0xC0000064), "status", "3221225572", "null"},
      {"status, text", kAuditing, 4776, "Status", values::text("0xc0000064"), "status", "3221225572", "null"},
      {"status, signed", kAuditing, 4776, "Status", values::i32(-1073741724), "status", "3221225572", "null"},
      {"status, negative text", kAuditing, 4776, "Status", values::text("-1073741724"), "status", "3221225572",
       "{\"Status\":\"-1073741724\"}"},
  };
  for (const Case& one : cases) {
    const std::string cells = cells_of(alone(one), Shape::kExported);
    EXPECT_EQ(cell(cells, one.column), one.cell) << one.what;
    EXPECT_EQ(cell(cells, "extra"), one.extra) << one.what;
  }
}

std::string repeated(const std::vector<std::pair<const char*, const char*>>& fields) {
  fixtures::EventSpec spec = event(kNtlm, 8001);
  spec.fields.clear();
  for (const auto& [name, text] : fields) spec.fields.push_back({name, fixtures::kString, true, values::text(text)});
  const std::string cells = cells_of(spec, Shape::kLive);
  EXPECT_EQ(cells, cells_of(spec, Shape::kLiteral));
  return cell(cells, "user_name") + " " + cell(cells, "extra");
}

TEST(ExtraRules, RepeatedNames) {
  EXPECT_EQ(repeated({{"UserName", "a"}, {"UserName", "b"}, {"UserName", "c"}}),
            "a {\"UserName#2\":\"b\",\"UserName#3\":\"c\"}");
  EXPECT_EQ(repeated({{"Unheard", "a"}, {"UserName", "u"}, {"Unheard", "b"}}),
            "u {\"Unheard\":\"a\",\"Unheard#2\":\"b\"}");
  EXPECT_EQ(repeated({{"UserName", "-"}, {"UserName", "b"}}), "null {\"UserName#2\":\"b\"}");
  EXPECT_EQ(repeated({{"UserName", "\\\\a"}, {"UserName", "\\\\a"}}),
            "a {\"UserName\":\"\\\\\\\\a\",\"UserName#2\":\"\\\\\\\\a\"}");
}

TEST(ExtraRules, ArraysAreRepeatedNames) {
  const std::string texts[] = {"one", "two", ""};
  const auto record = plan::with_template(
      event(kNtlm, 8001), fixtures::guid_from_text("11111111-2222-3333-4444-555555555555"),
      std::move(fixtures::Element("EventData").add(plan::data_element("UserName", fixtures::normal_hole(0, 0x81)))),
      {values::text_array(texts)});
  const std::string cells = cells_of(record);
  EXPECT_EQ(cell(cells, "user_name"), "one");
  EXPECT_EQ(cell(cells, "extra"), "{\"UserName#2\":\"two\",\"UserName#3\":\"\"}");
}

TEST(ExtraRules, UnnamedDataAndBinary) {
  fixtures::EventSpec spec = event("EventLog", 6008);
  for (const char* text : {"08:15:30", "02.03.2026"})
    spec.fields.push_back({"Data", fixtures::kString, true, values::text(text)});
  spec.fields.erase(spec.fields.begin(), spec.fields.end() - 2);
  spec.binary = {0xEA, 0x07};
  expect_cells(spec,
               "event_group=log\noutcome=info\nweakness=0\nextra={\"Data\":\"08:15:30\",\"Data#2\":\"02.03.2026\","
               "\"Binary\":\"EA07\"}\n");
}

TEST(ExtraRules, TextBehindANulIsKept) {
  fixtures::EventSpec spec = event(kNtlm, 8001);
  spec.fields = {{"UserName", fixtures::kString, true, values::units(u"alice\0bob"sv)}};
  const std::string cells = cells_of(spec, Shape::kExported);
  EXPECT_EQ(cell(cells, "user_name"), "alice");
  EXPECT_EQ(cell(cells, "extra"), "{\"UserName\":\"alice\\u0000bob\"}");
}

}  // namespace
}  // namespace ntlmscan::columns
