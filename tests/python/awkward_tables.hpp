// Tables of awkward values, written to any sink.
#pragma once

#include <string_view>

#include "ntlmscan/sink.hpp"

namespace awkward {

/// `name` is awkward, empty, many, dictionaries, huge or numbers. Does not call finish().
[[nodiscard]] ntlmscan::Status write_case(std::string_view name, ntlmscan::Sink& sink);

}  // namespace awkward
