// Prints docs/events.md, for `ntlmscan_events_page > docs/events.md`.
#include <cstdio>
#include <string>

#include "support/events_page.hpp"

int main() {
  const std::string page = ntlmscan::tests::events_page();
  return std::fwrite(page.data(), 1, page.size(), stdout) == page.size() ? 0 : 2;
}
