// A small log of the fixture writer and the walk over its first chunk.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "evtx/layout.hpp"
#include "evtx/record_walk.hpp"
#include "evtx_writer/odd_records.hpp"
#include "evtx_writer/tampering.hpp"
#include "support/exact_buffer.hpp"

namespace ntlmscan::evtx {

inline constexpr std::uint64_t kChunkAt = kFileHeaderSize;

/// Records with the ids 1 to `records`.
[[nodiscard]] inline fixtures::LogFile small_log(std::size_t records = 6, fixtures::LogOptions options = {}) {
  fixtures::LogWriter log(options);
  for (std::uint64_t id = 1; id <= records; ++id) append(log, fixtures::carrier_event(id), fixtures::Shape::kLive);
  return log.finish();
}

[[nodiscard]] inline std::span<const std::uint8_t> chunk_of(const fixtures::LogFile& log, std::size_t chunk = 0) {
  return std::span(log.bytes).subspan(log.chunk_offsets[chunk], kChunkSize);
}

inline void put(fixtures::LogFile& log, std::uint64_t at, std::uint64_t value, std::size_t width) {
  for (std::size_t i = 0; i < width; ++i) log.bytes[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

struct Walked {
  std::vector<std::uint64_t> ids;
  std::vector<Record> records;
  std::vector<Fault> faults;

  [[nodiscard]] std::vector<FaultCode> codes(Severity severity) const {
    std::vector<FaultCode> out;
    for (const Fault& fault : faults) {
      if (fault.severity == severity) out.push_back(fault.code);
    }
    return out;
  }
};

[[nodiscard]] inline Walked walk(std::span<const std::uint8_t> chunk, bool file_dirty) {
  const support::ExactBuffer buffer(chunk);
  Walked out;
  const ChunkHeader header = read_chunk_header(buffer.bytes());
  RecordWalk walk(buffer.bytes(), header, static_cast<FileOffset>(kChunkAt), file_dirty, out.faults);
  while (const auto record = walk.next()) {
    out.ids.push_back(record->id);
    out.records.push_back(*record);
  }
  return out;
}

}  // namespace ntlmscan::evtx
