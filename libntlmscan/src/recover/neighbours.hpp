// What the live records of a chunk agree on, for old records whose template alone knew it.
#pragma once

#include <span>

#include "evtx/record_walk.hpp"
#include "plan/run.hpp"
#include "plan/walk.hpp"
#include "recover/rebuild.hpp"

namespace ntlmscan::recover {

class Neighbours : public Neighbourhood {
 public:
  /// Both must stay until the next call.
  void begin(Bytes chunk, std::span<const evtx::Record> records) noexcept {
    chunk_ = chunk;
    records_ = records;
    asked_ = false;
  }

  /// Found when it is asked for: most chunks never are.
  [[nodiscard]] const LostSystem& agreed() override;

 private:
  [[nodiscard]] bool read(const evtx::Record& record, LostSystem& system);

  Bytes chunk_;
  std::span<const evtx::Record> records_;
  bool asked_ = false;
  LostSystem agreed_;
  plan::PlanRunner runner_;
  plan::DocumentReader reader_;
  plan::SystemValues values_;
};

}  // namespace ntlmscan::recover
