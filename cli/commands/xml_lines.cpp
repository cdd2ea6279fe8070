// Breaks XML between tags.
#include "commands/xml_lines.hpp"

#include <algorithm>

#include "terminal/layout.hpp"
#include "terminal/safe_text.hpp"

namespace ntlmscan::cli {
namespace {

constexpr std::size_t kDeepest = 16;  // deeper elements are no further indented

// Where the line that begins at the front of `xml` ends: between two tags. Text has no bare `<`.
std::size_t line_end(std::string_view xml) {
  for (std::size_t at = xml.find("><"); at != std::string_view::npos; at = xml.find("><", at + 1)) {
    // `<X></X>` stays together.
    const bool empty_element = at + 2 < xml.size() && xml[at + 2] == '/' && xml[0] == '<' && xml[1] != '/' &&
                               xml.rfind('<', at) == 0 && xml[at - 1] != '/';
    if (!empty_element) return at + 1;
  }
  return xml.size();
}

struct Tags {
  std::size_t opened = 0;
  std::size_t closed = 0;
};

Tags tags_of(std::string_view line) {
  Tags tags;
  for (std::size_t at = line.find('<'); at != std::string_view::npos; at = line.find('<', at + 1)) {
    const std::size_t end = line.find('>', at);
    if (end == std::string_view::npos || at + 1 >= line.size()) break;
    if (line[at + 1] == '/') {
      ++tags.closed;
    } else if (line[at + 1] != '?' && line[end - 1] != '/') {
      ++tags.opened;
    }
  }
  return tags;
}

}  // namespace

std::string xml_lines(std::string_view xml) {
  std::string out;
  std::size_t depth = 0;
  while (!xml.empty()) {
    const std::string_view line = xml.substr(0, line_end(xml));
    xml.remove_prefix(line.size());
    const Tags tags = tags_of(line);
    const bool closes = line.starts_with("</");
    if (closes && depth > 0) --depth;
    append_wrapped(out, std::string(2 + 2 * std::min(depth, kDeepest), ' '), safe(line));
    const std::size_t closed = tags.closed - (closes ? 1 : 0);
    depth += tags.opened;
    depth -= std::min(depth, closed);
  }
  return out;
}

}  // namespace ntlmscan::cli
