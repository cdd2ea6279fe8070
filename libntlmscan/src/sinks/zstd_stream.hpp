// Compresses what is written and passes it on.
#pragma once

#include <memory>
#include <string>

#include "sinks/byte_writer.hpp"

struct ZSTD_CCtx_s;

namespace ntlmscan::sinks {

/// One zstd frame over another writer, which must outlive it.
class ZstdStream final : public ByteWriter {
 public:
  explicit ZstdStream(ByteWriter& below);

  [[nodiscard]] Status write(std::string_view bytes) override;
  /// Ends the frame. Call once, after the last write.
  [[nodiscard]] Status finish();

 private:
  struct Free {
    void operator()(ZSTD_CCtx_s* context) const noexcept;
  };
  [[nodiscard]] Status pass_on(std::string_view bytes, bool last);

  ByteWriter* below_;
  std::unique_ptr<ZSTD_CCtx_s, Free> context_;
  std::string buffer_;
};

}  // namespace ntlmscan::sinks
