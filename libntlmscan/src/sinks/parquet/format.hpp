// Numbers of the Parquet format that this writer uses, as parquet.thrift has them.
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

namespace ntlmscan::sinks::parquet {

/// Values are copied into pages as they lie in memory, and Parquet is little-endian.
static_assert(std::endian::native == std::endian::little);

inline constexpr std::string_view kMagic = "PAR1";

enum class PhysicalType : std::int32_t { kBoolean = 0, kInt32 = 1, kInt64 = 2, kByteArray = 6 };
enum class Repetition : std::int32_t { kOptional = 1 };
enum class ConvertedType : std::int32_t { kNone = -1, kUtf8 = 0, kTimestampMicros = 10, kInt32 = 17, kInt64 = 18 };
enum class Encoding : std::int32_t { kPlain = 0, kRle = 3, kDeltaBinaryPacked = 5, kRleDictionary = 8 };
enum class Codec : std::int32_t { kUncompressed = 0, kZstd = 6 };
enum class PageType : std::int32_t { kData = 0, kDictionary = 2 };

}  // namespace ntlmscan::sinks::parquet
