// What lies under the name of an output, and so where its bytes are to go.
#pragma once

#include <string>

#include "ntlmscan/result.hpp"

namespace ntlmscan::sinks {

struct OutputPlace {
  std::string name;     ///< as it was given
  std::string path;     ///< where to write, symbolic links followed
  bool stream = false;  ///< takes bytes as they come: written to directly, never replaced
};

/// Follows symbolic links and looks; makes and changes nothing. An error where no output can go: folders, block
/// devices, sockets, links in a circle, and event logs, which are never written to.
[[nodiscard]] Result<OutputPlace> find_place(std::string name);
[[nodiscard]] Error cannot_create(const std::string& name, const std::string& why);

}  // namespace ntlmscan::sinks
