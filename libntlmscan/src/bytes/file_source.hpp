// One input file: reads at any offset, every failure a value.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "ntlmscan/byte_source.hpp"
#include "ntlmscan/result.hpp"

namespace ntlmscan {

/// An open regular file, or standard input. What cannot seek (a pipe) is first copied to an unnamed temporary file, so
/// that every source can be read at any offset. Nothing is mapped: a file that shrinks is a short read, not a signal.
/// read_at() may be called from several threads.
class FileSource final : public ByteSource {
 public:
  ~FileSource() override;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  /// Asked again and again while a pipe is copied, also as long as nothing comes from it; false: stop.
  using GoOn = std::function<bool()>;

  /// Opens `path`; `-` is standard input. Folders and devices are refused. kStopped: `go_on` said so.
  [[nodiscard]] static Result<std::unique_ptr<FileSource>> open(const std::string& path, const GoOn& go_on = {});

  [[nodiscard]] std::uint64_t size() const noexcept override { return size_; }
  [[nodiscard]] Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> into) const override;

 private:
  struct Handle;
  FileSource(std::unique_ptr<Handle> handle, std::string path, std::uint64_t size) noexcept;

  std::unique_ptr<Handle> handle_;
  std::string path_;
  std::uint64_t size_;
};

}  // namespace ntlmscan
