// Parquet's RLE and bit-packing hybrid, which carries definition levels and dictionary indices.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "sinks/parquet/rows.hpp"

namespace ntlmscan::sinks::parquet {

/// Bits for indices into a dictionary of `entries`; 1 at least, since some readers stumble over 0.
[[nodiscard]] unsigned index_width(std::size_t entries) noexcept;

/// Appends the levels of `rows` rows: 1 where there is a value.
void append_levels(const RowBits& bits, std::size_t rows, std::string& out);
/// Appends the same value `count` times.
void append_run(std::uint32_t value, std::size_t count, unsigned width, std::string& out);
/// Appends indices of `width` bits: 8 at most.
void append_indices(std::span<const std::uint8_t> indices, unsigned width, std::string& out);
/// The same with 16 at most.
void append_indices(std::span<const std::uint16_t> indices, unsigned width, std::string& out);

}  // namespace ntlmscan::sinks::parquet
