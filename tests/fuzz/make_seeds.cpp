// Writes the seeds of the fuzz targets: small logs of the fixture writer, cut behind their last record.
#include <algorithm>
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

// Two chunks, the second with what the first left in its slack; and records without a chunk.
void save_for_recovery(const std::filesystem::path& folder) {
  LogWriter log;
  for (std::uint64_t id = 1; id <= 3; ++id) append(log, carrier_event(id), Shape::kLive);
  log.close_chunk();
  append(log, carrier_event(4), Shape::kExported);
  const LogFile file = log.finish();
  const std::span<const std::uint8_t> bytes(file.bytes);
  const std::span<const std::uint8_t> slack = bytes.subspan(kFileHeaderSize + kChunkSize, kChunkSize / 8);
  save(folder / "recover" / "slack", slack);
  save(folder / "carve" / "slack", slack);
  const std::uint64_t first = file.records[0].file_offset;
  save(folder / "carve" / "records", bytes.subspan(first, file.records[2].file_offset - first));
  std::vector<std::uint8_t> headless(bytes.begin(), bytes.begin() + kFileHeaderSize + kChunkSize / 8);
  std::fill_n(headless.begin() + kFileHeaderSize, 8, std::uint8_t{0});
  save(folder / "recover" / "headless", headless);
}

void save_all(const std::filesystem::path& folder) {
  save_for_recovery(folder);
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
