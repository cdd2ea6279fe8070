// A file that has its name only once it is whole, or a stream that takes its bytes as they come.
#pragma once

#include <string>
#include <string_view>

#include "ntlmscan/result.hpp"
#include "sinks/byte_writer.hpp"
#include "sinks/descriptor.hpp"
#include "sinks/output_place.hpp"

namespace ntlmscan::sinks {

/// Bytes go to a temporary file in the folder of the final one. close() and then commit() give it its name;
/// destroyed before that, it is removed. A stream has no temporary name: bytes go to it directly, commit() and
/// withdraw() change nothing.
class OutputFile final : public ByteWriter {
 public:
  /// `path` is UTF-8. The temporary file is made at once, so that a folder without room or rights shows early.
  /// Opens a stream instead where `path` leads to one; a FIFO waits for its reader.
  [[nodiscard]] static Result<OutputFile> create(std::string path);
  [[nodiscard]] static Result<OutputFile> create(OutputPlace place);
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
  OutputFile(Descriptor descriptor, bool owned, std::string path, std::string temporary);
  [[nodiscard]] static Result<OutputFile> open_directly(const OutputPlace& place);
  [[nodiscard]] static Result<OutputFile> begin_file(std::string path);
  [[nodiscard]] Status flush();

  Descriptor descriptor_;
  bool owned_;  ///< closed by this object
  std::string path_;
  std::string temporary_;  ///< empty for a stream
  bool committed_ = false;
  std::string buffer_;
};

}  // namespace ntlmscan::sinks
