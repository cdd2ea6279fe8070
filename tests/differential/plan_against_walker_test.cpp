// The compiled plans give the rows that the general walker gives, whatever the shape of a record.
#include <gtest/gtest.h>

#include "evtx_writer/odd_records.hpp"
#include "scenarios/catalogue.hpp"
#include "scenarios/odd_file.hpp"
#include "support/log_on_disk.hpp"

namespace ntlmscan {
namespace {

using fixtures::Element;
using fixtures::LogFile;
using fixtures::Shape;
namespace values = fixtures::values;

// Rows, faults and counts of both ways; `summary` of the planned one.
void expect_same(const LogFile& log, support::Scanned* planned_out = nullptr) {
  const support::LogOnDisk file(log.bytes);
  ScanOptions walking;
  walking.walker_only = true;
  support::Scanned planned = file.scan();
  const support::Scanned walked = file.scan(walking);
  ASSERT_TRUE(planned.summary.ok() && walked.summary.ok());
  EXPECT_EQ(walked.summary.value().records_planned, 0u);
  EXPECT_EQ(planned.summary.value().records, walked.summary.value().records);
  for (std::size_t table = 0; table < kTableCount; ++table) {
    const auto& ours = planned.tables.rows(static_cast<Table>(table));
    const auto& theirs = walked.tables.rows(static_cast<Table>(table));
    ASSERT_EQ(ours.size(), theirs.size()) << table_name(static_cast<Table>(table));
    for (std::size_t i = 0; i < ours.size(); ++i) EXPECT_EQ(ours[i].text(), theirs[i].text());
  }
  if (planned_out != nullptr) *planned_out = std::move(planned);
}

TEST(PlanAgainstWalker, EveryEventInEveryShape) {
  for (const Shape shape : {Shape::kLive, Shape::kExported, Shape::kLiteral}) {
    support::Scanned planned;
    expect_same(fixtures::catalogue_log(shape).write(), &planned);
    const Summary& summary = planned.summary.value();
    EXPECT_EQ(summary.rows, summary.records);
    EXPECT_EQ(summary.records_planned, shape == Shape::kLiteral ? 0u : summary.records)
        << "a plain record needed the walker";
  }
}

TEST(PlanAgainstWalker, EveryOddFile) {
  for (const fixtures::OddFile& odd : fixtures::odd_files()) {
    SCOPED_TRACE(odd.name);
    expect_same(odd.file);
  }
}

TEST(PlanAgainstWalker, EveryFieldNullWithAndWithoutStaleBytes) {
  for (const std::size_t stale : {std::size_t{0}, std::size_t{6}}) {
    fixtures::LogWriter log;
    for (std::uint64_t id = 1; id <= 9; ++id) {
      fixtures::EventSpec event = fixtures::carrier_event(id);
      event.fields[id - 1].value = values::null(stale);
      append(log, event, Shape::kExported);
    }
    expect_same(log.finish());
  }
}

struct OddPayload {
  const char* name;
  Element definition;
  std::vector<fixtures::Value> values;
};

Element data(const char* name, fixtures::Substitution hole, std::uint16_t dependency = fixtures::kAlways) {
  Element element("Data", dependency);
  element.attribute("Name", name);
  return std::move(element.hole(hole));
}
Element root(const char* name, std::vector<Element> children) {
  Element element(name);
  element.collapse_empty = false;
  for (Element& child : children) element.add(std::move(child));
  return element;
}

std::vector<OddPayload> odd_payloads() {
  using fixtures::kArray;
  using fixtures::kString;
  using fixtures::normal_hole;
  using fixtures::optional_hole;
  Element hollow("EventData");
  hollow.hole(optional_hole(0, kString));
  Element repeated("EventData");
  repeated.hole(normal_hole(0, kArray | kString));
  Element named("UserName");
  named.hole(optional_hole(0, kString));
  Element mixed("UserName");
  mixed.text("prefix-").hole(normal_hole(0, kString));
  const std::vector<std::string> three = {"a", "", "c"};
  return {
      {"optional null", root("EventData", {data("UserName", optional_hole(0, kString))}), {values::null()}},
      {"normal null", root("EventData", {data("UserName", normal_hole(0, kString))}), {values::null(4)}},
      {"dependency null", root("EventData", {data("UserName", normal_hole(0, kString), 0)}), {values::null()}},
      {"dependency elsewhere",
       root("EventData", {data("UserName", normal_hole(0, kString), 1)}),
       {values::text("x"), values::null()}},
      {"dependency beyond the slots",
       root("EventData", {data("UserName", normal_hole(0, kString), 3)}),
       {values::text("x"), values::null(), values::null(), values::null()}},
      {"inner element that loses its children", root("EventData", {root("Group", {named})}), {values::null()}},
      {"inner element", root("EventData", {root("Group", {named})}), {values::text("x")}},
      {"root that is a value", hollow, {values::text("x")}},
      {"root that is a null", hollow, {values::null()}},
      {"root that is an array", repeated, {values::text_array(three)}},
      {"root called System", root("System", {data("UserName", normal_hole(0, kString))}), {values::text("x")}},
      {"root called RenderingInfo", root("RenderingInfo", {named}), {values::text("x")}},
      {"root called UserData", root("UserData", {root("Inner", {})}), {}},
      {"array in a named field",
       root("EventData", {data("UserName", normal_hole(0, kArray | kString))}),
       {values::text_array(three)}},
      {"empty array", root("EventData", {data("UserName", normal_hole(0, kArray | kString))}), {[] {
         fixtures::Value empty;
         empty.type = kArray | kString;
         return empty;
       }()}},
      {"text and value", root("EventData", {mixed}), {values::text("x")}},
      {"same name twice",
       root("EventData", {data("UserName", normal_hole(0, kString)), data("UserName", normal_hole(1, kString))}),
       {values::text("x"), values::text("y")}},
      {"nested stream",
       root("EventData", {data("UserName", normal_hole(0, fixtures::kBinXml))}),
       {values::instance({fixtures::make_template(root("Deep", {named})), {values::text("x")}})}},
      {"empty definition", root("EventData", {}), {}},
  };
}

TEST(PlanAgainstWalker, OddPayloads) {
  for (const OddPayload& odd : odd_payloads()) {
    SCOPED_TRACE(odd.name);
    fixtures::LogWriter log;
    ASSERT_TRUE(log.append(fixtures::templated_payload(1, odd.definition, odd.values)));
    ASSERT_TRUE(append(log, fixtures::carrier_event(2), Shape::kLive));
    expect_same(log.finish());
  }
}

}  // namespace
}  // namespace ntlmscan
