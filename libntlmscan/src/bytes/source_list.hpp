// Inputs as given, to an ordered list of files.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ntlmscan/byte_source.hpp"
#include "ntlmscan/result.hpp"

namespace ntlmscan {

/// One file to read.
struct SourcePath {
  std::string path;                         ///< to open; `-` is standard input
  std::string name;                         ///< column `source`: as given, `/` separated, valid UTF-8
  bool named = false;                       ///< given by name or glob, not found in a folder: must then be an event log
  std::shared_ptr<const ByteSource> bytes;  ///< where it is no file; `path` is unused then
};

/// Walks inputs lazily: files, folders (recursively, names in byte order, links not followed), globs with `*`, `?`,
/// `[…]` and `**`, `-`, and buffers. A folder that cannot be read and an input that does not exist are errors in its place.
class SourceList {
 public:
  explicit SourceList(std::vector<std::string> inputs, std::vector<NamedBytes> buffers = {});

  /// The next file, an Error in place of an input that cannot be listed, or nothing at the end.
  [[nodiscard]] std::optional<Result<SourcePath>> next();

 private:
  struct Folder {
    std::vector<std::string> entries;  // names, in reverse byte order: taken from the back
    std::string path;
    std::string name;
  };

  std::optional<Result<SourcePath>> take_input();
  std::optional<Error> enter(std::string path, std::string name);

  /// A path or a buffer.
  struct Input {
    std::string path;  // the name of a buffer
    std::shared_ptr<const ByteSource> bytes;
  };

  std::vector<Input> inputs_;  // reversed
  std::vector<Folder> folders_;
};

/// True if `name` matches the glob `pattern` (one path component; `*`, `?`, `[abc]`, `[a-z]`, `[!a]`).
[[nodiscard]] bool glob_matches(std::string_view pattern, std::string_view name) noexcept;

}  // namespace ntlmscan
