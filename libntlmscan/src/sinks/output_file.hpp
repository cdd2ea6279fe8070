// A file that has its name only once it is whole.
#pragma once

#include <string>
#include <string_view>

#include "ntlmscan/result.hpp"
#include "sinks/byte_writer.hpp"
#include "sinks/descriptor.hpp"

namespace ntlmscan::sinks {

/// Bytes go to a temporary file in the folder of the final one. close() and then commit() give it its name;
/// destroyed before that, it is removed. Standard output has no temporary name: commit() changes nothing.
class OutputFile final : public ByteWriter {
 public:
  /// `path` is UTF-8. The temporary file is made at once, so that a folder without room or rights shows early.
  [[nodiscard]] static Result<OutputFile> create(std::string path);
  /// Writes to an open descriptor, which stays open; `name` is for messages.
  [[nodiscard]] static OutputFile borrow(Descriptor descriptor, std::string name);

  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile() override;

  [[nodiscard]] Status write(std::string_view bytes) override;
  /// Hands on what is still buffered and closes. After it only commit() is left to call.
  [[nodiscard]] Status close();
  /// Moves the closed file to its final name, over a file that had it.
  [[nodiscard]] Status commit();
  /// Takes a committed file away again.
  void withdraw() noexcept;

  [[nodiscard]] const std::string& name() const noexcept { return path_; }

 private:
  OutputFile(Descriptor descriptor, std::string path, std::string temporary);
  [[nodiscard]] Status flush();

  Descriptor descriptor_;
  std::string path_;
  std::string temporary_;  ///< empty for a borrowed descriptor
  bool committed_ = false;
  std::string buffer_;
};

}  // namespace ntlmscan::sinks
