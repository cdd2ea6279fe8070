// Where the real logs are that the differential tests read.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace ntlmscan::corpus {

[[nodiscard]] inline std::string from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

/// The tests must not be left out.
[[nodiscard]] inline bool required() {
  const std::string demanded = from_environment("NTLMSCAN_REQUIRE_CORPUS");
  return !from_environment("CI").empty() || (!demanded.empty() && demanded != "0");
}

[[nodiscard]] inline std::string folder_or(const char* variable, const std::string& otherwise) {
  const std::string named = from_environment(variable);
  const std::filesystem::path path(named.empty() ? std::string(NTLMSCAN_SOURCE_DIR) + otherwise : named);
  return std::filesystem::is_directory(path) ? path.string() : std::string();
}

/// Empty if there is none.
[[nodiscard]] inline std::string folder() { return folder_or("NTLMSCAN_CORPUS", "/../shared/corpus"); }

/// The corpus, and where they are unpacked its collections.
[[nodiscard]] inline std::vector<std::string> logs() {
  std::vector<std::string> folders{folder()};
  const std::string collections = folder_or("NTLMSCAN_COLLECTIONS", "/build/collections");
  if (!collections.empty()) folders.push_back(collections);
  return folders;
}

}  // namespace ntlmscan::corpus
