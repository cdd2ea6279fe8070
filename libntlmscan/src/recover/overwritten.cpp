// Control characters, and where two texts differ.
#include "recover/overwritten.hpp"

#include "bytes/utf16.hpp"

namespace ntlmscan::recover {

bool has_control_character(Bytes utf16) noexcept {
  const Bytes text = trim_end(utf16);
  for (std::size_t at = 0; text.fits(at, 2); at += 2) {
    const std::uint16_t unit = text.u16_unchecked(at);
    if (unit < 0x20 || (unit >= 0x7F && unit < 0xA0)) return true;
  }
  return false;
}

bool same_but_for_one_word(Bytes home, Bytes text, Bytes other) noexcept {
  if (text.size() != other.size()) return false;
  const std::size_t begin = text.offset_in(home);
  std::size_t word = 0;
  bool differ = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.u8_unchecked(i) == other.u8_unchecked(i)) continue;
    if (differ && (begin + i) / 8 != word) return false;
    word = (begin + i) / 8;
    differ = true;
  }
  constexpr std::size_t kEnough = 24;  // bytes: so that twice as many are the same as may differ
  return differ && text.size() >= kEnough;
}

}  // namespace ntlmscan::recover
