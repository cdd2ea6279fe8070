// libewf behind ByteSource.
#include "bytes/ewf_source.hpp"

#include <array>

#ifdef NTLMSCAN_EWF
#include <libewf.h>

#include <cstdio>
#endif

namespace ntlmscan {

bool is_ewf(const ByteSource& source) noexcept {
  constexpr std::array<std::uint8_t, 8> kSignature = {0x45, 0x56, 0x46, 0x09, 0x0D, 0x0A, 0xFF, 0x00};  // "EVF" …
  std::array<std::uint8_t, 8> start{};
  const auto got = source.read_at(0, start);
  return got && got.value() == start.size() && start == kSignature;
}

#ifdef NTLMSCAN_EWF
namespace {

class EwfSource final : public ByteSource {
 public:
  explicit EwfSource(std::string path) : path_(std::move(path)) {}
  EwfSource(const EwfSource&) = delete;
  EwfSource& operator=(const EwfSource&) = delete;
  ~EwfSource() override {
    if (handle_ == nullptr) return;
    libewf_handle_close(handle_, nullptr);
    libewf_handle_free(&handle_, nullptr);
  }

  [[nodiscard]] bool open() {
    char** names = nullptr;
    int count = 0;
    if (libewf_handle_initialize(&handle_, nullptr) != 1) return false;
    if (libewf_glob(path_.c_str(), path_.size(), LIBEWF_FORMAT_UNKNOWN, &names, &count, nullptr) != 1) return false;
    const bool opened = libewf_handle_open(handle_, names, count, LIBEWF_OPEN_READ, nullptr) == 1;
    libewf_glob_free(names, count, nullptr);
    return opened && libewf_handle_get_media_size(handle_, &size_, nullptr) == 1;
  }

  [[nodiscard]] bool damaged() { return libewf_handle_segment_files_corrupted(handle_, nullptr) != 0; }

  [[nodiscard]] std::uint64_t size() const noexcept override { return size_; }

  [[nodiscard]] Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> into) const override {
    std::size_t done = 0;
    while (done < into.size() && offset + done < size_) {
      if (libewf_handle_seek_offset(handle_, static_cast<off64_t>(offset + done), SEEK_SET, nullptr) < 0)
        return failed();
      const auto got = libewf_handle_read_buffer(handle_, into.data() + done, into.size() - done, nullptr);
      if (got < 0) return failed();
      if (got == 0) break;
      done += static_cast<std::size_t>(got);
    }
    return done;
  }

 private:
  [[nodiscard]] Error failed() const {
    return {FaultCode::kInputUnreadable, path_ + ": a part of the image cannot be unpacked"};
  }

  std::string path_;
  libewf_handle_t* handle_ = nullptr;
  std::uint64_t size_ = 0;
};

}  // namespace

Result<EwfImage> open_ewf(const std::string& path) {
  auto source = std::make_unique<EwfSource>(path);
  if (!source->open()) {
    return Error{FaultCode::kInputUnreadable,
                 path + ": the Expert Witness image or one of its segments cannot be read"};
  }
  const bool damaged = source->damaged();
  return EwfImage{std::move(source), damaged};
}

#else

Result<EwfImage> open_ewf(const std::string& path) {
  return Error{FaultCode::kInputUnreadable,
               path + ": is an Expert Witness image (E01), and this program was built without libewf"};
}

#endif

}  // namespace ntlmscan
