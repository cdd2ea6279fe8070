// What a template definition says, apart from the chunk that it was found in.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "binxml/stream.hpp"
#include "plan/cache.hpp"
#include "recover/binxml_writer.hpp"

namespace ntlmscan::recover {

struct Shape {
  std::array<std::uint8_t, 16> guid{};
  Relocatable body;
  std::vector<std::uint8_t> declared;  ///< value type by slot; kNotUsed where nothing asks for the slot
  std::string root;                    ///< name of the outermost element, UTF-8
  std::string provider;                ///< UTF-8, of an outer template that names it; empty otherwise

  static constexpr std::uint8_t kNotUsed = 0xFF;
  [[nodiscard]] std::uint32_t id() const noexcept { return Bytes(guid).u32_unchecked(0); }
  [[nodiscard]] std::size_t size() const noexcept { return binxml::kDefinitionHeader + body.bytes.size(); }
  [[nodiscard]] bool same(const Shape& other) const noexcept {
    return guid == other.guid && body.bytes == other.body.bytes;
  }
  /// An instance with these values may be one of this template: each that is asked for is there, and of its type or one
  /// that real records have in its place.
  [[nodiscard]] bool fits(const binxml::ValueTable& values) const noexcept;
  /// Writes the definition at chunk offset `at`: size() bytes at `to`.
  void place(std::uint8_t* to, std::uint32_t at) const noexcept;
};

/// No error, every name sound and not empty.
[[nodiscard]] bool is_sound(const binxml::Stream& stream) noexcept;

/// The shape of a parsed definition that begins at `at` and has `body_size` bytes of body. Nothing unless it is sound in
/// every respect: every name matches its hash, the body is one element and ends where it should. What was overwritten is
/// not.
[[nodiscard]] std::optional<Shape> shape_of(const binxml::Stream& definition, std::size_t at, std::size_t body_size,
                                            const std::array<std::uint8_t, 16>& guid);

/// The same of a definition that the cache has parsed.
[[nodiscard]] std::optional<Shape> shape_of(const plan::Template& found);

}  // namespace ntlmscan::recover
