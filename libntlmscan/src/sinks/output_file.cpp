// Temporary names, buffering and the move to the final name.
#include "sinks/output_file.hpp"

#include <utility>

namespace ntlmscan::sinks {
namespace {

constexpr int kNameAttempts = 100;

#ifdef _WIN32
constexpr std::string_view kSeparators = "/\\:";
#else
constexpr std::string_view kSeparators = "/";
#endif

/// `.NAME.partial-PID` in the folder of `path`; a later attempt adds its number.
std::string temporary_name(const std::string& path, int attempt) {
  const std::size_t slash = path.find_last_of(kSeparators);
  const std::size_t start = slash == std::string::npos ? 0 : slash + 1;
  std::string out = path.substr(0, start) + "." + path.substr(start) + ".partial-" + std::to_string(process_number());
  if (attempt > 0) out += "-" + std::to_string(attempt);
  return out;
}

}  // namespace

OutputFile::OutputFile(Descriptor descriptor, bool owned, std::string path, std::string temporary)
    : descriptor_(descriptor), owned_(owned), path_(std::move(path)), temporary_(std::move(temporary)) {}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, kNoDescriptor)),
      owned_(other.owned_),
      path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, {})),
      committed_(other.committed_),
      buffer_(std::move(other.buffer_)) {}

OutputFile::~OutputFile() {
  if (owned_ && descriptor_ != kNoDescriptor) (void)close_descriptor(descriptor_, path_).ok();
  if (!temporary_.empty() && !committed_) remove_quietly(temporary_);
}

Result<OutputFile> OutputFile::create(std::string path) {
  auto place = find_place(std::move(path));
  if (!place) return place.error();
  return create(std::move(place.value()));
}

Result<OutputFile> OutputFile::create(OutputPlace place) {
  return place.stream ? open_directly(place) : begin_file(std::move(place.path));
}

Result<OutputFile> OutputFile::open_directly(const OutputPlace& place) {
  std::string why;
  const Descriptor descriptor = open_stream(place.path, why);
  if (descriptor == kNoDescriptor) return cannot_create(place.name, why);
  return OutputFile(descriptor, true, place.name, {});
}

Result<OutputFile> OutputFile::begin_file(std::string path) {
  std::string why = "all temporary names are taken";
  for (int attempt = 0; attempt < kNameAttempts; ++attempt) {
    std::string temporary = temporary_name(path, attempt);
    Descriptor descriptor = kNoDescriptor;
    const Creation creation = create_exclusive(temporary, descriptor, why);
    if (creation == Creation::kCreated) return OutputFile(descriptor, true, std::move(path), std::move(temporary));
    if (creation == Creation::kFailed) break;
  }
  return cannot_create(path, why);
}

OutputFile OutputFile::borrow(Descriptor descriptor, std::string name) {
  return OutputFile(descriptor, false, std::move(name), {});
}

Status OutputFile::write(std::string_view bytes) {
  if (buffer_.size() + bytes.size() >= kWriteBytes) {
    if (Status flushed = flush(); !flushed) return flushed;
    if (bytes.size() >= kWriteBytes) return write_all(descriptor_, bytes, path_);
  }
  buffer_.append(bytes);
  return {};
}

Status OutputFile::flush() {
  Status written = write_all(descriptor_, buffer_, path_);
  buffer_.clear();
  return written;
}

Status OutputFile::close() {
  Status flushed = flush();
  if (!owned_) return flushed;
  Status closed = close_descriptor(std::exchange(descriptor_, kNoDescriptor), path_);
  return flushed.ok() ? closed : flushed;
}

Status OutputFile::commit() {
  if (temporary_.empty()) return {};
  Status moved = rename_over(temporary_, path_);
  committed_ = moved.ok();
  return moved;
}

void OutputFile::withdraw() noexcept {
  if (committed_) remove_quietly(path_);
}

}  // namespace ntlmscan::sinks
