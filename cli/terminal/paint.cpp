// SGR sequences of the inks.
#include "terminal/paint.hpp"

namespace ntlmscan::cli {
namespace {

// Indexed by Ink. The eight colours every terminal has: readable on dark and on light.
constexpr std::string_view kCodes[] = {"", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[33m", "\x1b[32m", "\x1b[36m"};

}  // namespace

std::string Paint::operator()(Ink ink, std::string_view text) const {
  if (!on_ || ink == Ink::kPlain || text.empty()) return std::string(text);
  return std::string(kCodes[static_cast<std::size_t>(ink)]) + std::string(text) + "\x1b[0m";
}

Paint paint_for(std::string_view choice, Stream stream) {
  if (choice != "auto") return Paint(choice == "always");
  return Paint(is_terminal(stream) && environment("NO_COLOR").empty() && environment("TERM") != "dumb");
}

}  // namespace ntlmscan::cli
