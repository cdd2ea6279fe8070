// JSON of the `extra` cell (RFC 8259).
#include "columns/extra.hpp"

#include "bytes/utf16.hpp"

namespace ntlmscan::columns {
namespace {

constexpr char kHex[] = "0123456789abcdef";

void append_quoted(std::string& out, std::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (byte < 0x20) {
      out.append("\\u00");
      out.push_back(kHex[byte >> 4]);
      out.push_back(kHex[byte & 0xF]);
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

}  // namespace

void Extra::add(Bytes name, std::size_t number, std::string_view text) {
  name_.clear();
  if (name.empty()) name_ = "Data";
  append_utf8(name_, name);
  const bool numbered = number > 1;
  if (numbered || name_.find_first_of("#\xEF") != std::string::npos) {  // \xEF: begins U+FFFD
    const std::string base = name_;
    if (numbered) name_.append("#").append(std::to_string(number));
    while (!keys_.insert(name_).second) name_ = base + "#" + std::to_string(++number);
  }
  json_.push_back(json_.empty() ? '{' : ',');
  append_quoted(json_, name_);
  json_.push_back(':');
  append_quoted(json_, text);
}

std::string_view Extra::finish() {
  json_.push_back('}');
  return json_;
}

}  // namespace ntlmscan::columns
