// Writes a case of awkward tables: ntlmscan_write_tables CASE OUTPUT [FORMAT] [safe].
#include <cstdio>
#include <string_view>
#include <vector>

#include "awkward_tables.hpp"
#include "ntlmscan/output.hpp"

namespace {

ntlmscan::Status run(std::string_view name, std::string_view output, std::string_view format, bool safe) {
  const auto target = ntlmscan::parse_output(output, format, safe);
  if (!target) return target.error();
  const auto sink = ntlmscan::open_output(target.value());
  if (!sink) return sink.error();
  ntlmscan::Status written = awkward::write_case(name, *sink.value());
  return written.ok() ? sink.value()->finish() : written;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  if (arguments.size() < 2) return 2;
  const std::string_view format = arguments.size() > 2 ? arguments[2] : "";
  const ntlmscan::Status done = run(arguments[0], arguments[1], format, arguments.size() > 3);
  if (done.ok()) return 0;
  std::fprintf(stderr, "%s\n", done.error().message.c_str());
  return 1;
}
