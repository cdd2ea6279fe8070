// Lines of a hex dump.
#include "commands/hex_dump.hpp"

#include <algorithm>
#include <string_view>

namespace ntlmscan::cli {
namespace {

constexpr std::size_t kPerLine = 16;
constexpr std::string_view kDigits = "0123456789abcdef";

std::string digits_of(std::uint64_t number, std::size_t least) {
  std::string out;
  for (; number != 0 || out.size() < least; number >>= 4) out.insert(out.begin(), kDigits[number & 0xF]);
  return out;
}

}  // namespace

std::string hex_text(std::uint64_t number) { return "0x" + digits_of(number, 1); }

std::string hex_dump(const std::vector<std::uint8_t>& bytes, std::uint64_t from) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += kPerLine) {
    out += digits_of(from + at, 8) + " ";
    std::string characters;
    for (std::size_t i = at; i < at + kPerLine; ++i) {
      const bool there = i < bytes.size();
      out += there ? " " + digits_of(bytes[i], 2) : "   ";
      if (there) characters += bytes[i] >= 0x20 && bytes[i] < 0x7F ? static_cast<char>(bytes[i]) : '.';
    }
    out += "  " + characters + "\n";
  }
  return out;
}

}  // namespace ntlmscan::cli
