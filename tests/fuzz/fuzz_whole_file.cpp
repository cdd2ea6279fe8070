// Fuzz target: a whole file through scan() and dump().
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>

#include "bytes/utf16.hpp"
#include "fuzz/require.hpp"
#include "ntlmscan/scan.hpp"
#include "support/collect_sink.hpp"

namespace ntlmscan::fuzz {
namespace {

const std::string& path() {
  static const std::string chosen = (std::filesystem::exists("/dev/shm") ? std::filesystem::path("/dev/shm")
                                                                         : std::filesystem::temp_directory_path()) /
                                    ("ntlmscan-fuzz-" + std::to_string(::getpid()) + ".evtx");
  return chosen;
}

void store(const std::uint8_t* data, std::size_t size) {
  std::FILE* file = std::fopen(path().c_str(), "wb");
  require(file != nullptr && std::fwrite(data, 1, size, file) == size, "the input can be stored");
  std::fclose(file);
}

std::string rows_text(const support::CollectSink& sink) {
  std::string out;
  for (std::size_t table = 0; table < kTableCount; ++table) {
    for (const support::Row& row : sink.rows(static_cast<Table>(table))) out.append(row.text()).push_back('\n');
  }
  return out;
}

std::int64_t sum(const std::vector<support::Row>& rows, const char* column) {
  std::int64_t total = 0;
  for (const support::Row& row : rows) total += row.number(column);
  return total;
}

std::string scanned(unsigned threads, std::size_t size) {
  support::CollectSink sink;
  ScanOptions options;
  options.inputs = {path()};
  options.threads = threads;
  const auto summary = scan(options, sink);
  require(summary.ok() && sink.finished() && sink.complaint().empty(), "a scan does not fail");
  require(summary.value().rows == sink.events().size() && summary.value().rows <= summary.value().records,
          "rows add up");
  require(sink.rows(Table::kFiles).size() == 1, "one file, one row");
  require(sum(sink.rows(Table::kCoverage), "records") == static_cast<std::int64_t>(summary.value().records),
          "coverage counts every record");
  std::int64_t before = -1;
  for (const support::Row& row : sink.events()) {
    require(row.number("byte_offset") > before, "rows come by offset, none twice");
    before = row.number("byte_offset");
  }
  for (const support::Row& row : sink.faults()) {
    require(row.number("byte_offset") >= 0 && static_cast<std::size_t>(row.number("byte_offset")) <= size,
            "a fault lies inside");
  }
  return rows_text(sink);
}

void dumped(DumpFormat format) {
  ScanOptions options;
  options.inputs = {path()};
  options.threads = 1;
  const auto write = [](std::string_view text) -> Status {
    require(valid_utf8(text) == text, "a dump is UTF-8");
    return {};
  };
  const auto on_fault = [](std::string_view, const Fault&) -> Status { return {}; };
  require(dump(options, format, write, on_fault).ok(), "a dump does not fail");
}

}  // namespace
}  // namespace ntlmscan::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ntlmscan::fuzz;
  store(data, size);
  const std::string alone = scanned(1, size);
  require(scanned(2, size) == alone, "threads change nothing");
  dumped(ntlmscan::DumpFormat::kNdjson);
  dumped(ntlmscan::DumpFormat::kXml);
  return 0;
}
