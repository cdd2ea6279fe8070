// Bytes that a record holds behind its content, and whole records among them.
#pragma once

#include "binxml/expand.hpp"
#include "evtx/record_walk.hpp"

namespace ntlmscan::scanning {

/// Bytes between the end of a record's content and its size copy that are more than padding.
[[nodiscard]] std::size_t hidden_bytes(const evtx::Record& record, const binxml::Expansion& read) noexcept;

/// Adds a fault where `record`, which was read, has such bytes; it names the records that lie in them.
void judge_hidden(Bytes chunk, FileOffset chunk_at, const evtx::Record& record, const binxml::Expansion& read,
                  std::vector<Fault>& faults);

/// The same for records that were not read whole yet. What it may do for one chunk is bounded.
class HiddenSearch {
 public:
  void begin_chunk(Bytes chunk, FileOffset at) noexcept {
    chunk_ = chunk;
    at_ = at;
    begun_ = false;
  }
  void look(const evtx::Record& record, std::vector<Fault>& faults);

 private:
  Bytes chunk_;
  FileOffset at_{};
  bool begun_ = false;
  binxml::Expander expander_;
  binxml::Tape document_;
};

}  // namespace ntlmscan::scanning
