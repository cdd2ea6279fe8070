// The text of docs/events.md, made from the catalogue.
#pragma once

#include <string>

namespace ntlmscan::tests {

[[nodiscard]] std::string events_page();

}  // namespace ntlmscan::tests
