// Texts of a record in slack that something else has written into since.
//
// Memory that held a log's records may have been given away in between; what its owners left are some bytes at aligned
// places. In numbers nobody sees them, in names one does.
#pragma once

#include <span>
#include <vector>

#include "binxml/value_table.hpp"
#include "bytes/byte_view.hpp"

namespace ntlmscan::recover {

/// A control character stands in it: no name of a channel has one.
[[nodiscard]] bool has_control_character(Bytes utf16) noexcept;

/// `text`, which lies in `home`, is `other` but for bytes of one aligned word of eight.
[[nodiscard]] bool same_but_for_one_word(Bytes home, Bytes text, Bytes other) noexcept;

/// Offsets in `home` of words that are heads of freed heap blocks (heap_heads.hpp), as the texts among `values`, which lie
/// in `home`, show, were they the only ones: with characters in them that the rest of the text is without, which is ASCII.
/// A text with a single such character that a head would not have made by chance is left alone. Requires that `home`
/// begins where a chunk did.
[[nodiscard]] std::vector<std::size_t> foreign_words(Bytes home, const binxml::ValueTable& values);

/// `value`, which lies in `home`, has bytes of one of these words.
[[nodiscard]] bool overlaps(Bytes home, Bytes value, std::span<const std::size_t> words) noexcept;

}  // namespace ntlmscan::recover
