// Growing text that is written through a pointer: no check for each character, no zeros written first.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace ntlmscan::binxml {

class TextBuffer {
 public:
  [[nodiscard]] std::string_view view() const noexcept { return {data_.get(), size_}; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  void clear() noexcept { size_ = 0; }
  /// Drops what lies behind `size`, which is at most size().
  void shrink(std::size_t size) noexcept { size_ = size; }

  /// Where the next character goes, with room for `bytes` of them; advance_to() says where the writing ended.
  [[nodiscard]] char* room(std::size_t bytes) {
    if (capacity_ - size_ < bytes) grow(bytes);
    return data_.get() + size_;
  }
  void advance_to(const char* end) noexcept { size_ = static_cast<std::size_t>(end - data_.get()); }

  /// Drops `bytes` of them at `at`; returns the new end.
  char* remove(std::size_t at, std::size_t bytes) noexcept {
    std::memmove(data_.get() + at, data_.get() + at + bytes, size_ - at - bytes);
    size_ -= bytes;
    return data_.get() + size_;
  }

  void push_back(char byte) {
    *room(1) = byte;
    ++size_;
  }
  void append(std::string_view text) {
    if (text.empty()) return;  // memcpy must not be given the null pointer of an empty buffer
    std::memcpy(room(text.size()), text.data(), text.size());
    size_ += text.size();
  }

 private:
  void grow(std::size_t bytes) {
    const std::size_t capacity = 2 * capacity_ + bytes + 1024;
    std::unique_ptr<char[]> data(new char[capacity]);  // make_unique would write zeros
    if (size_ != 0) std::memcpy(data.get(), data_.get(), size_);
    data_ = std::move(data);
    capacity_ = capacity;
  }

  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace ntlmscan::binxml
