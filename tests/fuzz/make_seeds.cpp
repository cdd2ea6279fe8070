// Writes the seeds of the fuzz targets: small logs of the fixture writer, cut behind their last record.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <vector>

#include "evtx_writer/odd_records.hpp"
#include "evtx_writer/tampering.hpp"

namespace ntlmscan::fixtures {
namespace {

struct Seed {
  std::string name;
  LogFile log;
};

EventSpec sample(const char* provider, std::uint16_t id, std::uint8_t version) {
  EventSpec event = make_event(provider, id, version);
  event.system.computer = "FS1.contoso.local";
  event.system.created = carrier_event(1).system.created;
  for (Field& field : event.fields) {
    if (field.declared_type == kString) field.value = values::text(field.name);
  }
  return event;
}

Seed pair(std::string name, const EventSpec& event, Shape shape) {
  LogWriter log;
  append(log, event, shape);
  append(log, event, shape);
  return {std::move(name), log.finish()};
}

Seed single(std::string name, const RecordSpec& record) {
  LogWriter log;
  log.append(record);
  return {std::move(name), log.finish()};
}

std::vector<Seed> seeds() {
  return {pair("manifest", carrier_event(0), Shape::kLive),
          pair("exported", carrier_event(0), Shape::kExported),
          pair("literal", carrier_event(0), Shape::kLiteral),
          pair("logon", sample("Microsoft-Windows-Security-Auditing", 4624, 3), Shape::kLive),
          pair("classic", sample("NETLOGON", 5816, 0), Shape::kLive),
          pair("user-data", sample("Microsoft-Windows-Eventlog", 1102, 0), Shape::kLive),
          single("types", templated_payload(1, every_type_definition(), every_type_values())),
          single("arrays", templated_payload(1, every_array_definition(), every_array_values())),
          single("nested", deep_payloads(1, 3)),
          single("literal-in-template", literal_in_template(1, Element("EventData")))};
}

void save(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

void save_all(const std::filesystem::path& folder) {
  for (const Seed& seed : seeds()) {
    const RecordPlace& last = seed.log.records.back();
    const std::size_t end = last.file_offset + last.size;
    const std::span<const std::uint8_t> file = std::span(seed.log.bytes).first(end);
    const std::span<const std::uint8_t> chunk = file.subspan(kFileHeaderSize);
    save(folder / "chunk" / seed.name, chunk);
    if (seed.name == "manifest" || seed.name == "literal") save(folder / "whole_file" / seed.name, file);
    const auto& instances = seed.log.records[0].instances;
    if (instances.empty()) continue;
    const std::uint32_t at = instances.back().definition;
    std::vector<std::uint8_t> input = {static_cast<std::uint8_t>(at), static_cast<std::uint8_t>(at >> 8)};
    input.insert(input.end(), chunk.begin(), chunk.begin() + seed.log.records[0].binxml_end);
    save(folder / "template" / seed.name, input);
    save(folder / "value_table" / seed.name,
         chunk.subspan(instances.back().value_count, seed.log.records[0].binxml_end - instances.back().value_count));
  }
}

}  // namespace
}  // namespace ntlmscan::fixtures

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: ntlmscan_fuzz_seeds tests/fuzz/seeds\n", stderr);
    return 2;
  }
  ntlmscan::fixtures::save_all(argv[1]);
  return 0;
}
