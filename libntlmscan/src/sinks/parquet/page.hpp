// One page of a column chunk: its header, its body compressed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
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
  [[nodiscard]] Result<std::string_view> compress(std::string_view body);

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

}  // namespace ntlmscan::sinks::parquet
