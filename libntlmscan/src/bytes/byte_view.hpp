// The only view of untrusted bytes: bounds are checked here, pointer arithmetic happens nowhere else.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

namespace ntlmscan {

static_assert(std::endian::native == std::endian::little, "loads below assume a little-endian machine");

/// Read-only bytes. Checked calls return nothing when the range does not fit; calls spelled `_unchecked`
/// require the caller to have proved the range on a line nearby.
class Bytes {
 public:
  constexpr Bytes() = default;
  constexpr Bytes(const std::uint8_t* data, std::size_t size) noexcept : data_(data), size_(size) {}
  constexpr explicit Bytes(std::span<const std::uint8_t> span) noexcept : Bytes(span.data(), span.size()) {}

  /// Characters seen as bytes: char storage may be read as any object's bytes.
  [[nodiscard]] static Bytes of(std::string_view text) noexcept {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
  }

  [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
  [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] constexpr const std::uint8_t* data() const noexcept { return data_; }

  /// True if n bytes from `at` lie inside. Subtracts, never adds: cannot wrap.
  [[nodiscard]] constexpr bool fits(std::size_t at, std::size_t n) const noexcept {
    return at <= size_ && n <= size_ - at;
  }
  [[nodiscard]] constexpr std::optional<Bytes> slice(std::size_t at, std::size_t n) const noexcept {
    if (!fits(at, n)) return std::nullopt;
    return slice_unchecked(at, n);
  }
  [[nodiscard]] constexpr Bytes slice_unchecked(std::size_t at, std::size_t n) const noexcept {
    return {data_ + at, n};
  }
  /// The first `n` bytes, or all of them where there are fewer.
  [[nodiscard]] constexpr Bytes first(std::size_t n) const noexcept { return {data_, n < size_ ? n : size_}; }

  template <class T>
  [[nodiscard]] std::optional<T> load(std::size_t at) const noexcept {
    if (!fits(at, sizeof(T))) return std::nullopt;
    return load_unchecked<T>(at);
  }
  template <class T>
  [[nodiscard]] T load_unchecked(std::size_t at) const noexcept {
    T value;
    std::memcpy(&value, data_ + at, sizeof(T));
    return value;
  }
  [[nodiscard]] std::uint8_t u8_unchecked(std::size_t at) const noexcept { return data_[at]; }
  [[nodiscard]] std::uint16_t u16_unchecked(std::size_t at) const noexcept { return load_unchecked<std::uint16_t>(at); }
  [[nodiscard]] std::uint32_t u32_unchecked(std::size_t at) const noexcept { return load_unchecked<std::uint32_t>(at); }
  [[nodiscard]] std::uint64_t u64_unchecked(std::size_t at) const noexcept { return load_unchecked<std::uint64_t>(at); }

  [[nodiscard, gnu::always_inline]] bool equals(Bytes other) const noexcept {
    return size_ == other.size_ && starts_with_same(other);
  }
  /// Where these bytes begin in `outer`, of which they must be a part.
  [[nodiscard]] std::size_t offset_in(Bytes outer) const noexcept {
    return static_cast<std::size_t>(data_ - outer.data_);
  }
  /// The same bytes as characters, for hashing and for ANSI text.
  [[nodiscard]] std::string_view chars() const noexcept {
    return {reinterpret_cast<const char*>(data_), size_};  // char may alias any object
  }

 private:
  // Compares size_ bytes. Most values are short, and a call would cost more; the last word overlaps the one before it.
  [[nodiscard, gnu::always_inline]] bool starts_with_same(Bytes other) const noexcept {
    if (size_ >= 8) {
      if (size_ > 64) return std::memcmp(data_, other.data_, size_) == 0;
      for (std::size_t at = 0; at + 8 < size_; at += 8) {
        if (u64_unchecked(at) != other.u64_unchecked(at)) return false;
      }
      return u64_unchecked(size_ - 8) == other.u64_unchecked(size_ - 8);
    }
    if (size_ >= 4) {
      return u32_unchecked(0) == other.u32_unchecked(0) && u32_unchecked(size_ - 4) == other.u32_unchecked(size_ - 4);
    }
    for (std::size_t at = 0; at < size_; ++at) {
      if (data_[at] != other.data_[at]) return false;
    }
    return true;
  }

  const std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
};

/// True if every byte is zero.
[[nodiscard]] inline bool all_zero(Bytes bytes) noexcept {
  if (bytes.empty()) return true;
  if (bytes.u8_unchecked(0) != 0) return false;
  // Equal to itself shifted by one byte: then every byte equals the first.
  return std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0;
}

}  // namespace ntlmscan
