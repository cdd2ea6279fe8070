// Parsing of `--events`.
#include "scan/selection_text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <random>
#include <thread>

namespace ntlmscan::scanning {
namespace {

constexpr unsigned kMostThreads = 256;

std::optional<std::uint16_t> parse_id(std::string_view text) {
  std::uint16_t id = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), id);
  if (text.empty() || parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return id;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// One part: `@ntlm`, an id or a range. False if it is none.
bool add_part(std::string_view part, plan::Selection& selection) {
  if (part == "@ntlm") {
    selection.ntlm_group = true;
    return true;
  }
  const std::size_t dash = part.find('-');
  const auto first = parse_id(trim(part.substr(0, dash)));
  const auto last = dash == std::string_view::npos ? first : parse_id(trim(part.substr(dash + 1)));
  if (!first || !last || *first > *last) return false;
  for (std::uint32_t id = *first; id <= *last; ++id) selection.ids.set(static_cast<std::uint16_t>(id));
  return true;
}

}  // namespace

Result<plan::Selection> selection_of(const ScanOptions& options) {
  plan::Selection selection;
  selection.since_filetime = options.since;
  selection.until_filetime = options.until;
  std::string_view rest = trim(options.events);
  selection.all = rest.empty();
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view part = trim(rest.substr(0, comma));
    if (!add_part(part, selection)) {
      return Error{FaultCode::kBadArgument,
                   "events: '" + std::string(part) + "' is no event id, range such as 8001-8006, or @ntlm"};
    }
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return selection;
}

unsigned thread_count(unsigned asked) noexcept {
  if (asked == 0) asked = std::max(std::thread::hardware_concurrency(), 1u);
  return std::min(asked, kMostThreads);
}

std::uint64_t random_seed() {
  std::random_device device;
  return (static_cast<std::uint64_t>(device()) << 32) | device();
}

}  // namespace ntlmscan::scanning
