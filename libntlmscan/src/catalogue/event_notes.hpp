// What an event cannot say, with the setting that makes Windows write it.
#pragma once

#include <string_view>

#include "catalogue/event_def.hpp"

namespace ntlmscan::catalogue {

struct EventNote {
  std::string_view provider;
  std::uint16_t event_id;
  std::string_view cannot_say;
  std::string_view written_by;
};

/// The note of an event, whatever its version; nullptr if it has none.
[[nodiscard]] const EventNote* find_note(const EventDef& event) noexcept;

}  // namespace ntlmscan::catalogue
