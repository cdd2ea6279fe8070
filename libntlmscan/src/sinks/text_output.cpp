// Text to a file that appears when it is whole, or to standard output.
#include <utility>

#include "ntlmscan/output.hpp"
#include "sinks/output_file.hpp"
#include "sinks/zstd_stream.hpp"

namespace ntlmscan {
namespace {

using sinks::OutputFile;
using sinks::ZstdStream;

class FileText final : public TextOutput {
 public:
  FileText(OutputFile file, bool compressed) : file_(std::move(file)) {
    if (compressed) zstd_ = std::make_unique<ZstdStream>(file_);
  }

  Status write(std::string_view text) override { return zstd_ ? zstd_->write(text) : file_.write(text); }

  Status finish() override {
    if (zstd_) {
      if (Status ended = zstd_->finish(); !ended) return ended;
    }
    if (Status closed = file_.close(); !closed) return closed;
    return file_.commit();
  }

 private:
  OutputFile file_;
  std::unique_ptr<ZstdStream> zstd_;
};

}  // namespace

Result<std::unique_ptr<TextOutput>> open_text_output(const std::string& path) {
  if (path.empty()) return Error{FaultCode::kBadArgument, "the name of the output is empty"};
  if (path == "-") {
    return std::unique_ptr<TextOutput>(
        std::make_unique<FileText>(OutputFile::borrow(sinks::standard_output(), "standard output"), false));
  }
  auto file = OutputFile::create(path);
  if (!file) return file.error();
  return std::unique_ptr<TextOutput>(std::make_unique<FileText>(std::move(file.value()), path.ends_with(".zst")));
}

}  // namespace ntlmscan
