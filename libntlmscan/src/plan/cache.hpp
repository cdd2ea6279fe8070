// Plans by template identity: compiled once by a worker, reused across chunks and files after a check.
//
// A plan may be reused only where the definition says the same. Its GUID is the key, but a GUID is only a claim, and
// equal bytes may mean other names (names are given by chunk offset). So each chunk's definition is compared with the
// one that was compiled: by its bytes where it brings all its names along, else item by item after parsing.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "binxml/json_program.hpp"
#include "binxml/template_cache.hpp"
#include "plan/compile.hpp"

namespace ntlmscan::plan {

/// A compiled template with its own copy of the definition, to which the plans' bytes refer.
struct Template {
  std::array<std::uint8_t, 16> guid{};
  std::uint32_t at = 0;         ///< chunk offset of the definition that was compiled
  bool self_contained = false;  ///< its bytes hold all the names it uses
  std::vector<std::uint8_t> header_and_body;
  std::vector<std::uint8_t> texts;  ///< what the items of `definition` refer to
  binxml::Stream definition;
  bool has_outer = false;
  bool has_json = false;
  OuterPlan outer;
  binxml::JsonProgram json;
  std::vector<std::pair<const catalogue::EventDef*, PayloadPlan>> payloads;
};

class PlanCache {
 public:
  void begin_chunk(Bytes chunk) noexcept;

  /// The template at chunk offset `at` with GUID prefix `id`; nullptr if its definition is damaged.
  /// Valid until the next begin_chunk().
  [[nodiscard]] Template* get(std::uint32_t at, std::uint32_t id);

  [[nodiscard]] static const OuterPlan& outer(Template& found);
  [[nodiscard]] static const binxml::JsonProgram& json(Template& found);
  [[nodiscard]] static const PayloadPlan& payload(Template& found, const catalogue::EventDef& event);

 private:
  struct InChunk {
    std::uint32_t at;
    std::uint32_t id;
    Template* found;
  };
  // Real logs have some hundred templates; beyond the bound a crafted log makes us start over.
  static constexpr std::size_t kMostTemplates = 1024;
  static constexpr std::size_t kMostItems = std::size_t{1} << 19;
  static constexpr std::size_t kMostInChunk = 256;

  [[nodiscard]] Template* resolve(std::uint32_t at, std::uint32_t id);
  [[nodiscard]] bool same_bytes(const Template& known, std::uint32_t at) const noexcept;
  [[nodiscard]] Template* add(std::uint32_t at, const binxml::Stream& definition);

  Bytes chunk_;
  binxml::TemplateCache definitions_;
  std::vector<InChunk> in_chunk_;
  std::size_t items_ = 0;                             // of all definitions kept
  std::vector<std::unique_ptr<Template>> templates_;  // the first per GUID, and others that differ from it
};

}  // namespace ntlmscan::plan
