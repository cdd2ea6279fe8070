// Page headers and zstd bodies.
#include "sinks/parquet/page.hpp"

#include <zstd.h>

#include <algorithm>
#include <limits>

#include "sinks/parquet/thrift_compact.hpp"

namespace ntlmscan::sinks::parquet {
namespace {

/// In texts and numbers as they are, coding single bytes pays; in indices and differences only what repeats is worth
/// looking for.
constexpr int level_of(Encoding encoding) noexcept { return encoding == Encoding::kPlain ? 1 : -1; }
/// Below this the few bytes saved are not worth the start of a frame.
constexpr std::size_t kWorthTrying = 512;
/// Large enough to show what repeats at a distance, small beside what it decides about.
constexpr std::size_t kSample = std::size_t{4} * 1024;
/// Page sizes are signed 32-bit numbers; what compression may add stays below this reserve for the largest page.
constexpr std::size_t kLargestBody = std::numeric_limits<std::int32_t>::max() - (std::size_t{16} << 20);

Error page_error(std::string_view why) { return {FaultCode::kOutputFailed, "Parquet page: " + std::string(why)}; }

/// Fields of DataPageHeader (5) and DictionaryPageHeader (7) inside PageHeader.
void append_header(const PageContent& content, std::size_t stored, std::string& out) {
  CompactWriter header(out);
  header.i32(1, static_cast<std::int32_t>(content.type));
  header.i32(2, static_cast<std::int32_t>(content.body.size()));
  header.i32(3, static_cast<std::int32_t>(stored));
  const bool data = content.type == PageType::kData;
  header.open_struct(data ? 5 : 7);
  header.i32(1, static_cast<std::int32_t>(content.values));
  header.i32(2, static_cast<std::int32_t>(content.encoding));
  if (data) {
    header.i32(3, static_cast<std::int32_t>(Encoding::kRle));
    header.i32(4, static_cast<std::int32_t>(Encoding::kRle));
  }
  header.close();
  header.close();
}

}  // namespace

void PageCompressor::Free::operator()(ZSTD_CCtx_s* context) const noexcept { ZSTD_freeCCtx(context); }

PageCompressor::PageCompressor() : context_(ZSTD_createCCtx()) {}

Result<std::string_view> PageCompressor::compress(std::string_view body, Encoding encoding) {
  if (context_ == nullptr) return page_error("out of memory");
  const std::size_t bound = ZSTD_compressBound(body.size());
  if (buffer_.size() < bound) buffer_.resize(bound);
  const std::size_t size =
      ZSTD_compressCCtx(context_.get(), buffer_.data(), buffer_.size(), body.data(), body.size(), level_of(encoding));
  if (ZSTD_isError(size) != 0) return page_error(ZSTD_getErrorName(size));
  return std::string_view(buffer_).substr(0, size);
}

Result<Codec> codec_to_try(std::span<const PageContent> pages, std::size_t saves, PageCompressor& compressor) {
  const auto largest = std::ranges::max_element(pages, {}, [](const PageContent& page) { return page.body.size(); });
  const std::string_view body = largest->body;
  if (body.size() < kWorthTrying) return Codec::kUncompressed;
  if (body.size() <= kSample) return Codec::kZstd;
  const auto compressed = compressor.compress(body.substr((body.size() - kSample) / 2, kSample), largest->encoding);
  if (!compressed) return compressed.error();
  return compressed.value().size() <= kSample - kSample / saves ? Codec::kZstd : Codec::kUncompressed;
}

Result<std::int64_t> append_page(const PageContent& content, Codec codec, PageCompressor& compressor,
                                 std::string& chunk) {
  if (content.body.size() > kLargestBody) return page_error("a text is too long for this format");
  std::string_view stored = content.body;
  if (codec == Codec::kZstd) {
    const auto compressed = compressor.compress(content.body, content.encoding);
    if (!compressed) return compressed.error();
    stored = compressed.value();
  }
  const std::size_t start = chunk.size();
  append_header(content, stored.size(), chunk);
  const std::size_t header_bytes = chunk.size() - start;
  chunk.append(stored);
  return static_cast<std::int64_t>(header_bytes + content.body.size());
}

}  // namespace ntlmscan::sinks::parquet
