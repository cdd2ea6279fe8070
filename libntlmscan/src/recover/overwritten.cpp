// Control characters, and where two texts differ.
#include "recover/overwritten.hpp"

#include <algorithm>
#include <optional>

#include "bytes/utf16.hpp"
#include "recover/heap_heads.hpp"

namespace ntlmscan::recover {
namespace {

constexpr std::size_t kWord = kHeapHeadSize;
constexpr std::size_t kFewest = 8;  // units of a text that can be told to be ASCII

bool is_plain(std::uint16_t unit) noexcept {
  return (unit >= 0x20 && unit < 0x7F) || unit == 0 || unit == '\t' || unit == '\n' || unit == '\r';
}

// The word that byte `at` lies in; nothing where that is no head.
std::optional<std::size_t> head_around(Bytes home, std::size_t at) noexcept {
  const std::size_t word = at / kWord * kWord;
  return may_be_heap_head(home, word) ? std::optional(word) : std::nullopt;
}

// A unit of which `word` has one byte alone: the other one was not written, so it is ASCII's.
bool edge_is_ascii(Bytes home, std::size_t at, std::size_t word) noexcept {
  if (at + 1 == word) return is_plain(home.u8_unchecked(at));
  return at + 1 < word + kWord || home.u8_unchecked(at + 1) == 0;
}

// Not a single character in ASCII that looks like its end. Where units and words begin together, a head's code and number
// would have to be ASCII and zeros; else its end reads as U+0080, which no text has.
bool made_by_head(Bytes home, std::size_t begin, std::size_t word) noexcept {
  if ((word - begin) % 2 != 0) return true;
  return !is_plain(home.u16_unchecked(word)) || !is_plain(home.u16_unchecked(word + 2)) ||
         !is_plain(home.u16_unchecked(word + 4));
}

bool has_possible_head(Bytes home, Bytes text) noexcept {
  const std::size_t begin = text.offset_in(home);
  for (std::size_t word = begin / 16 * 16 + 8; word < begin + text.size(); word += 16) {
    if (may_be_heap_head(home, word)) return true;
  }
  return false;
}

// Those in one text; none where another of its characters is not ASCII.
void add_words(Bytes home, Bytes text, std::vector<std::size_t>& words) {
  const std::size_t known = words.size();
  const std::size_t begin = text.offset_in(home);
  std::size_t plain = 0;
  for (std::size_t at = begin; at + 1 < begin + text.size(); at += 2) {
    const auto first = head_around(home, at);
    const auto word = first ? first : head_around(home, at + 1);
    const bool is_ascii = is_plain(home.u16_unchecked(at));
    if (is_ascii) {
      plain += !word;
      continue;
    }
    if (!word || !edge_is_ascii(home, at, *word)) return words.resize(known);
    const bool seen = words.size() > known && words.back() == *word;
    if (!seen && made_by_head(home, begin, *word)) words.push_back(*word);
  }
  if (plain < kFewest) words.resize(known);
}

}  // namespace

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

std::vector<std::size_t> foreign_words(Bytes home, const binxml::ValueTable& values) {
  std::vector<std::size_t> words;
  std::size_t at = values.values_at();
  for (std::uint32_t i = 0; i < values.count(); ++i) {
    const Bytes value = values.bytes_unchecked(at, values.size_unchecked(i));
    at += value.size();
    const bool text = values.type_unchecked(i) == binxml::ValueType::kUtf16;
    if (text && has_possible_head(home, value)) add_words(home, value, words);
  }
  return words;
}

bool overlaps(Bytes home, Bytes value, std::span<const std::size_t> words) noexcept {
  if (words.empty() || value.empty()) return false;
  const std::size_t begin = value.offset_in(home);
  return std::any_of(words.begin(), words.end(),
                     [&](std::size_t word) { return word + kWord > begin && word < begin + value.size(); });
}

}  // namespace ntlmscan::recover
