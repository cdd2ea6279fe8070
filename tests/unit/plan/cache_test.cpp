// When a compiled template may serve another chunk: never on the word of its GUID alone.
#include "plan/cache.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "catalogue/lookup.hpp"
#include "evtx_writer/odd_records.hpp"
#include "extraction_text.hpp"
#include "log_records.hpp"
#include "plan/record_reader.hpp"

namespace ntlmscan::plan {
namespace {

using fixtures::Element;
using fixtures::kString;
using fixtures::normal_hole;
namespace values = fixtures::values;

const fixtures::Guid kGuid = fixtures::guid_from_text("11111111-2222-3333-4444-555555555555");

fixtures::RecordSpec record(std::uint64_t id, Element root) {
  return with_template(fixtures::carrier_event(id), kGuid, std::move(root), {values::text("one"), values::text("two")});
}

// EventData with two fields out of the values 0 and 1.
Element two(std::string_view first, std::uint16_t first_slot, std::string_view second, std::uint16_t second_slot) {
  Element root("EventData");
  root.add(data_element(first, normal_hole(first_slot, kString)));
  root.add(data_element(second, normal_hole(second_slot, kString)));
  return root;
}

// The same as elements whose own names are the fields' names: names that live in the chunk's string table.
Element named_elements(std::string_view first, std::string_view second) {
  Element root("EventData");
  root.add(std::move(Element(first).hole(normal_hole(0, kString))));
  root.add(std::move(Element(second).hole(normal_hole(1, kString))));
  return root;
}

// One chunk for each list of records.
LogRecords chunks_of(const std::vector<std::vector<fixtures::RecordSpec>>& chunks) {
  fixtures::LogWriter log;
  for (const auto& chunk : chunks) {
    if (log.record_count() > 0) log.close_chunk();
    for (const fixtures::RecordSpec& spec : chunk) static_cast<void>(log.append(spec));
  }
  return LogRecords(log.finish());
}

Template* payload_template(PlanCache& cache, const LogRecords& log, std::size_t record) {
  return cache.get(log.place(record).instances.at(1).definition, kGuid.first_word());
}

// `first=one second=two` of one record, by plan.
std::string fields_of(RecordReader& reader, const LogRecords& log, std::size_t record) {
  reader.begin_chunk(log.chunk_of(record));
  EXPECT_EQ(reader.read(log.begin(record), log.end(record)), Verdict::kKept);
  EXPECT_TRUE(reader.planned());
  std::string out;
  for (const Field& field : plan::fields_of(reader.extraction())) {
    out.append(field.def == nullptr ? "?" : std::string(field.def->name)).append("=");
    append_utf8(out, field.value.bytes);
    out.append(" ");
  }
  return out;
}

TEST(PlanCache, DoesNotServeAnotherDefinitionOfTheSameGuid) {
  struct Case {
    const char* what;
    Element second;
    const char* fields;
  };
  const Case cases[] = {
      {"the same", two("UserName", 0, "DomainName", 1), "UserName=one DomainName=two "},
      {"indexes swapped", two("UserName", 1, "DomainName", 0), "UserName=two DomainName=one "},
      {"names swapped", two("DomainName", 0, "UserName", 1), "DomainName=one UserName=two "},
      {"one letter of a name", two("UserMame", 0, "DomainName", 1), "?=one DomainName=two "},
      {"one slot twice", two("UserName", 0, "DomainName", 0), "UserName=one DomainName=one "},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.what);
    const LogRecords log = chunks_of({{record(1, two("UserName", 0, "DomainName", 1))},
                                      {record(2, one.second)},
                                      {record(3, two("UserName", 0, "DomainName", 1))}});
    const Selection all;
    RecordReader reader(all, false);
    EXPECT_EQ(fields_of(reader, log, 0), "UserName=one DomainName=two ");
    EXPECT_EQ(fields_of(reader, log, 1), one.fields);
    EXPECT_EQ(fields_of(reader, log, 2), "UserName=one DomainName=two ");
  }
}

// Both chunks hold the same definition, byte for byte and at the same place; its names are given by offset and another
// name stands there.
TEST(PlanCache, LooksBehindTheOffsetsOfNames) {
  constexpr std::string_view kFirst[] = {"UserName", "UserMame"};
  std::vector<std::vector<fixtures::RecordSpec>> chunks;
  for (const std::string_view name : kFirst) {
    const std::uint64_t id = chunks.size() * 2 + 1;
    chunks.push_back({fixtures::literal_payload(id, named_elements(name, "DomainName")),
                      record(id + 1, named_elements(name, "DomainName"))});
  }
  const LogRecords log = chunks_of(chunks);
  const std::size_t at = log.place(1).instances.at(1).definition;
  ASSERT_EQ(log.place(3).instances.at(1).definition, at);
  // Behind the link to the next definition: GUID, size, body.
  const std::size_t size = log.place(1).instances.at(1).value_count - at - 4;
  ASSERT_TRUE(log.chunk_of(1).slice_unchecked(at + 4, size).equals(log.chunk_of(3).slice_unchecked(at + 4, size)));
  const Selection all;
  RecordReader reader(all, false);
  EXPECT_EQ(fields_of(reader, log, 1), "UserName=one DomainName=two ");
  EXPECT_EQ(fields_of(reader, log, 3), "?=one DomainName=two ");
  EXPECT_EQ(fields_of(reader, log, 1), "UserName=one DomainName=two ");
}

TEST(PlanCache, ServesTheSameDefinitionAtAnotherPlace) {
  const Element root = two("UserName", 0, "DomainName", 1);
  const LogRecords log = chunks_of({{record(1, root)},
                                    {fixtures::literal_payload(2, two("Other", 0, "More", 1)), record(3, root)},
                                    {record(4, two("UserName", 1, "DomainName", 0))}});
  PlanCache cache;
  cache.begin_chunk(log.chunk_of(0));
  Template* first = payload_template(cache, log, 0);
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(payload_template(cache, log, 0), first);
  ASSERT_NE(log.place(2).instances.at(1).definition, log.place(0).instances.at(1).definition);
  cache.begin_chunk(log.chunk_of(2));
  EXPECT_EQ(payload_template(cache, log, 2), first);
  cache.begin_chunk(log.chunk_of(3));
  Template* other = payload_template(cache, log, 3);
  EXPECT_NE(other, first);
  cache.begin_chunk(log.chunk_of(0));
  EXPECT_EQ(payload_template(cache, log, 0), first);
  cache.begin_chunk(log.chunk_of(3));
  EXPECT_EQ(payload_template(cache, log, 3), other);
}

TEST(PlanCache, CompilesOncePerEvent) {
  const LogRecords log = chunks_of({{record(1, two("UserName", 0, "CallerPID", 1))}});
  PlanCache cache;
  cache.begin_chunk(log.chunk_of(0));
  Template* found = payload_template(cache, log, 0);
  ASSERT_NE(found, nullptr);
  const catalogue::EventDef* outgoing = catalogue::find_event("Microsoft-Windows-NTLM", 8001, 0);
  const catalogue::EventDef* incoming = catalogue::find_event("Microsoft-Windows-NTLM", 8002, 0);
  EXPECT_NE(cache.payload(*found, *outgoing).takes.at(0).def, nullptr);
  EXPECT_EQ(cache.payload(*found, *incoming).takes.at(0).def, nullptr);  // 8002 has no UserName
  EXPECT_NE(cache.payload(*found, *incoming).takes.at(1).def, nullptr);
  EXPECT_EQ(found->payloads.size(), 2U);
}

TEST(PlanCache, RefusesWhatIsNoDefinition) {
  const LogRecords log = chunks_of({{record(1, two("UserName", 0, "DomainName", 1))}});
  const std::uint32_t at = log.place(0).instances.at(1).definition;
  PlanCache cache;
  cache.begin_chunk(log.chunk_of(0));
  EXPECT_EQ(cache.get(at, kGuid.first_word() + 1), nullptr);
  EXPECT_EQ(cache.get(at + 1, kGuid.first_word()), nullptr);
  for (const std::uint32_t outside : {65536U, 65530U, 0xFFFFFFFFU, 0xFFFFFFF0U}) {
    EXPECT_EQ(cache.get(outside, 0), nullptr) << outside;
  }
  EXPECT_NE(cache.get(at, kGuid.first_word()), nullptr);
}

}  // namespace
}  // namespace ntlmscan::plan
