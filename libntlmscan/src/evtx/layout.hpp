// Offsets and sizes of the fixed structures of an .evtx file (libevtx format notes; checked on real files).
//
//   file   = 4096-byte header block, then chunks of 65536 bytes
//   chunk  = 512-byte header, records, slack
//   record = 24-byte header, Binary XML, 0..7 padding bytes, 4-byte copy of the size
#pragma once

#include <cstddef>
#include <cstdint>

namespace ntlmscan::evtx {

inline constexpr std::size_t kFileHeaderSize = 4096;
inline constexpr std::size_t kChunkSize = 65536;

// File header. All numbers little-endian.
inline constexpr std::uint64_t kFileMagic = 0x00656C6946666C45u;  // "ElfFile\0"
inline constexpr std::size_t kFileNextRecord = 24;                // u64
inline constexpr std::size_t kFileMinorVersion = 36;              // u16
inline constexpr std::size_t kFileMajorVersion = 38;              // u16
inline constexpr std::size_t kFileChunkCount = 42;                // u16, wraps at 65536
inline constexpr std::size_t kFileFlags = 120;                    // u32, outside the checksum
inline constexpr std::size_t kFileChecksum = 124;                 // u32 over bytes 0..119
inline constexpr std::size_t kFileChecksummed = 120;
inline constexpr std::size_t kFileFieldsSize = 128;
inline constexpr std::uint32_t kFileFlagDirty = 1;
inline constexpr std::uint32_t kFileFlagNoChecksums = 4;

// Chunk header: 128 fixed bytes, 64 string buckets, 32 template buckets.
inline constexpr std::uint64_t kChunkMagic = 0x006B6E6843666C45u;  // "ElfChnk\0"
inline constexpr std::size_t kChunkFirstNumber = 8;                // u64, place in the log
inline constexpr std::size_t kChunkLastNumber = 16;                // u64
inline constexpr std::size_t kChunkFirstId = 24;                   // u64
inline constexpr std::size_t kChunkLastId = 32;                    // u64
inline constexpr std::size_t kChunkLastRecord = 44;                // u32, offset of the last record
inline constexpr std::size_t kChunkFreeSpace = 48;                 // u32, end of the last record
inline constexpr std::size_t kChunkRecordsChecksum = 52;           // u32 over 512..free space
inline constexpr std::size_t kChunkFlags = 120;                    // u32
inline constexpr std::size_t kChunkHeaderChecksum = 124;           // u32 over 0..119 and 128..511
inline constexpr std::size_t kChunkHeaderSize = 128 + 64 * 4 + 32 * 4;
inline constexpr std::uint32_t kChunkFlagNoChecksums = 4;

// Record.
inline constexpr std::uint32_t kRecordMagic = 0x00002A2Au;
inline constexpr std::size_t kRecordSize = 4;      // u32, header and trailer included
inline constexpr std::size_t kRecordId = 8;        // u64
inline constexpr std::size_t kRecordWritten = 16;  // FILETIME
inline constexpr std::size_t kRecordHeaderSize = 24;
inline constexpr std::size_t kRecordTrailerSize = 4;
inline constexpr std::size_t kRecordAlignment = 8;
/// Header and trailer around a fragment header and an end token, rounded up: nothing smaller can hold an event.
inline constexpr std::size_t kRecordMinSize = 40;
inline constexpr std::size_t kRecordMaxSize = kChunkSize - kChunkHeaderSize;

static_assert(kChunkHeaderSize == 512);

}  // namespace ntlmscan::evtx
