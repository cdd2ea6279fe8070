// Plans by template identity: compiled once by a worker, reused across chunks and files after a check.
//
// A plan may be reused only where the definition says the same. Its GUID is the key, but a GUID is only a claim, and
// equal bytes may mean other names (names are given by chunk offset). So each chunk's definition is compared with those
// that were compiled: by its bytes where it brings all its names along, else by a pattern that follows the names.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "binxml/json_program.hpp"
#include "binxml/stream.hpp"
#include "plan/compile.hpp"
#include "plan/definition_pattern.hpp"
#include "plan/system_layout.hpp"

namespace ntlmscan::plan {

/// A compiled template with its own copy of the definition, to which the plans' bytes refer.
struct Template {
  std::array<std::uint8_t, 16> guid{};
  std::uint32_t at = 0;         ///< chunk offset of the definition that was compiled
  bool self_contained = false;  ///< its bytes hold all the names it uses
  std::vector<std::uint8_t> header_and_body;
  DefinitionPattern pattern;
  std::vector<std::uint8_t> texts;  ///< what the items of `definition` refer to
  binxml::Stream definition;
  bool has_outer = false;
  bool has_json = false;
  OuterPlan outer;
  SystemLayouts layouts;  ///< of `outer`
  binxml::JsonProgram json;
  std::vector<std::pair<const catalogue::EventDef*, std::unique_ptr<PayloadPlan>>> payloads;
};

/// More text than any real definition has; names may be used over and over, so that they add up beyond the chunk.
inline constexpr std::size_t kMostTexts = std::size_t{256} << 10;
/// Bytes of all names and texts that a definition's items refer to.
[[nodiscard]] std::size_t texts_of(const binxml::Stream& definition) noexcept;

class PlanCache {
 public:
  void begin_chunk(Bytes chunk) noexcept;

  /// The template at chunk offset `at` with GUID prefix `id`; nullptr if its definition is damaged.
  /// Also nullptr once the cache is full, until the next chunk. Valid until the next begin_chunk().
  [[nodiscard]] Template* get(std::uint32_t at, std::uint32_t id) {
    const InChunk& last = recent_[at / 8 % recent_.size()];  // definitions lie some hundred bytes apart
    return last.at == at && last.id == id ? last.found : find(at, id);
  }

  /// Goes up whenever the templates given out so far are no longer valid.
  [[nodiscard]] std::uint64_t generation() const noexcept { return generation_; }

  [[nodiscard]] static const OuterPlan& outer(Template& found);
  [[nodiscard]] static const binxml::JsonProgram& json(Template& found);
  /// An irregular plan where the cache is full.
  [[nodiscard]] const PayloadPlan& payload(Template& found, const catalogue::EventDef& event);

 private:
  struct InChunk {
    std::uint32_t at = 0;
    std::uint32_t id = 0;
    Template* found = nullptr;
  };
  // Real logs have some hundred templates; beyond these bounds a crafted log makes us start over with the next chunk.
  static constexpr std::size_t kMostTemplates = 1024;
  static constexpr std::size_t kMostItems = std::size_t{1} << 18;
  static constexpr std::size_t kMostBytes = std::size_t{8} << 20;
  static constexpr std::size_t kMostInChunk = 256;

  [[nodiscard]] bool full() const noexcept {
    return templates_.size() > kMostTemplates || items_ > kMostItems || bytes_ > kMostBytes;
  }

  [[nodiscard]] Template* find(std::uint32_t at, std::uint32_t id);
  [[nodiscard]] Template* resolve(std::uint32_t at, std::uint32_t id);
  [[nodiscard]] bool same(const Template& known, Bytes guid, std::uint32_t at) const noexcept;
  [[nodiscard]] Template* add(std::uint32_t at, const binxml::Stream& definition);

  Bytes chunk_;
  binxml::Stream parsed_;
  std::vector<InChunk> in_chunk_;
  std::array<InChunk, 64> recent_{};  // by offset: most records ask for what one before them asked for
  std::size_t items_ = 0;             // of all definitions and payload plans kept
  std::size_t bytes_ = 0;             // of all definitions kept, their texts counted as often as they occur
  std::uint64_t plans_made_ = 0;
  std::uint64_t generation_ = 0;
  std::unordered_multimap<std::uint32_t, std::unique_ptr<Template>> templates_;  // by the first bytes of the GUID
};

}  // namespace ntlmscan::plan
