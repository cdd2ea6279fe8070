// Parquet's DELTA_BINARY_PACKED encoding of integers.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "ntlmscan/schema.hpp"

namespace ntlmscan::sinks::parquet {

/// Appends at least one value: the first one, then blocks of 128 differences, each less the smallest of its block and
/// packed as narrowly as each 32 of them allow. `type` is a type of 64-bit numbers or kInt32, whose differences wrap
/// around at 32 bits.
void append_deltas(std::span<const std::int64_t> values, ColumnType type, std::string& out);

}  // namespace ntlmscan::sinks::parquet
