// Parquet's RLE and bit-packing hybrid, which carries definition levels and dictionary indices.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace ntlmscan::sinks::parquet {

/// Bits for indices into a dictionary of `entries`; 1 at least, since some readers stumble over 0.
[[nodiscard]] unsigned index_width(std::size_t entries) noexcept;

/// Appends 0/1 levels, one byte each in `levels`.
void append_levels(std::span<const std::uint8_t> levels, std::string& out);
/// Appends the same level `rows` times.
void append_level_run(bool level, std::size_t rows, std::string& out);
/// Appends indices of `width` bits, 16 at most.
void append_indices(std::span<const std::uint32_t> indices, unsigned width, std::string& out);

}  // namespace ntlmscan::sinks::parquet
