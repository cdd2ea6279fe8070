// Fuzz target: a whole file through scan() and dump() with recovery.
#include <cstdint>
#include <string>

#include "bytes/utf16.hpp"
#include "fuzz/memory_source.hpp"
#include "fuzz/require.hpp"
#include "ntlmscan/scan.hpp"
#include "support/collect_sink.hpp"

namespace ntlmscan::fuzz {
namespace {

ScanOptions options_for(const std::uint8_t* data, std::size_t size, unsigned threads, bool one_pass) {
  ScanOptions options;
  options.buffers = {named(data, size)};
  options.threads = threads;
  options.recover = true;
  options.one_pass = one_pass;
  return options;
}

std::string scanned(const ScanOptions& options, std::size_t size) {
  support::CollectSink sink;
  const auto summary = scan(options, sink);
  require(summary.ok() && sink.finished() && sink.complaint().empty(), "a scan does not fail");
  require(summary.value().rows == sink.events().size(), "rows add up");
  require(summary.value().rows <= summary.value().records + summary.value().records_recovered, "a row is a record");
  std::string out;
  for (const support::Row& row : sink.events()) {
    require(row.has("origin") && row.has("decoded_by"), "every row says where it comes from");
    require(static_cast<std::size_t>(row.number("byte_offset")) < size, "a row lies inside");
    out.append(row.text()).push_back('\n');
  }
  for (const support::Row& row : sink.faults()) {
    require(static_cast<std::size_t>(row.number("byte_offset")) <= size, "a fault lies inside");
    out.append(row.text()).push_back('\n');
  }
  return out;
}

void dumped(const ScanOptions& options) {
  const auto write = [](std::string_view text) -> Status {
    require(valid_utf8(text) == text, "a dump is UTF-8");
    return {};
  };
  const auto on_fault = [](std::string_view, const Fault&) -> Status { return {}; };
  require(dump(options, DumpFormat::kNdjson, write, on_fault).ok(), "a dump does not fail");
}

}  // namespace
}  // namespace ntlmscan::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ntlmscan::fuzz;
  const std::string alone = scanned(options_for(data, size, 1, false), size);
  require(scanned(options_for(data, size, 2, false), size) == alone, "threads change nothing");
  static_cast<void>(scanned(options_for(data, size, 1, true), size));
  dumped(options_for(data, size, 1, false));
  return 0;
}
