// From the recorded form of a text to the form that stands in its column.
#pragma once

#include <string>

#include "binxml/value_table.hpp"
#include "ntlmscan/schema.hpp"

namespace ntlmscan::columns {

/// What became of a recorded text.
enum class Normal : std::uint8_t {
  kNull,   ///< absent, or a placeholder for it: `-`, `(NULL)`, `NULL`, `Null`, nothing
  kSame,   ///< the column holds it (trailing NULs and blanks aside)
  kLossy,  ///< the column holds less: the recorded text belongs into `extra` as well
  kUnfit,  ///< null in the column, the recorded text belongs into `extra`
};

/// Appends the text of `value` as the column shows it to `out` (which the caller has cleared); on kNull and kUnfit
/// `out` is unspecified.
[[nodiscard]] Normal normalise_text(Column column, const binxml::Value& value, std::string& out);

/// The recorded text of a value, verbatim but for trailing NULs: what `extra` holds.
void append_recorded_text(std::string& out, const binxml::Value& value);

/// True for `-`, `(NULL)`, `NULL`, `Null` and the empty text.
[[nodiscard]] bool is_placeholder(std::string_view text) noexcept;

}  // namespace ntlmscan::columns
