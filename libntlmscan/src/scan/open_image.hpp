// An image to carve: any file, raw or, where libewf is there, in the Expert Witness format (E01).
#pragma once

#include <memory>

#include "scan/open_file.hpp"

namespace ntlmscan::scanning {

/// An image is read in windows of this size, several of which make a unit; as OpenFile it has one "chunk" for each.
inline constexpr std::uint64_t kImageWindow = std::uint64_t{1} << 20;

/// Images hold nothing but what is recovered, whatever `recover` says. Never fails: what is wrong stands in the file's faults.
[[nodiscard]] std::shared_ptr<OpenFile> open_image(const SourcePath& path, bool recover);

}  // namespace ntlmscan::scanning
