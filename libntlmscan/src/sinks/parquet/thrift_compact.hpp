// Writes Thrift structures in the compact protocol, as Parquet's metadata wants them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ntlmscan::sinks::parquet {

/// Small absolute values as small numbers: 0, -1, 1, -2 become 0, 1, 2, 3.
[[nodiscard]] constexpr std::uint64_t zigzag(std::int64_t value) noexcept {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}

/// Unsigned LEB128: seven bits a byte, lowest first.
void append_varint(std::string& out, std::uint64_t value);

/// Appends one struct to `out`. Fields of a struct go in rising order of their ids; every open_… has its close().
class CompactWriter {
 public:
  enum class Element : std::uint8_t { kI32 = 5, kText = 8, kStruct = 12 };

  explicit CompactWriter(std::string& out) noexcept : out_(&out) {}

  void flag(int id, bool value);
  void i8(int id, std::int8_t value);
  void i32(int id, std::int32_t value);
  void i64(int id, std::int64_t value);
  void text(int id, std::string_view value);
  void open_struct(int id);
  /// An empty struct: how a union names a choice without content.
  void empty_struct(int id);
  /// A list has no close(): `count` items follow.
  void open_list(int id, Element element, std::size_t count);

  void i32_item(std::int32_t value);
  void text_item(std::string_view value);
  void open_item();

  /// Ends the innermost open struct; the last close() ends the outermost.
  void close();

 private:
  static constexpr std::size_t kDepth = 8;  // FileMetaData nests 5 deep

  void field(int id, std::uint8_t type);
  void push();

  std::string* out_;
  std::array<int, kDepth> last_id_{};
  std::size_t depth_ = 0;
};

}  // namespace ntlmscan::sinks::parquet
