// The place of standard input among the inputs, and what stands there when it cannot be read.
#include "scan/standard_input.hpp"

#include <algorithm>

#include "bytes/file_source.hpp"

namespace ntlmscan::scanning {
namespace {

/// It was read in part and is gone, so that no other attempt may follow.
class Unreadable final : public ByteSource {
 public:
  explicit Unreadable(Error why) : why_(std::move(why)) {}
  [[nodiscard]] std::uint64_t size() const noexcept override { return 0; }
  [[nodiscard]] Result<std::size_t> read_at(std::uint64_t, std::span<std::uint8_t>) const override { return why_; }

 private:
  Error why_;
};

// Instead of input number `at`: between the buffers in front of it and those behind.
void replace(ScanOptions& options, std::size_t at, std::shared_ptr<const ByteSource> bytes) {
  options.inputs.erase(options.inputs.begin() + static_cast<std::ptrdiff_t>(at));
  const auto behind = std::find_if(options.buffers.begin(), options.buffers.end(),
                                   [&](const NamedBytes& buffer) { return buffer.after > at; });
  std::for_each(behind, options.buffers.end(), [](NamedBytes& buffer) { --buffer.after; });
  options.buffers.insert(behind, {"-", std::move(bytes), at});
}

}  // namespace

Result<ScanOptions> with_standard_input(const ScanOptions& options) {
  ScanOptions out = options;
  const auto found = std::find(out.inputs.begin(), out.inputs.end(), "-");
  if (found == out.inputs.end()) return out;
  const auto at = static_cast<std::size_t>(found - out.inputs.begin());
  auto opened = FileSource::open("-", [&] { return !options.on_progress || options.on_progress(Progress{}); });
  if (opened) {
    replace(out, at, std::move(opened.value()));
  } else if (opened.error().code == FaultCode::kStopped) {
    return opened.error();
  } else {
    replace(out, at, std::make_shared<const Unreadable>(opened.error()));
  }
  return out;
}

}  // namespace ntlmscan::scanning
