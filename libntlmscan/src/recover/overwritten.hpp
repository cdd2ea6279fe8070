// Texts of a record in slack that something else has written into since.
//
// Memory that held a log's records may have been given away in between; what its owners left are some bytes at aligned
// places. In numbers nobody sees them, in names one does.
#pragma once

#include "bytes/byte_view.hpp"

namespace ntlmscan::recover {

/// A control character stands in it: no name of a channel has one.
[[nodiscard]] bool has_control_character(Bytes utf16) noexcept;

/// `text`, which lies in `home`, is `other` but for bytes of one aligned word of eight.
[[nodiscard]] bool same_but_for_one_word(Bytes home, Bytes text, Bytes other) noexcept;

}  // namespace ntlmscan::recover
