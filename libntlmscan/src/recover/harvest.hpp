// Collect the template definitions of chunks, live and old ones alike.
#pragma once

#include <unordered_map>
#include <vector>

#include "plan/cache.hpp"
#include "plan/instance.hpp"
#include "recover/candidates.hpp"
#include "recover/template_store.hpp"

namespace ntlmscan::recover {

class Harvester {
 public:
  /// Adds the definitions that records of `chunk` name, in 64 KiB that begin where a chunk does or would.
  void run(Bytes chunk, TemplateStore& into);
  /// Before a store other than the one that was filled so far.
  void forget() { added_.clear(); }

 private:
  void record(const Candidate& candidate);
  [[nodiscard]] bool instance(std::size_t begin, std::size_t end);
  void definition(std::uint32_t at, std::uint32_t id);

  Bytes chunk_;
  std::size_t newest_end_ = 0;  // of what was written last
  TemplateStore* into_ = nullptr;
  plan::PlanCache definitions_;
  std::uint64_t generation_ = 0;
  std::unordered_map<const plan::Template*, Trust> added_;
  struct Seen {
    std::uint32_t at;
    std::uint32_t id;
  };
  std::vector<Seen> seen_;  // in this chunk
  plan::OpenInstance open_;
};

}  // namespace ntlmscan::recover
