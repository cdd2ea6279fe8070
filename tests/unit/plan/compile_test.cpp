// Plans of the writer's templates: which value goes where, and which templates are left to the walker.
#include "plan/compile.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "bytes/utf16.hpp"
#include "catalogue/lookup.hpp"
#include "evtx_writer/odd_records.hpp"
#include "log_records.hpp"
#include "plan/cache.hpp"

namespace ntlmscan::plan {
namespace {

using fixtures::Element;
using fixtures::kString;
using fixtures::normal_hole;
using fixtures::optional_hole;
using fixtures::Shape;
namespace values = fixtures::values;

const catalogue::EventDef& client_audit() { return *catalogue::find_event("Microsoft-Windows-NTLM", 8001, 0); }

// The compiled form of instance `which` (0: outer, 1: payload) of the only record.
template <class Use>
void with_definition(const fixtures::RecordSpec& record, std::size_t which, Use use) {
  const LogRecords log = records_of({record});
  const Bytes chunk = log.chunk_of(0);
  const std::uint32_t at = log.place(0).instances.at(which).definition;
  binxml::Stream definition;
  binxml::parse_definition(chunk, at, chunk.u32_unchecked(at + binxml::kDefinitionGuid), definition);
  ASSERT_EQ(definition.error, binxml::ParseError::kNone);
  use(definition);
}

std::string slot_text(std::uint16_t slot) { return slot == kNoSlot ? "-" : std::to_string(slot); }

std::string system_text(const OuterPlan& plan) {
  std::string out = plan.regular ? "" : "irregular ";
  for (const SystemSource& source : plan.system) {
    std::string text = slot_text(source.slot);
    if (source.literal.data() != nullptr) {
      text = "'";
      append_utf8(text, source.literal);
    }
    out.append(text).append(" ");
  }
  return out + "payload " + slot_text(plan.payload) + " of " + std::to_string(plan.slots);
}

TEST(CompileOuter, FindsSystemInBothLayouts) {
  with_definition(record_of(fixtures::carrier_event(1), Shape::kLive), 0, [](const binxml::Stream& definition) {
    const OuterPlan plan = compile_outer(definition);
    EXPECT_EQ(system_text(plan), "14 15 3 11 0 5 6 10 7 16 'CONTOSO-PC1.contoso.local payload 17 of 18");
    EXPECT_FALSE(plan.forwarded);
  });
  fixtures::EventSpec classic = fixtures::make_event("NETLOGON", 5816);
  classic.system.computer = "DC1";
  with_definition(record_of(classic, Shape::kLive), 0, [](const binxml::Stream& definition) {
    EXPECT_EQ(system_text(compile_outer(definition)), "'NETLOGON - 3 - 0 5 6 10 - 'System 'DC1 payload 19 of 20");
  });
  fixtures::EventSpec cleared = fixtures::make_event("Microsoft-Windows-Eventlog", 1102);
  with_definition(record_of(cleared, Shape::kLive), 0, [](const binxml::Stream& definition) {
    const OuterPlan plan = compile_outer(definition);
    EXPECT_TRUE(plan.regular);
    EXPECT_NE(plan.payload, kNoSlot);
  });
}

std::string takes_text(const PayloadPlan& plan) {
  if (!plan.regular) return "irregular";
  std::string out;
  for (const Take& take : plan.takes) {
    append_utf8(out, take.name);
    out.append(":")
        .append(slot_text(take.slot))
        .append(take.optional ? "?" : "")
        .append(take.def == nullptr ? "! " : " ");
  }
  return out;
}

Element element(std::string_view name) { return Element(name); }

TEST(CompilePayload, GivesEachFieldItsSlot) {
  const auto data = [](std::string_view name, fixtures::Substitution hole,
                       std::uint16_t depends_on = fixtures::kAlways) { return data_element(name, hole, depends_on); };
  struct Case {
    const char* what;
    Element root;
    const char* takes;
  };
  const Case cases[] = {
      {"named", element("EventData").add(data("UserName", normal_hole(1, kString))), "UserName:1 "},
      {"optional", element("EventData").add(data("UserName", optional_hole(0, kString))), "UserName:0? "},
      {"depends on itself", element("EventData").add(data("UserName", normal_hole(0, kString), 0)), "UserName:0? "},
      {"depends on another", element("EventData").add(data("UserName", normal_hole(0, kString), 1)), "irregular"},
      {"unknown", element("EventData").add(data("Unheard", normal_hole(0, kString))), "Unheard:0! "},
      {"unnamed", element("EventData").add(data("", normal_hole(0, kString))), ":0! "},
      {"one slot twice",
       element("EventData")
           .add(data("UserName", normal_hole(0, kString)))
           .add(data("UserName", normal_hole(0, kString))),
       "UserName:0 UserName:0 "},
      {"own root", element("LogFileCleared").add(element("UserName").hole(normal_hole(0, kString))), "UserName:0 "},
      {"literal", element("EventData").add(element("UserName").text("x")), "UserName:- "},
      {"bare root", element("EventData"), ""},
      {"two pieces", element("EventData").add(element("UserName").text("x").hole(normal_hole(0, kString))),
       "irregular"},
      {"two levels", element("EventData").add(element("A").add(element("B").hole(normal_hole(0, kString)))),
       "irregular"},
      {"a hole as content of the root", element("EventData").hole(normal_hole(0, kString)), "irregular"},
      {"a root that depends", Element("EventData", 0).add(data("UserName", normal_hole(0, kString))), "UserName:0 "},
      {"System as root", element("System").add(data("UserName", normal_hole(0, kString))), "irregular"},
      {"UserData as root", element("UserData").add(data("UserName", normal_hole(0, kString))), "irregular"},
      {"RenderingInfo as root", element("RenderingInfo").add(data("UserName", normal_hole(0, kString))), "irregular"},
      {"text behind a field", element("EventData").add(data("UserName", normal_hole(0, kString))).text("x"),
       "irregular"},
      {"too many slots", element("EventData").add(data("UserName", normal_hole(256, kString))), "irregular"},
      {"the last slot", element("EventData").add(data("UserName", normal_hole(255, kString))), "UserName:255 "},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.what);
    with_definition(fixtures::templated_payload(1, one.root, {values::text("a"), values::text("b")}), 1,
                    [&](const binxml::Stream& definition) {
                      EXPECT_EQ(takes_text(compile_payload(definition, client_audit())), one.takes);
                    });
  }
}

TEST(FieldOf, ComparesWithoutBlanksAndCase) {
  const catalogue::EventDef& server = *catalogue::find_event("Microsoft-Windows-NTLM", 4022, 0);
  const auto find = [&](std::string_view name) {
    std::string utf16;
    append_utf16(utf16, name);
    return field_of(server, Bytes::of(utf16));
  };
  for (const char* name : {"Mic Status", "MicStatus", "MIC STATUS", "mic  status "}) {
    ASSERT_NE(find(name), nullptr) << name;
    EXPECT_EQ(find(name)->column, Column::kMicStatus);
  }
  EXPECT_EQ(find(""), nullptr);
  EXPECT_EQ(find("Mic Statu\xC3\xA9"), nullptr);
  EXPECT_EQ(find(std::string(65, 'a')), nullptr);
  EXPECT_EQ(find("MicStatus" + std::string(55, ' ')), find("MicStatus"));
}

}  // namespace
}  // namespace ntlmscan::plan
