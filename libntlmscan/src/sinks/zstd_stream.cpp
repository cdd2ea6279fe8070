// One zstd frame, piece by piece.
#include "sinks/zstd_stream.hpp"

#include <zstd.h>

namespace ntlmscan::sinks {
namespace {

/// Real rows as NDJSON come out no larger than at the default level, in half the time.
constexpr int kLevel = 1;

Error zstd_error(std::string_view why) { return {FaultCode::kOutputFailed, "zstd: " + std::string(why)}; }

}  // namespace

void ZstdStream::Free::operator()(ZSTD_CCtx_s* context) const noexcept { ZSTD_freeCCtx(context); }

ZstdStream::ZstdStream(ByteWriter& below)
    : below_(&below), context_(ZSTD_createCCtx()), buffer_(ZSTD_CStreamOutSize(), '\0') {
  if (context_ == nullptr) return;
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, kLevel);
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
}

Status ZstdStream::write(std::string_view bytes) { return pass_on(bytes, false); }

Status ZstdStream::finish() { return pass_on({}, true); }

Status ZstdStream::pass_on(std::string_view bytes, bool last) {
  if (context_ == nullptr) return zstd_error("out of memory");
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  for (bool more = true; more;) {
    ZSTD_outBuffer out{buffer_.data(), buffer_.size(), 0};
    const std::size_t left = ZSTD_compressStream2(context_.get(), &out, &in, last ? ZSTD_e_end : ZSTD_e_continue);
    if (ZSTD_isError(left) != 0) return zstd_error(ZSTD_getErrorName(left));
    if (Status written = below_->write({buffer_.data(), out.pos}); !written) return written;
    more = last ? left != 0 : in.pos < in.size;
  }
  return {};
}

}  // namespace ntlmscan::sinks
