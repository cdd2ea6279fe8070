// Which records are kept: the catalogue, narrowed by what the caller asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "catalogue/lookup.hpp"

namespace ntlmscan::plan {

/// Some event ids. Without any it holds no memory, as in most runs.
class ChosenIds {
 public:
  void set(std::uint16_t id) {
    words_.resize(kWords);
    words_[id / 64u] |= std::uint64_t{1} << id % 64u;
  }
  [[nodiscard]] bool operator[](std::uint16_t id) const noexcept {
    return !words_.empty() && (words_[id / 64u] >> id % 64u & 1u) != 0;
  }

 private:
  static constexpr std::size_t kWords = 65536 / 64;

  std::vector<std::uint64_t> words_;  // one bit for each id, or none at all
};

/// Ids to keep: single ids, ranges, or all of group `ntlm`. Without one every catalogue event is kept.
struct Selection {
  bool all = true;
  bool ntlm_group = false;                      ///< `@ntlm`: every row whose group is ntlm
  ChosenIds ids;                                ///< besides, these
  std::optional<std::uint64_t> since_filetime;  ///< inclusive; records without a time are kept
  std::optional<std::uint64_t> until_filetime;  ///< exclusive

  /// False if no record of that id can be kept: the cheap first question.
  [[nodiscard]] bool wants_id(std::uint16_t id) const noexcept {
    return catalogue::any_event_with_id(id) && (all || ntlm_group || ids[id]);
  }
  /// The id alone decides that a record is kept; else its group must be ntlm.
  [[nodiscard]] bool by_id(std::uint16_t id) const noexcept { return all || ids[id]; }
  [[nodiscard]] bool by_time() const noexcept { return since_filetime || until_filetime; }
  [[nodiscard]] bool wants_time(std::optional<std::uint64_t> filetime) const noexcept {
    return !filetime ||
           ((!since_filetime || *filetime >= *since_filetime) && (!until_filetime || *filetime < *until_filetime));
  }
};

}  // namespace ntlmscan::plan
