// Dispatch to other programs, and the message where there is none.
#include "external.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>

#include "terminal/system.hpp"

namespace ntlmscan::cli {
namespace {

constexpr std::string_view kOfThePackage[] = {"report", "query", "timeline", "simulate", "exceptions", "compare"};

// Levenshtein, one row at a time.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, diagonal + 1, row[j] + 1});
    }
  }
  return row.back();
}

// Nothing that leads out of the folders that are searched.
bool can_be_command(const std::string& name) {
  return std::all_of(name.begin(), name.end(),
                     [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                              c == '_';
                     }) &&
         !name.empty() && name.front() != '-';
}

int complain_unknown(const std::string& name, Words known) {
  constexpr std::size_t kAlike = 3;
  if (!name.empty() && name.front() == '-') {
    complain("unknown option " + name);
    complain("see: ntlmscan --help");
    return kFailed;
  }
  complain("there is no command '" + name + "'");
  known.insert(known.end(), std::begin(kOfThePackage), std::end(kOfThePackage));
  const auto nearest = std::min_element(known.begin(), known.end(), [&](const std::string& a, const std::string& b) {
    return distance(name, a) < distance(name, b);
  });
  const bool alike = name.size() < 32 && distance(name, *nearest) < kAlike;
  complain(alike ? "did you mean: ntlmscan " + *nearest : "see: ntlmscan --help");
  return kFailed;
}

}  // namespace

int run_other(const std::string& name, const Words& words, Words known) {
  if (!can_be_command(name)) return complain_unknown(name, std::move(known));
  if (const std::string program = find_external(name); !program.empty()) {
    const int status = run_external(program, words);
    if (status == 127) complain(program + " could not be started");
    return status == 127 ? kFailed : status;
  }
  if (std::find(std::begin(kOfThePackage), std::end(kOfThePackage), name) == std::end(kOfThePackage)) {
    return complain_unknown(name, std::move(known));
  }
  complain("'" + name + "' comes with the Python package: in a checkout, pip install '.[report]'");
  complain("it is looked for as ntlmscan-" + name + ", beside this program and on PATH");
  return kFailed;
}

}  // namespace ntlmscan::cli
