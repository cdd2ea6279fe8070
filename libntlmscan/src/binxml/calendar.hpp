// Dates of SYSTEMTIME values; those of FILETIME are declared in values.hpp.
#pragma once

#include <string>

#include "bytes/byte_view.hpp"

namespace ntlmscan::binxml {

/// Appends a SYSTEMTIME (u16 each: year, month, weekday, day, hour, minute, second, millisecond), which `value`
/// (16 bytes) holds, in the form of append_filetime. All zero is how Windows leaves one unset: nothing is appended.
/// False, and nothing appended, for a date or time that no calendar or clock has.
bool append_systemtime(std::string& out, Bytes value, int fraction_digits);

}  // namespace ntlmscan::binxml
