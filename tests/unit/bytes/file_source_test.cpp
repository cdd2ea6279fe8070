// Reading files that change, are missing, or are no files.
#include "bytes/file_source.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#ifndef _WIN32
#include <sys/stat.h>
#endif

#include "bytes/read_buffer.hpp"
#include "unit/sinks/scratch_folder.hpp"

namespace ntlmscan {
namespace {

FaultCode code_of(const std::string& path) {
  const auto opened = FileSource::open(path);
  return opened ? FaultCode::kStopped : opened.error().code;
}

std::string read(const FileSource& file, std::uint64_t offset, std::size_t size) {
  std::vector<std::uint8_t> into(size);
  const auto got = file.read_at(offset, into);
  return got ? std::string(into.begin(), into.begin() + static_cast<std::ptrdiff_t>(got.value())) : "failed";
}

TEST(ReadBuffer, BeginsWhereAPageDoesAndKeepsWhatItWasGiven) {
  ReadBuffer buffer(5000, 7);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer.data()) % 4096, 0U);
  buffer.resize(70000);  // what is behind the given ones is whatever was there
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer.data()) % 4096, 0U);
  EXPECT_EQ(std::count(buffer.begin(), buffer.begin() + 5000, 7), 5000);
}

TEST(FileSource, ReadsAtAnyOffset) {
  const sinks::ScratchFolder folder;
  sinks::put_content(folder / "a", "0123456789");
  const auto file = FileSource::open(folder / "a");
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file.value()->size(), 10u);
  EXPECT_EQ(read(*file.value(), 0, 10), "0123456789");
  EXPECT_EQ(read(*file.value(), 7, 10), "789");
  EXPECT_EQ(read(*file.value(), 10, 1), "");
  EXPECT_EQ(read(*file.value(), 1000, 1), "");
  EXPECT_EQ(read(*file.value(), 3, 0), "");
}

TEST(FileSource, AFileThatShrinksIsAShortRead) {
  const sinks::ScratchFolder folder;
  sinks::put_content(folder / "a", std::string(100'000, 'x'));
  const auto file = FileSource::open(folder / "a");
  ASSERT_TRUE(file.ok());
  std::filesystem::resize_file(folder / "a", 70'000);
  EXPECT_EQ(file.value()->size(), 100'000u);
  EXPECT_EQ(read(*file.value(), 65'536, 34'464).size(), 4464u);
  EXPECT_EQ(read(*file.value(), 80'000, 100), "");
}

TEST(FileSource, AFileThatGrowsIsReadFurther) {
  const sinks::ScratchFolder folder;
  sinks::put_content(folder / "a", "ab");
  const auto file = FileSource::open(folder / "a");
  ASSERT_TRUE(file.ok());
  sinks::put_content(folder / "a", "abcd");
  EXPECT_EQ(read(*file.value(), 0, 10), "abcd");
  EXPECT_EQ(file.value()->size(), 2u);
}

TEST(FileSource, WhatIsNoFileIsRefused) {
  const sinks::ScratchFolder folder;
  EXPECT_EQ(code_of(folder / "none"), FaultCode::kInputMissing);
  EXPECT_EQ(code_of(folder / "none/deeper"), FaultCode::kInputMissing);
  EXPECT_EQ(code_of(folder / ""), FaultCode::kInputUnreadable);
  const auto error = FileSource::open(folder / "none");
  EXPECT_NE(error.error().message.find(folder / "none"), std::string::npos);
}

#ifndef _WIN32
TEST(FileSource, APipeByNameIsRefusedAtOnce) {
  const sinks::ScratchFolder folder;
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(code_of(folder / "pipe"), FaultCode::kInputUnreadable);
  EXPECT_EQ(code_of("/dev/null"), FaultCode::kInputUnreadable);
}
#endif

}  // namespace
}  // namespace ntlmscan
