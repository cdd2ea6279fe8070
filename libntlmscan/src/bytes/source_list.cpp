// Folder walks and globs over std::filesystem, without exceptions.
#include "bytes/source_list.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "bytes/utf16.hpp"

namespace ntlmscan {
namespace {

namespace fs = std::filesystem;

// Paths are UTF-8 here on every system; on POSIX any bytes pass through unchanged.
fs::path to_path(const std::string& text) {
#ifdef _WIN32
  return fs::path(std::u8string(text.begin(), text.end()));
#else
  return fs::path(text);
#endif
}

std::string from_path(const fs::path& path) {
#ifdef _WIN32
  const std::u8string text = path.u8string();
  return std::string(text.begin(), text.end());
#else
  return path.string();
#endif
}

std::string shown(std::string path) {
#ifdef _WIN32
  std::replace(path.begin(), path.end(), '\\', '/');
#endif
  return valid_utf8(path);
}

std::string join(const std::string& folder, const std::string& name) {
  if (folder.empty()) return name;
  return folder.back() == '/' ? folder + name : folder + "/" + name;
}

bool has_wildcard(std::string_view text) noexcept { return text.find_first_of("*?[") != std::string_view::npos; }

Error missing(const std::string& path) { return {FaultCode::kInputMissing, path + ": no such file or folder"}; }

// `[…]` at the front of `pattern` against `c`; `pattern` is advanced behind it. A `[` without `]` is itself.
bool class_matches(std::string_view& pattern, char c) noexcept {
  const std::size_t close = pattern.find(']', 2);
  if (close == std::string_view::npos) {
    pattern.remove_prefix(1);
    return c == '[';
  }
  std::string_view set = pattern.substr(1, close - 1);
  pattern.remove_prefix(close + 1);
  const bool negated = set[0] == '!' || set[0] == '^';
  if (negated) set.remove_prefix(1);
  bool found = false;
  for (std::size_t i = 0; i < set.size(); ++i) {
    const bool range = i + 2 < set.size() && set[i + 1] == '-';
    found = found || (range ? set[i] <= c && c <= set[i + 2] : set[i] == c);
    if (range) i += 2;
  }
  return found != negated;
}

// Every path below `base` that the components from `at` on match, in byte order.
void collect(const std::string& base, const std::vector<std::string>& parts, std::size_t at,
             std::vector<std::string>& out, int depth) {
  constexpr int kDeepest = 64;
  std::error_code error;
  if (at == parts.size()) {
    if (fs::exists(fs::symlink_status(to_path(base), error))) out.push_back(base);
    return;
  }
  if (!has_wildcard(parts[at])) return collect(join(base, parts[at]), parts, at + 1, out, depth);
  const bool any_depth = parts[at] == "**";
  if (any_depth) collect(base, parts, at + 1, out, depth);
  if (depth == kDeepest) return;
  fs::directory_iterator entries(to_path(base.empty() ? "." : base), error);
  for (const auto end = fs::directory_iterator(); !error && entries != end; entries.increment(error)) {
    const std::string name = from_path(entries->path().filename());
    std::error_code ignored;
    const bool folder = fs::is_directory(entries->symlink_status(ignored));
    if (any_depth && folder) collect(join(base, name), parts, at, out, depth + 1);
    const bool hidden = name[0] == '.' && parts[at][0] != '.';
    if (!any_depth && !hidden && glob_matches(parts[at], name))
      collect(join(base, name), parts, at + 1, out, depth + 1);
  }
}

// Without what lies in a folder that matched as well: the folder brings it along. `found` is sorted.
std::vector<std::string> outermost(const std::vector<std::string>& found) {
  std::vector<std::string> kept;
  for (const std::string& path : found) {
    bool inside = false;
    for (std::size_t slash = path.find('/', 1); slash != std::string::npos && !inside;
         slash = path.find('/', slash + 1)) {
      inside = std::binary_search(found.begin(), found.end(), path.substr(0, slash));
    }
    if (!inside) kept.push_back(path);
  }
  return kept;
}

std::vector<std::string> split(const std::string& pattern) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  while (from <= pattern.size()) {
    const std::size_t slash = std::min(pattern.find('/', from), pattern.size());
    if (slash > from) parts.push_back(pattern.substr(from, slash - from));
    from = slash + 1;
  }
  return parts;
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view name) noexcept {
  // Greedy with one point of return: the last `*` and where it stood in the name.
  std::string_view star;
  std::string_view rest;
  bool starred = false;
  for (;;) {
    if (!pattern.empty() && pattern[0] == '*') {
      pattern.remove_prefix(1);
      star = pattern;
      rest = name;
      starred = true;
      continue;
    }
    if (name.empty() && pattern.empty()) return true;
    bool matches = false;
    if (!pattern.empty() && !name.empty()) {
      if (pattern[0] == '[') {
        matches = class_matches(pattern, name[0]);
      } else {
        matches = pattern[0] == '?' || pattern[0] == name[0];
        pattern.remove_prefix(1);
      }
      name.remove_prefix(1);
    }
    if (matches) continue;
    if (!starred || rest.empty()) return false;
    rest.remove_prefix(1);
    pattern = star;
    name = rest;
  }
}

SourceList::SourceList(std::vector<std::string> inputs, std::vector<NamedBytes> buffers) {
  inputs_.reserve(inputs.size() + buffers.size());
  std::size_t taken = 0;
  for (NamedBytes& buffer : buffers) {
    for (; taken < inputs.size() && taken < buffer.after; ++taken)
      inputs_.push_back({std::move(inputs[taken]), nullptr});
    inputs_.push_back({std::move(buffer.name), std::move(buffer.bytes)});
  }
  for (; taken < inputs.size(); ++taken) inputs_.push_back({std::move(inputs[taken]), nullptr});
  std::reverse(inputs_.begin(), inputs_.end());
}

std::optional<Result<SourcePath>> SourceList::next() {
  for (;;) {
    if (folders_.empty()) {
      if (inputs_.empty()) return std::nullopt;
      if (auto taken = take_input()) return taken;
      continue;
    }
    Folder& folder = folders_.back();
    if (folder.entries.empty()) {
      folders_.pop_back();
      continue;
    }
    const std::string entry = std::move(folder.entries.back());
    folder.entries.pop_back();
    std::string path = join(folder.path, entry);
    std::string name = join(folder.name, entry);
    std::error_code error;
    const fs::file_status status = fs::symlink_status(to_path(path), error);
    if (fs::is_directory(status)) {
      if (auto failed = enter(std::move(path), std::move(name))) return Result<SourcePath>(std::move(*failed));
    } else if (fs::is_regular_file(status)) {
      return Result<SourcePath>(SourcePath{std::move(path), shown(std::move(name)), false, nullptr});
    }
  }
}

// One input as given. Nothing: it became a folder or several inputs.
std::optional<Result<SourcePath>> SourceList::take_input() {
  std::shared_ptr<const ByteSource> bytes = std::move(inputs_.back().bytes);
  std::string input = std::move(inputs_.back().path);
  inputs_.pop_back();
  if (bytes != nullptr) return Result<SourcePath>(SourcePath{input, valid_utf8(input), true, std::move(bytes)});
  if (input == "-") return Result<SourcePath>(SourcePath{"-", "-", true, nullptr});
  std::error_code error;
  const fs::file_status status = fs::status(to_path(input), error);
  if (fs::is_directory(status)) {
    std::string name = input;
    if (auto failed = enter(std::move(input), std::move(name))) return Result<SourcePath>(std::move(*failed));
    return std::nullopt;
  }
  if (!fs::exists(status) && has_wildcard(input)) {
    std::vector<std::string> found;
    std::string pattern = input;
#ifdef _WIN32
    std::replace(pattern.begin(), pattern.end(), '\\', '/');
#endif
    collect(pattern[0] == '/' ? "/" : "", split(pattern), 0, found, 0);
    if (found.empty()) return Result<SourcePath>(Error{FaultCode::kInputMissing, input + ": nothing matches"});
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    found = outermost(found);
    for (auto path = found.rbegin(); path != found.rend(); ++path) inputs_.push_back({std::move(*path), nullptr});
    return std::nullopt;
  }
  if (!fs::exists(status)) return Result<SourcePath>(missing(input));
  return Result<SourcePath>(SourcePath{input, shown(input), true, nullptr});
}

std::optional<Error> SourceList::enter(std::string path, std::string name) {
  Folder folder;
  std::error_code error;
  fs::directory_iterator entries(to_path(path), error);
  for (const auto end = fs::directory_iterator(); !error && entries != end; entries.increment(error)) {
    folder.entries.push_back(from_path(entries->path().filename()));
  }
  if (error) return Error{FaultCode::kInputUnreadable, path + ": " + error.message()};
  std::sort(folder.entries.begin(), folder.entries.end(), std::greater<>());
  folder.path = std::move(path);
  folder.name = std::move(name);
  folders_.push_back(std::move(folder));
  return std::nullopt;
}

}  // namespace ntlmscan
