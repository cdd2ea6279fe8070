// Inputs to files: order, globs, links, what is missing.
#include "bytes/source_list.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "unit/sinks/scratch_folder.hpp"

namespace ntlmscan {
namespace {

namespace fs = std::filesystem;
using sinks::ScratchFolder;

class SourceListTest : public testing::Test {
 protected:
  void put(const std::string& name) {
    const fs::path path(folder_ / name);
    fs::create_directories(path.parent_path());
    sinks::put_content(path.string(), "x");
  }
  // Names without the scratch folder, errors as `!`; named ones with a `*`.
  std::vector<std::string> listed(std::vector<std::string> inputs) {
    for (std::string& input : inputs) input = folder_ / input;
    return list(std::move(inputs));
  }
  std::vector<std::string> list(std::vector<std::string> inputs) {
    SourceList sources(std::move(inputs));
    std::vector<std::string> out;
    const std::string prefix = folder_ / "";
    while (auto next = sources.next()) {
      if (!next->ok()) {
        out.push_back("!" + std::string(fault_code_name(next->error().code)));
        continue;
      }
      std::string name = next->value().name;
      if (name.starts_with(prefix)) name.erase(0, prefix.size());
      out.push_back(next->value().named ? "*" + name : name);
    }
    return out;
  }
  using Names = std::vector<std::string>;
  ScratchFolder folder_;
};

TEST_F(SourceListTest, FoldersComeInByteOrderWithWhatIsInside) {
  for (const char* name : {"logs/b.evtx", "logs/B.evtx", "logs/a/z.evtx", "logs/a-b/y.evtx", "logs/a.evtx"}) put(name);
  EXPECT_EQ(listed({"logs"}), (Names{"logs/B.evtx", "logs/a/z.evtx", "logs/a-b/y.evtx", "logs/a.evtx", "logs/b.evtx"}));
}

TEST_F(SourceListTest, InputsKeepTheirOrder) {
  for (const char* name : {"z.evtx", "a.evtx", "f/m.evtx"}) put(name);
  EXPECT_EQ(listed({"z.evtx", "f", "missing.evtx", "a.evtx"}),
            (Names{"*z.evtx", "f/m.evtx", "!input_missing", "*a.evtx"}));
}

TEST_F(SourceListTest, AFolderWithASlashBehindItGetsNoSecondOne) {
  put("logs/a.evtx");
  EXPECT_EQ(listed({"logs/"}), (Names{"logs/a.evtx"}));
}

TEST_F(SourceListTest, StandardInputAndNothing) {
  EXPECT_EQ(list({"-"}), (Names{"*-"}));
  EXPECT_EQ(list({}), Names{});
  EXPECT_EQ(list({""}), (Names{"!input_missing"}));
}

TEST_F(SourceListTest, GlobsAreSortedAndNamed) {
  for (const char* name : {"b1.evtx", "a1.evtx", "a2.txt", "f/a3.evtx", ".a4.evtx"}) put(name);
  EXPECT_EQ(listed({"*.evtx"}), (Names{"*a1.evtx", "*b1.evtx"}));
  EXPECT_EQ(listed({"?[12].*"}), (Names{"*a1.evtx", "*a2.txt", "*b1.evtx"}));
  EXPECT_EQ(listed({".*.evtx"}), (Names{"*.a4.evtx"}));
  EXPECT_EQ(listed({"*/a3.evtx"}), (Names{"*f/a3.evtx"}));
  EXPECT_EQ(listed({"**/*.evtx"}), (Names{"*a1.evtx", "*b1.evtx", "*f/a3.evtx"}));
  EXPECT_EQ(listed({"*.none"}), (Names{"!input_missing"}));
}

TEST_F(SourceListTest, AFileWhoseNameLooksLikeAGlobIsItself) {
  put("[a].evtx");
  put("a.evtx");
  EXPECT_EQ(listed({"[a].evtx"}), (Names{"*[a].evtx"}));
}

// A glob that matches a folder and something inside it must not give a file twice.
TEST_F(SourceListTest, NoFileComesTwiceFromOneGlob) {
  for (const char* name : {"logs/a/1.evtx", "logs/a/b/2.evtx", "logs/3.evtx"}) put(name);
  EXPECT_EQ(listed({"logs/**"}), (Names{"logs/3.evtx", "logs/a/1.evtx", "logs/a/b/2.evtx"}));
  EXPECT_EQ(listed({"logs/**/*"}), (Names{"*logs/3.evtx", "logs/a/1.evtx", "logs/a/b/2.evtx"}));
}

#ifndef _WIN32
TEST_F(SourceListTest, LinksInFoldersAreNotFollowed) {
  put("real/a.evtx");
  put("logs/b.evtx");
  fs::create_directory_symlink(folder_ / "real", folder_ / "logs/linked");
  fs::create_symlink(folder_ / "real/a.evtx", folder_ / "logs/a.evtx");
  fs::create_directory_symlink(folder_ / "logs", folder_ / "logs/itself");
  EXPECT_EQ(listed({"logs"}), (Names{"logs/b.evtx"}));
  EXPECT_EQ(listed({"logs/linked"}), (Names{"logs/linked/a.evtx"}));
  EXPECT_EQ(listed({"logs/a.evtx"}), (Names{"*logs/a.evtx"}));
}

TEST_F(SourceListTest, NamesThatAreNoUtf8AreShownReplaced) {
  put("logs/a\xFF.evtx");
  EXPECT_EQ(listed({"logs"}), (Names{"logs/a\xEF\xBF\xBD.evtx"}));
}
#endif

TEST(GlobMatches, Tables) {
  struct Case {
    std::string_view pattern, name;
    bool matches;
  };
  constexpr Case kCases[] = {
      {"", "", true},
      {"", "a", false},
      {"*", "", true},
      {"*", "abc", true},
      {"a*c", "abc", true},
      {"a*c", "ac", true},
      {"a*c", "abd", false},
      {"*.evtx", ".evtx", true},
      {"*a*b*", "xxaxxb", true},
      {"*ab", "aab", true},
      {"?", "", false},
      {"?", "a", true},
      {"a?c", "abc", true},
      {"[abc]", "b", true},
      {"[abc]", "d", false},
      {"[a-c]x", "bx", true},
      {"[!a]", "b", true},
      {"[!a]", "a", false},
      {"[^a-c]", "b", false},
      {"[a", "[a", true},
      {"[]a]", "]", true},
      {"[]a]", "a", true},
      {"[a-]", "-", true},
      {"[a-c", "b", false},
      {"*[0-9]", "log7", true},
      {"a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
  };
  for (const Case& c : kCases) EXPECT_EQ(glob_matches(c.pattern, c.name), c.matches) << c.pattern << ' ' << c.name;
}

}  // namespace
}  // namespace ntlmscan
