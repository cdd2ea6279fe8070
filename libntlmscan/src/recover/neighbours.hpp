// What the records of a chunk agree on, for old ones whose lost template alone knew it.
#pragma once

#include <span>
#include <vector>

#include "evtx/record_walk.hpp"
#include "plan/run.hpp"
#include "plan/walk.hpp"
#include "recover/rebuild.hpp"

namespace ntlmscan::recover {

class Neighbours : public Neighbourhood {
 public:
  /// `live` must stay until the next call. Whole old records of the chunk are neighbours as well.
  void begin(Bytes chunk, std::span<const evtx::Record> live) noexcept {
    chunk_ = chunk;
    live_ = live;
    asked_ = false;
    channels_asked_ = 0;
  }

  /// Found when it is asked for: most chunks never are.
  [[nodiscard]] const std::string& agreed_computer() override;
  [[nodiscard]] Bytes agreed_channel(Bytes guid, std::size_t size) override;

 private:
  void ask(std::size_t begin, std::size_t end);
  [[nodiscard]] bool known(std::size_t begin, std::size_t end);
  template <class Ask>
  void each_old(std::size_t from, std::size_t to, const Ask& ask) const;
  template <class Ask>
  void each(const Ask& ask) const;
  [[nodiscard]] Bytes channel_of(std::size_t begin, std::size_t end, Bytes guid);

  Bytes chunk_;
  std::span<const evtx::Record> live_;
  bool asked_ = false;
  std::size_t channels_asked_ = 0;
  bool first_ = true;
  bool differ_ = false;
  std::string agreed_;
  std::vector<std::uint64_t> references_;  // to templates, of records that were asked
  plan::PlanRunner runner_;
  plan::DocumentReader reader_;
  plan::SystemValues values_;
  std::string computer_;
  plan::OpenInstance instance_;
};

}  // namespace ntlmscan::recover
