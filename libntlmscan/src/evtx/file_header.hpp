// The file header: hints about a log, none of which is believed.
#pragma once

#include <cstdint>
#include <vector>

#include "bytes/byte_view.hpp"
#include "ntlmscan/result.hpp"

namespace ntlmscan::evtx {

struct FileHeader {
  bool magic = false;        ///< the file begins as an event log does
  bool checksum_ok = false;  ///< or the log says that it has none
  bool dirty = false;        ///< the service had it open: header fields and checksums lag behind the data
  std::uint16_t major = 0;
  std::uint16_t minor = 0;
  std::uint64_t next_record = 0;  ///< as recorded
  std::uint16_t chunk_count = 0;  ///< as recorded

  /// Sound: magic and checksum hold.
  [[nodiscard]] bool ok() const noexcept { return magic && checksum_ok; }
};

/// Reads the first bytes of a stream (up to 4096 are looked at; fewer are a cut header).
[[nodiscard]] FileHeader read_file_header(Bytes head) noexcept;

/// What is wrong with the header, as faults at offset 0. None of them loses a record.
void judge_file_header(const FileHeader& header, Bytes head, std::vector<Fault>& faults);

}  // namespace ntlmscan::evtx
