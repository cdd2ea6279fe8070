// Pages of a column chunk: headers, and bodies compressed where that pays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "ntlmscan/result.hpp"
#include "sinks/parquet/format.hpp"

struct ZSTD_CCtx_s;

namespace ntlmscan::sinks::parquet {

/// A zstd context and its output, reused from page to page.
class PageCompressor {
 public:
  PageCompressor();
  /// The result lives until the next call.
  [[nodiscard]] Result<std::string_view> compress(std::string_view body, Encoding encoding);

 private:
  struct Free {
    void operator()(ZSTD_CCtx_s* context) const noexcept;
  };
  std::unique_ptr<ZSTD_CCtx_s, Free> context_;
  std::string buffer_;
};

struct PageContent {
  PageType type;
  Encoding encoding;   ///< of the values
  std::size_t values;  ///< nulls included
  std::string_view body;
};

/// Appends header and body to `chunk`; gives the page's size before compression, header included.
[[nodiscard]] Result<std::int64_t> append_page(const PageContent& content, Codec codec, PageCompressor& compressor,
                                               std::string& chunk);

/// What is worth trying on a chunk of these pages: zstd, except on very small ones and where a piece out of the middle
/// of a large page does not lose a `saves`-th part by it.
[[nodiscard]] Result<Codec> codec_to_try(std::span<const PageContent> pages, std::size_t saves,
                                         PageCompressor& compressor);

}  // namespace ntlmscan::sinks::parquet
