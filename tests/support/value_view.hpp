// A value of the log writer as the library sees it in a record.
#pragma once

#include "binxml/value_table.hpp"
#include "evtx_writer/value.hpp"

namespace ntlmscan::support {

/// Refers to the bytes of `value`, which must live longer.
[[nodiscard]] inline binxml::Value view(const fixtures::Value& value) {
  return {static_cast<binxml::ValueType>(value.type), Bytes(value.bytes)};
}

}  // namespace ntlmscan::support
