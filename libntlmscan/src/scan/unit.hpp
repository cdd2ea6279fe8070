// The piece of work of one thread: a run of chunks of one file, and what came of it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "binxml/text_buffer.hpp"
#include "columns/block.hpp"
#include "scan/hours.hpp"
#include "scan/open_file.hpp"

namespace ntlmscan::scanning {

/// Chunks that one thread works on at a time: few, so that results stay in the cache of the core that made them.
inline constexpr std::uint64_t kChunksPerUnit = 8;

/// Bytes of payload values that the rows of one chunk may hold: sixteen times the chunk. Only templates that repeat a
/// value over and over reach it; such a record keeps its System part.
inline constexpr std::size_t kMostChunkValues = std::size_t{1} << 20;
/// Bytes of text that the records of one chunk may be dumped as.
inline constexpr std::size_t kMostChunkText = std::size_t{4} << 20;

struct Unit {
  std::uint64_t sequence = 0;  ///< units are merged in this order
  std::shared_ptr<OpenFile> file;
  std::uint64_t first_chunk = 0;
  std::uint64_t chunks = 0;
  bool first_of_file = false;
  bool last_of_file = false;
};

/// A computer and channel, and for info whether its records came by forwarding.
struct LogStream {
  std::string computer;
  std::string channel;
  bool has_computer = false;
  bool has_channel = false;
  bool forwarded = false;
};

/// Header ids of records that follow each other by one.
struct IdRun {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::uint64_t offset = 0;  ///< of the first one
};

/// A chunk that was found in an image, with whole records from its beginning on.
struct FoundChunk {
  std::uint64_t offset = 0;
  std::uint32_t size = 0;  ///< up to the next chunk or the image's end
  std::uint64_t first_id = 0;
  std::uint64_t last_id = 0;
  std::uint64_t records = 0;
  std::uint32_t checksum = 0;  ///< of these records
  std::string computer;        ///< of the first one
  std::string channel;
};

struct UnitResult {
  Unit unit;
  columns::Block events{Table::kEvents};
  binxml::TextBuffer text;    ///< dump: rendered records
  std::vector<Fault> faults;  ///< by offset
  std::vector<LogStream> streams;
  std::vector<FoundChunk> found;  ///< carve: where logs are to be written
  UnitHours seen;                 ///< for coverage
  std::uint64_t records = 0;      ///< live ones of which at least System could be read
  std::uint64_t recovered = 0;    ///< others
  std::vector<IdRun> ids;         ///< of live records, in order of offset
  std::uint64_t chunks = 0;
  std::uint64_t chunks_bad = 0;
  std::uint64_t bytes = 0;   ///< read
  std::uint64_t dumped = 0;  ///< dump: records rendered
  std::uint64_t templated = 0;
  std::uint64_t planned = 0;  ///< read by compiled templates

  void clear() noexcept;
};

}  // namespace ntlmscan::scanning
