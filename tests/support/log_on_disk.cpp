// Temporary files and calls of scan() and dump().
#include "support/log_on_disk.hpp"

#include <atomic>
#include <filesystem>
#include <random>

namespace ntlmscan::support {
namespace {

namespace fs = std::filesystem;

std::string fresh_path() {
  static const std::string run = std::to_string(std::random_device()());
  static std::atomic<unsigned> number{0};
  return (fs::temp_directory_path() / ("ntlmscan-" + run + "-" + std::to_string(++number) + ".evtx")).string();
}

}  // namespace

std::vector<std::string> Scanned::fault_codes(std::string_view severity) const {
  std::vector<std::string> codes;
  for (const Row& fault : faults()) {
    if (fault["severity"] == severity) codes.push_back(fault["code"]);
  }
  return codes;
}

Scanned scan_paths(std::vector<std::string> inputs, ScanOptions options) {
  Scanned out;
  options.inputs = std::move(inputs);
  if (options.threads == 0) options.threads = 1;
  out.summary = scan(options, out.tables);
  return out;
}

LogOnDisk::LogOnDisk(std::span<const std::uint8_t> bytes) : path_(fresh_path()) {
  std::ofstream made(path_, std::ios::binary);
  made.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  made.close();
  file_.open(path_, std::ios::binary | std::ios::in | std::ios::out);
}

LogOnDisk::~LogOnDisk() {
  file_.close();
  std::error_code ignored;
  fs::remove(path_, ignored);
}

void LogOnDisk::patch(std::uint64_t at, std::uint8_t byte) {
  file_.seekp(static_cast<std::streamoff>(at));
  file_.put(static_cast<char>(byte));
  file_.flush();
}

void LogOnDisk::cut(std::uint64_t size) {
  std::error_code ignored;
  fs::resize_file(path_, size, ignored);
}

Scanned LogOnDisk::scan(ScanOptions options) const { return scan_paths({path_}, std::move(options)); }

Dumped LogOnDisk::dump(DumpFormat format, ScanOptions options) const {
  Dumped out;
  options.inputs = {path_};
  options.threads = 1;
  const auto write = [&](std::string_view text) -> Status {
    out.text.append(text);
    return {};
  };
  const auto on_fault = [&](std::string_view, const Fault& fault) -> Status {
    out.faults.push_back(fault);
    return {};
  };
  out.summary = ntlmscan::dump(options, format, write, on_fault);
  return out;
}

Scanned scan_bytes(std::span<const std::uint8_t> bytes, ScanOptions options) {
  return LogOnDisk(bytes).scan(std::move(options));
}

}  // namespace ntlmscan::support
