// Plans against documents: both ways of reading a record must take out the same.
#include "plan/run.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "evtx_writer/moment.hpp"
#include "evtx_writer/odd_records.hpp"
#include "extraction_text.hpp"
#include "log_records.hpp"
#include "plan/record_reader.hpp"

namespace ntlmscan::plan {
namespace {

using fixtures::Element;
using fixtures::kString;
using fixtures::normal_hole;
using fixtures::optional_hole;
using fixtures::Shape;
namespace values = fixtures::values;

// What the reader took out of one record, or its verdict where it kept nothing.
std::string read(const LogRecords& log, std::size_t record, bool walker_only, bool* planned = nullptr) {
  const Selection all;
  RecordReader reader(all, walker_only);
  reader.begin_chunk(log.chunk_of(record));
  const Verdict verdict = reader.read(log.begin(record), log.end(record));
  if (planned != nullptr) *planned = reader.planned();
  if (verdict != Verdict::kKept) return "verdict " + std::to_string(static_cast<int>(verdict));
  return text_of(reader.extraction());
}

// A value for a field of the declared type.
void fill(fixtures::EventSpec& event) {
  for (std::size_t i = 0; i < event.fields.size(); ++i) {
    fixtures::Field& field = event.fields[i];
    const std::string text = "value " + std::to_string(i);
    if (field.declared_type == kString)
      field.value = values::text(text);
    else if (field.declared_type == fixtures::kSid)
      field.value = values::sid("S-1-5-21-1-2-3-1104");
    else if (field.declared_type == fixtures::kGuid)
      field.value = values::guid({});
    else if (field.declared_type == fixtures::kBinary)
      field.value = values::binary({1, 2, 3});
    else
      field.value = fixtures::number_of(field.declared_type, i + 1);
  }
}

fixtures::EventSpec event_of(const fixtures::EventRow& row, bool filled) {
  fixtures::EventSpec event = fixtures::make_event(row.provider, row.id, row.version);
  event.system.record_id = 7;
  event.system.created = fixtures::filetime_of(2026, 3, 2);
  event.system.computer = "PC1.contoso.local";
  if (!filled) return event;
  event.system.activity_id = values::guid(fixtures::guid_from_text("54849625-5478-4994-a5ba-3e3b0328c30d"));
  event.system.user_id = values::sid("S-1-5-18");
  fill(event);
  return event;
}

TEST(Plans, AgreeWithDocumentsOnEveryEventOfTheWriter) {
  std::size_t compared = 0;
  for (const fixtures::EventRow* row : fixtures::all_events()) {
    for (const Shape shape : {Shape::kLive, Shape::kExported, Shape::kLiteral}) {
      for (const bool filled : {false, true}) {
        const LogRecords log = records_of({record_of(event_of(*row, filled), shape)});
        bool planned = false;
        const std::string by_plan = read(log, 0, false, &planned);
        EXPECT_EQ(by_plan, read(log, 0, true)) << row->id << " shape " << static_cast<int>(shape);
        EXPECT_TRUE(by_plan.starts_with("Provider ")) << row->id << " " << by_plan;
        EXPECT_EQ(planned, shape != Shape::kLiteral) << row->id << " shape " << static_cast<int>(shape);
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 400U);
}

struct OddCase {
  const char* what;
  fixtures::RecordSpec record;
  bool planned;
  const char* fields;  ///< the payload's lines
};

// The lines behind System.
std::string payload_lines(const std::string& text) {
  const std::size_t names = text.find("\nnames ");
  return names == std::string::npos ? text : text.substr(text.find('\n', names + 1) + 1);
}

Element one(Element child) {
  Element root("EventData");
  root.add(std::move(child));
  return root;
}

Element named_user(fixtures::Substitution hole, std::uint16_t depends_on = fixtures::kAlways) {
  return one(data_element("UserName", hole, depends_on));
}

Element pair_of_holes(std::uint16_t first_depends_on) {
  Element root("EventData");
  root.add(data_element("UserName", normal_hole(0, kString), first_depends_on));
  root.add(data_element("DomainName", normal_hole(1, kString)));
  return root;
}

fixtures::RecordSpec odd(Element root, std::vector<fixtures::Value> all) {
  return fixtures::templated_payload(1, std::move(root), std::move(all));
}

fixtures::Value three_texts() {
  const std::string texts[] = {"a", "", "c"};
  return values::text_array(texts);
}

Element depending_root() {
  Element root("EventData", 0);
  root.add(data_element("UserName", normal_hole(0, kString)));
  return root;
}

Element literal_user() {
  Element data("Data");
  data.attribute("Name", "UserName").text("literal");
  return one(std::move(data));
}

Element empty_user() {
  Element data("Data");
  data.attribute("Name", "UserName");
  return one(std::move(data));
}

Element mixed_user() {
  Element data("Data");
  data.attribute("Name", "UserName").text("a").hole(normal_hole(0, kString)).text("c");
  return one(std::move(data));
}

Element nested_user() {
  Element inner("Inner");
  inner.add(data_element("UserName", normal_hole(0, kString)));
  return one(std::move(inner));
}

Element named_by_hole() {
  Element data("Data");
  data.attribute_hole("Name", normal_hole(0, kString)).hole(normal_hole(1, kString));
  return one(std::move(data));
}

TEST(Plans, AgreeWithDocumentsOnOddPayloads) {
  const auto text = [](const char* utf8) { return values::text(utf8); };
  const OddCase cases[] = {
      {"text", odd(named_user(normal_hole(0, kString)), {text("al")}), true, "UserName is UserName \"al\"4\n"},
      {"text with NUL", odd(named_user(normal_hole(0, kString)), {values::text("al", fixtures::Ending::kNul)}), true,
       "UserName is UserName \"al\"6\n"},
      {"normal, null", odd(named_user(normal_hole(0, kString)), {values::null()}), true,
       "UserName is UserName \"\"0\n"},
      {"normal, null with a size", odd(pair_of_holes(fixtures::kAlways), {values::null(6), text("D")}), true,
       "UserName is UserName \"\"0\nDomainName is DomainName \"D\"2\n"},
      {"optional, null", odd(named_user(optional_hole(0, kString)), {values::null()}), true, ""},
      {"optional, null with a size", odd(named_user(optional_hole(0, kString)), {values::null(8)}), true, ""},
      {"optional, empty", odd(named_user(optional_hole(0, kString)), {text("")}), true, "UserName is UserName \"\"0\n"},
      {"depends on its null", odd(named_user(normal_hole(0, kString), 0), {values::null()}), true, ""},
      {"depends on its value", odd(named_user(normal_hole(0, kString), 0), {text("al")}), true,
       "UserName is UserName \"al\"4\n"},
      {"depends on another's null", odd(pair_of_holes(1), {text("al"), values::null()}), false,
       "DomainName is DomainName \"\"0\n"},
      {"depends on another's value", odd(pair_of_holes(1), {text("al"), text("D")}), false,
       "UserName is UserName \"al\"4\nDomainName is DomainName \"D\"2\n"},
      {"a value too few", odd(pair_of_holes(fixtures::kAlways), {text("al")}), false,
       "UserName is UserName \"al\"4\nDomainName is DomainName \"\"0\n"},
      {"a value too many", odd(named_user(normal_hole(0, kString)), {text("al"), text("x")}), true,
       "UserName is UserName \"al\"4\n"},
      {"an array", odd(named_user(normal_hole(0, fixtures::kArray | kString)), {three_texts()}), true,
       "UserName is UserName \"a\"2\nUserName is UserName \"\"0\nUserName is UserName \"c\"2\n"},
      {"an empty array", odd(named_user(normal_hole(0, kString)), {{fixtures::kArray | kString, {}, nullptr, 0}}), true,
       "UserName is UserName \"\"0\n"},
      {"an array of numbers",
       odd(named_user(normal_hole(0, kString)), {values::array_of(std::vector{values::u16(5), values::u16(6)})}), true,
       "UserName is UserName 6:0500\nUserName is UserName 6:0600\n"},
      {"another type than declared", odd(named_user(normal_hole(0, kString)), {values::u32(5)}), true,
       "UserName is UserName 8:05000000\n"},
      {"a literal", odd(literal_user(), {}), true, "UserName is UserName \"literal\"14\n"},
      {"nothing in it", odd(empty_user(), {}), true, "UserName is UserName \"\"0\n"},
      {"text around a value", odd(mixed_user(), {values::u8(66)}), false, "UserName is UserName \"a66c\"8\n"},
      {"a further level", odd(nested_user(), {text("al")}), false, "UserName is UserName \"al\"4\n"},
      {"a name that is a value", odd(named_by_hole(), {text("UserName"), text("al")}), false,
       "UserName is UserName \"al\"4\n"},
      {"an unknown name", odd(one(data_element("Unheard", normal_hole(0, kString))), {text("al")}), true,
       "Unheard is unknown \"al\"4\n"},
      {"a name in other letters", odd(one(data_element("user NAME", normal_hole(0, kString))), {text("al")}), true,
       "user NAME is UserName \"al\"4\n"},
      {"a root that depends on a null", odd(depending_root(), {values::null()}), true, "UserName is UserName \"\"0\n"},
      {"no payload fields", odd(Element("EventData"), {}), true, ""},
      {"literal elements as payload value", fixtures::literal_in_template(1, literal_user()), false,
       "UserName is UserName \"literal\"14\n"},
      {"a literal record", fixtures::literal_payload(1, literal_user()), false, "UserName is UserName \"literal\"14\n"},
  };
  for (const OddCase& one_case : cases) {
    SCOPED_TRACE(one_case.what);
    const LogRecords log = records_of({one_case.record});
    bool planned = false;
    const std::string by_plan = read(log, 0, false, &planned);
    EXPECT_EQ(by_plan, read(log, 0, true));
    EXPECT_EQ(payload_lines(by_plan), one_case.fields);
    EXPECT_EQ(planned, one_case.planned);
  }
}

TEST(Plans, AgreeWithDocumentsOnEveryType) {
  const LogRecords log = records_of({odd(fixtures::every_type_definition(), fixtures::every_type_values()),
                                     odd(fixtures::every_array_definition(), fixtures::every_array_values())});
  for (std::size_t i = 0; i < log.size(); ++i) {
    bool planned = false;
    const std::string by_plan = read(log, i, false, &planned);
    EXPECT_EQ(by_plan, read(log, i, true));
    EXPECT_TRUE(planned);
  }
}

// Event depends on its payload: a record without one keeps its System part.
TEST(Plans, AgreeWithDocumentsWithoutAPayload) {
  const fixtures::EventSpec event = fixtures::carrier_event(1);
  const LogRecords whole = records_of({record_of(event, Shape::kExported)});
  fixtures::Instance outer = fixtures::manifest_system(event.system, fixtures::PayloadPlace::kEvent, values::null());
  fixtures::RecordSpec record;
  record.record_id = 1;
  record.content.pieces.push_back(std::make_shared<const fixtures::Instance>(std::move(outer)));
  const LogRecords bare = records_of({record});
  bool planned = false;
  const std::string by_plan = read(bare, 0, false, &planned);
  EXPECT_TRUE(planned);
  EXPECT_EQ(by_plan, read(bare, 0, true));
  EXPECT_EQ(payload_lines(by_plan), "");
  EXPECT_EQ(by_plan, read(whole, 0, false).substr(0, by_plan.size()));
}

TEST(Plans, MarkRenderingInfoAsForwarded) {
  fixtures::EventSpec event = fixtures::carrier_event(1);
  const LogRecords plain = records_of({record_of(event, Shape::kLive)});
  EXPECT_EQ(read(plain, 0, false).find("forwarded"), std::string::npos);
  event.rendering.emplace();
  const LogRecords rendered = records_of({record_of(event, Shape::kLiteral)});
  EXPECT_NE(read(rendered, 0, false).find("names 1 forwarded"), std::string::npos);
}

}  // namespace
}  // namespace ntlmscan::plan
