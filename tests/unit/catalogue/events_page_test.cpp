// docs/events.md is what the catalogue says today.
#include "support/events_page.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace {

TEST(EventsPage, IsCurrentInTheTree) {
  std::ifstream file(NTLMSCAN_SOURCE_DIR "/docs/events.md", std::ios::binary);
  ASSERT_TRUE(file) << "docs/events.md cannot be read";
  const std::string in_tree{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  EXPECT_TRUE(in_tree == ntlmscan::tests::events_page())
      << "the catalogue has changed: run bin/ntlmscan_events_page > docs/events.md";
}

}  // namespace
