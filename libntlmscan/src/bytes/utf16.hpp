// UTF-16LE as stored in logs, to UTF-8.
#pragma once

#include <string>
#include <string_view>

#include "bytes/byte_view.hpp"

namespace ntlmscan {

/// Appends `utf16` (an odd last byte is ignored) to `out` as UTF-8. Replacement policy: a surrogate
/// without its partner becomes U+FFFD; every other code unit keeps its value, U+0000 included.
void append_utf8(std::string& out, Bytes utf16);

/// Appends well-formed `utf8` as UTF-16LE bytes.
void append_utf16(std::string& out, std::string_view utf8);

/// The part of `utf16` in front of its first U+0000 unit, the whole of it where there is none.
[[nodiscard]] Bytes until_nul(Bytes utf16) noexcept;

/// `utf16` without NUL and blank (U+0020) units at its end.
[[nodiscard]] Bytes trim_end(Bytes utf16) noexcept;

/// True if `utf16` is exactly the ASCII text `ascii`.
[[nodiscard]] bool equals_ascii(Bytes utf16, std::string_view ascii) noexcept;

/// The same, `lower` being in lower case and the case of ASCII letters in `utf16` not counting.
[[nodiscard]] bool equals_ascii_folded(Bytes utf16, std::string_view lower) noexcept;

/// Appends `code` as UTF-8; surrogates and values above U+10FFFF become U+FFFD.
void append_code_point(std::string& out, char32_t code);

/// Appends `latin` (ANSI text; code page 1252 is assumed, since no log says which one wrote it).
/// The five bytes that 1252 leaves undefined become U+FFFD.
void append_ansi(std::string& out, Bytes latin);

/// `text` with every byte sequence that is not UTF-8 replaced by U+FFFD (for file names).
[[nodiscard]] std::string valid_utf8(std::string_view text);

}  // namespace ntlmscan
