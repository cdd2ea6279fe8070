// Opening of images.
#include "scan/open_image.hpp"

#include <mutex>

#include "bytes/ewf_source.hpp"

namespace ntlmscan::scanning {
namespace {

/// Lets one thread at a time read.
class TakingTurns final : public ByteSource {
 public:
  explicit TakingTurns(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

  [[nodiscard]] std::uint64_t size() const noexcept override { return source_->size(); }
  [[nodiscard]] Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> into) const override {
    const std::scoped_lock lock(mutex_);
    return source_->read_at(offset, into);
  }

 private:
  std::unique_ptr<ByteSource> source_;
  mutable std::mutex mutex_;
};

Result<std::shared_ptr<const ByteSource>> open_bytes(const SourcePath& path, std::vector<Fault>& faults) {
  std::shared_ptr<const ByteSource> raw = path.bytes;
  if (raw == nullptr) {
    auto opened = FileSource::open(path.path);
    if (!opened) return opened.error();
    raw = std::move(opened.value());
  }
  const bool has_no_name = path.bytes != nullptr && path.path != "-";
  if (has_no_name || !is_ewf(*raw)) return raw;
  auto unpacked = open_ewf(path.path);
  if (!unpacked) return unpacked.error();
  if (unpacked.value().damaged) {
    faults.push_back({FaultCode::kInputUnreadable, Severity::kLost, 0, 0,
                      "segments of this Expert Witness image are cut short or damaged; what they lack counts as zero"});
  }
  return std::shared_ptr<const ByteSource>(std::make_shared<const TakingTurns>(std::move(unpacked.value().medium)));
}

}  // namespace

std::shared_ptr<OpenFile> open_image(const SourcePath& path, bool) {
  auto file = std::make_shared<OpenFile>();
  file->name = path.name;
  file->image = true;
  auto opened = open_bytes(path, file->faults);
  if (!opened) {
    file->failed = true;
    file->faults.push_back({opened.error().code, Severity::kLost, 0, 0, opened.error().message});
    return file;
  }
  file->source = std::move(opened.value());
  file->size = file->source->size();
  file->chunk_count = (file->size + kImageWindow - 1) / kImageWindow;
  if (file->size == 0) {
    std::uint8_t none[1];
    const auto got = file->source->read_at(0, none);
    file->failed = true;
    file->faults.push_back({got ? FaultCode::kInputEmpty : got.error().code, Severity::kLost, 0, 0,
                            got ? "the file is empty" : got.error().message});
  }
  return file;
}

}  // namespace ntlmscan::scanning
