// Chunks that were carved, written as event logs: one for each computer and channel of an image.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "bytes/byte_view.hpp"
#include "ntlmscan/carve.hpp"
#include "scan/open_file.hpp"
#include "scan/unit.hpp"

namespace ntlmscan::scanning {

/// Fills in ids and whose records they are, from the records that lie without a break from the chunk's beginning on.
/// False where there is none.
[[nodiscard]] bool describe_chunk(Bytes chunk, FoundChunk& found);

/// Makes a chunk of 65536 bytes agree with itself: ids, last record, end of the records and checksums by the records that
/// lie without a break from its beginning on, `records` at most; they get the numbers from `number` on. Returns how many
/// they are.
std::uint64_t mend_chunk(std::span<std::uint8_t> chunk, std::uint64_t records, std::uint64_t number);

/// Gathers chunks and writes them when the image is over.
class CarvedLogs {
 public:
  /// More are left out, and counted as such: a million of them are 64 GiB of logs.
  static constexpr std::size_t kMostChunks = std::size_t{1} << 20;

  void add(const UnitResult& result);
  /// Into `folder`, which is there; files that are there already are never replaced.
  [[nodiscard]] Status write(const std::string& folder, Carved& carved) const;

 private:
  using Key = std::tuple<std::size_t, std::string, std::string>;  // image, computer, channel

  std::vector<std::shared_ptr<const OpenFile>> images_;
  std::map<Key, std::vector<FoundChunk>> logs_;
  std::size_t count_ = 0;
};

}  // namespace ntlmscan::scanning
