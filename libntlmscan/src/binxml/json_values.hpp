// The text of one value in JSON, written straight to where it belongs.
#pragma once

#include <cstdint>
#include <string>

#include "binxml/value_table.hpp"
#include "bytes/byte_view.hpp"

namespace ntlmscan::binxml {

/// Writes what JsonRenderer would. One writer serves one thread.
class JsonValues {
 public:
  /// Bytes that one value may take, besides kMostPerByte for each of its own; a few more may be touched.
  static constexpr std::size_t kMostFixed = 96;
  static constexpr std::size_t kMostPerByte = 6;

  /// The values from now on lie in `chunk`.
  void begin_chunk(Bytes chunk) noexcept { chunk_ = chunk; }

  /// Writes a value that is no array and no Binary XML, with quotes unless it is an integer or boolean; nothing for an
  /// empty one (pieces.hpp). There must be room. Returns where the writing ended.
  [[nodiscard]] char* put(char* to, const Value& value);

  /// The same without quotes.
  [[nodiscard]] char* put_characters(char* to, const Value& value);

 private:
  [[nodiscard]] char* put_utf16(char* to, Bytes utf16) const noexcept;
  [[nodiscard]] char* put_ansi(char* to, const Value& value);
  [[nodiscard]] char* put_filetime(char* to, const Value& value);
  [[nodiscard]] char* put_other(char* to, const Value& value);

  Bytes chunk_;
  std::uint64_t day_ = ~std::uint64_t{0};  // since 1601
  char date_[11] = {};                     // `YYYY-MM-DDT` of it
  std::string text_;
};

}  // namespace ntlmscan::binxml
