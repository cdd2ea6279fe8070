// Old records in bytes that are no chunk, or no longer one: no header, no alignment, perhaps no beginning.
//
// Offsets inside a record count from where its chunk began. That is known where the bytes are a block of a file whose
// header is gone; elsewhere a record that brings its template along tells it, for itself and for those behind it. A
// record of which it is not known is read alone, with templates from elsewhere.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "recover/rebuild.hpp"

namespace ntlmscan::recover {

/// Bytes to search, and what is known of them.
struct LooseArea {
  Bytes bytes;           ///< records may reach to their end
  std::uint64_t at = 0;  ///< where they begin in their stream
  std::size_t from = 0;  ///< records that begin in [from, to) are taken
  std::size_t to = 0;
  std::optional<std::size_t> chunk{};  ///< where in the bytes a chunk begins whose header is gone
  Origin origin = Origin::kDamaged;
};

/// The first header of a chunk in [from, to) of `bytes`, at any alignment; `to` if there is none. Its magic is not
/// enough: its checksum must hold, or a record stand where the first one does.
[[nodiscard]] std::size_t find_chunk(Bytes bytes, std::size_t from, std::size_t to) noexcept;

class LooseSearch {
 public:
  /// Called with the rebuilder holding some records, in order of their offsets.
  using Deliver = std::function<void(const Rebuilder&)>;

  explicit LooseSearch(Rebuilder& rebuilder) noexcept : rebuilder_(rebuilder) {}

  void run(const LooseArea& area, std::vector<Fault>& faults, const Deliver& deliver);

 private:
  void turn_to(std::optional<std::size_t> chunk);
  void begin_chunk();
  [[nodiscard]] bool in_chunk(const Candidate& candidate) const noexcept;
  [[nodiscard]] std::optional<std::size_t> chunk_of(const Candidate& candidate) const noexcept;
  [[nodiscard]] Flaw add(const Candidate& candidate, std::size_t& content_end);
  [[nodiscard]] Flaw add_alone(const Candidate& candidate, std::size_t& content_end);
  void flush();

  Rebuilder& rebuilder_;
  const LooseArea* area_ = nullptr;
  const Deliver* deliver_ = nullptr;
  std::optional<std::size_t> chunk_;  // at hand
  std::vector<std::uint8_t> home_;    // what is there of it, zeros behind
  std::vector<std::uint8_t> alone_;   // zeros, and a record behind them
  std::size_t alone_size_ = 0;
};

}  // namespace ntlmscan::recover
