// Opening of images.
#include "scan/open_image.hpp"

#include "bytes/ewf_source.hpp"

namespace ntlmscan::scanning {
namespace {

Result<std::shared_ptr<const ByteSource>> open_bytes(const SourcePath& path) {
  if (path.bytes != nullptr) return path.bytes;
  auto raw = FileSource::open(path.path);
  if (!raw) return raw.error();
  if (!is_ewf(*raw.value())) return std::shared_ptr<const ByteSource>(std::move(raw.value()));
  auto unpacked = open_ewf(path.path);
  if (!unpacked) return unpacked.error();
  return std::shared_ptr<const ByteSource>(std::move(unpacked.value()));
}

}  // namespace

std::shared_ptr<OpenFile> open_image(const SourcePath& path) {
  auto file = std::make_shared<OpenFile>();
  file->name = path.name;
  file->image = true;
  auto opened = open_bytes(path);
  if (!opened) {
    file->failed = true;
    file->faults.push_back({opened.error().code, Severity::kLost, 0, 0, opened.error().message});
    return file;
  }
  file->source = std::move(opened.value());
  file->size = file->source->size();
  file->chunk_count = (file->size + kImageWindow - 1) / kImageWindow;
  if (file->size == 0) {
    file->failed = true;
    file->faults.push_back({FaultCode::kInputEmpty, Severity::kLost, 0, 0, "the file is empty"});
  }
  return file;
}

}  // namespace ntlmscan::scanning
